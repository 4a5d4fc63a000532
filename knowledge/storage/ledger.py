"""Writing the record: rows and their audit, inside one transaction that is the only writer while it lasts."""

from array import array
from collections.abc import Collection, Iterable, Iterator, Sequence
from datetime import datetime
from itertools import groupby
from typing import Any

from sqlalchemy import Table, bindparam, delete, func, insert, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import tables
from knowledge.facts import Facts
from knowledge.model import Members, Programme, Revision, Source, Stance, Team, Words
from knowledge.record.changes import APPROVE, REJECT, Outcome, PendingChange, Stamp, Subject
from knowledge.record.plan import RecordRow
from knowledge.storage.audit import Row, Trail, passage_digest, plain
from knowledge.storage.bulk import insert_rows, merge_hashes, upsert
from knowledge.storage.drafts import pending_of
from knowledge.storage.facts import read_edition, read_facts
from knowledge.storage.replicas import CHANNEL

NAMED_AT_ONCE = 100
"""Ids that a query names one by one; for more of them it is quicker to read all."""


class Ledger:
    """One change in the making. Every method notes what it did; `finish` writes the notes and raises the version."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection
        self._trail = Trail()

    async def write(self, rows: Sequence[RecordRow], stamp: Stamp) -> int:
        """Write the rows of a plan in their order; gives how many names of a register were not there yet."""
        registered = 0
        for subject, group in groupby(rows, lambda row: row.subject):
            of_one = list(group)
            pairs = [(row.before, row.after) for row in of_one]
            match subject:
                case Subject.PROGRAMME:
                    for before, after in pairs:
                        await self.put_programme(before, after)
                case Subject.STANCE:
                    await self.put_stances(pairs)
                case Subject.TEAM:
                    await self.put_teams(pairs)
                case Subject.SOURCE:
                    await self.put_sources(pairs)
                case Subject.PASSAGE:
                    await self.add_passages([after for _, after in pairs])
                case Subject.STATEMENT:
                    await self.add_revisions([(row.name, row.before, row.after) for row in of_one])
                case Subject.REGISTER:
                    registered += await self._add_register(of_one[0].name, of_one[0].after)
                case _:
                    await self._put_editor(stamp, int(of_one[0].name), may_edit=of_one[0].after)
        return registered

    async def last_moment(self) -> datetime | None:
        """When the newest entry of the audit was made."""
        newest = select(tables.audit.c.at).order_by(tables.audit.c.number.desc()).limit(1)
        return (await self._connection.execute(newest)).scalar_one_or_none()

    async def facts(self, known: Facts | None = None) -> Facts | None:
        """The record as it stands inside this change, None where no programme was loaded yet; `known` if it is that."""
        if known is not None and await read_edition(self._connection) == (known.filling, known.version):
            return known
        if (await self._connection.execute(select(tables.programme.c.id))).first() is None:
            return None
        return await read_facts(self._connection)

    async def put_programme(self, before: Programme | None, after: Programme) -> None:
        """Set what the record is about."""
        row = {"id": after.id, "timezone": after.timezone, "names": plain(after.names)}
        table = tables.programme
        await self._connection.execute(
            insert(table).values(place=1, **row) if before is None else update(table).values(**row)
        )
        words = {"place": 1, "members": plain(after.members), "authority": plain(after.authority)}
        if (after.members, after.authority) != (Members(), Words()) or before is not None:
            await upsert(self._connection, tables.programme_words, words)
        self._trail.note(Subject.PROGRAMME, after.id, before, after)

    async def put_stances(self, stances: Sequence[tuple[Stance | None, Stance]]) -> None:
        """Add stances, or change the words of those on record."""
        place = await self._next(tables.stances, "place")
        for before, after in stances:
            row = {"kind": after.kind.value, "label": plain(after.label), "words": plain(after.words)}
            if before is None:
                await self._connection.execute(insert(tables.stances).values(code=after.code, place=place, **row))
                place += 1
            else:
                await self._connection.execute(
                    update(tables.stances).where(tables.stances.c.code == after.code).values(**row)
                )
            if after.includes or (before is not None and before.includes):
                included = {"stance": after.code, "codes": list(after.includes)}
                await upsert(self._connection, tables.stance_includes, included)
            self._trail.note(Subject.STANCE, after.code, before, after)

    async def put_teams(self, teams: Sequence[tuple[Team | None, Team]]) -> None:
        """Add teams, or give those on record other names, decoys or another ticker."""
        place = await self._next(tables.teams, "place")
        added = [after for before, after in teams if before is None]
        changed = [after for before, after in teams if before is not None]
        rows = [{"id": team.id, "place": place + offset, "ticker": team.ticker} for offset, team in enumerate(added)]
        await insert_rows(self._connection, tables.teams, rows)
        await self._forget_names(changed)
        everyone = [after for _, after in teams]
        await insert_rows(self._connection, tables.team_names, list(name_rows(everyone)))
        await insert_rows(self._connection, tables.team_decoys, list(decoy_rows(everyone)))
        for before, after in teams:
            self._trail.note(Subject.TEAM, after.id, before, after, team=after.id)

    async def _forget_names(self, teams: Sequence[Team]) -> None:
        if not teams:
            return
        keys = [{"of": team.id, "now": team.ticker} for team in teams]
        for table in (tables.team_names, tables.team_decoys):
            await self._connection.execute(delete(table).where(table.c.team == bindparam("of")), keys)
        same = tables.teams.c.id == bindparam("of")
        await self._connection.execute(update(tables.teams).where(same).values(ticker=bindparam("now")), keys)

    async def put_sources(self, sources: Sequence[tuple[Source | None, Source]]) -> None:
        """Add sources, without their text, or say of those on record whether their quotes may be shared."""
        sequence = await self._next(tables.sources, "sequence")
        added = [after for before, after in sources if before is None]
        rows = [
            {**source.model_dump(exclude={"share"}), "sequence": sequence + offset}
            for offset, source in enumerate(added)
        ]
        await insert_rows(self._connection, tables.sources, rows)
        kept_back = [{"source": source.id, "share": False} for source in added if not source.share]
        await insert_rows(self._connection, tables.source_sharing, kept_back)
        for before, after in sources:
            if before is not None:
                await upsert(self._connection, tables.source_sharing, {"source": after.id, "share": after.share})
            self._trail.note(Subject.SOURCE, after.id, before, after)

    async def add_passages(self, passages: Sequence[tuple[str, str, bool]]) -> None:
        """Add (source, text, whole) to the private texts. The audit keeps a digest: it is shown, the text is not."""
        rows: list[Row] = []
        numbers = await self._passages_kept({source for source, _, _ in passages})
        for source, text, whole in passages:
            number = numbers[source] = numbers.get(source, 0) + 1
            rows.append({"source": source, "number": number, "whole": whole, "text": text})
            self._trail.note_value(Subject.PASSAGE, f"{source}#{number}", None, passage_digest(text, whole=whole))
        await insert_rows(self._connection, tables.source_passages, rows)

    async def _passages_kept(self, sources: Collection[str]) -> dict[str, int]:
        """How many passages these sources have."""
        table = tables.source_passages
        found = select(table.c.source, func.max(table.c.number)).group_by(table.c.source)
        if len(sources) <= NAMED_AT_ONCE:
            found = found.where(table.c.source.in_(sources))
        return {source: int(number) for source, number in await self._connection.execute(found)}

    async def add_revisions(self, revisions: Sequence[tuple[str, Revision | None, Revision]]) -> None:
        """Append revisions, each behind the one before it; the first of a statement adds the statement."""
        sequence = await self._next(tables.statements, "sequence")
        added = [name for name, before, _ in revisions if before is None]
        rows = [{"id": name, "sequence": sequence + offset} for offset, name in enumerate(added)]
        await insert_rows(self._connection, tables.statements, rows)
        await insert_rows(
            self._connection,
            tables.statement_revisions,
            [revision_row(name, revision) for name, _, revision in revisions],
        )
        for name, before, after in revisions:
            self._trail.note(Subject.STATEMENT, name, before, after, action=after.action.value, team=after.claim.team)

    async def _add_register(self, name: str, hashes: Iterable[int]) -> int:
        """Add the hashes of a register's names; gives how many were not there yet."""
        before = await self._count(tables.register_decoys)
        await merge_hashes(self._connection, array("q", hashes))
        added = await self._count(tables.register_decoys) - before
        if added:
            self._trail.note_value(Subject.REGISTER, name, None, {"added": added})
        return added

    async def _put_editor(self, stamp: Stamp, user: int, *, may_edit: bool) -> None:
        """Let a user edit, again where the right was taken away before, or let a user edit no longer."""
        table, told = tables.editors, {"editor": may_edit}
        if may_edit:
            row = {"granted_by": stamp.by, "granted_at": stamp.at, "revoked_by": None, "revoked_at": None}
            await self._connection.execute(delete(table).where(table.c.user == user))
            await self._connection.execute(insert(table).values(user=user, **row))
            self._trail.note_value(Subject.EDITOR, str(user), None, told, action="grant")
        else:
            revoked = {"revoked_by": stamp.by, "revoked_at": stamp.at}
            await self._connection.execute(update(table).where(table.c.user == user).values(**revoked))
            self._trail.note_value(Subject.EDITOR, str(user), {"editor": True}, told, action="revoke")

    async def decide(
        self,
        pending: PendingChange,
        outcome: Outcome,
        *,
        by: str,
        at: datetime,
        about: str | None = None,
        reason: str | None = None,
    ) -> None:
        """Note what became of a pending change; the audit names whoever decided, and in the entry its author."""
        table = tables.pending_changes
        about = about or pending.about
        row = {"outcome": outcome.value, "decided": at, "decided_by": by, "about": about, "reason": reason}
        await self._connection.execute(update(table).where(table.c.token == pending.token).values(**row))
        told = {"author": pending.author, "kind": pending.kind, "about": about, "reason": reason}
        action = APPROVE if outcome is Outcome.APPROVED else REJECT
        more = {"action": action, "by": by, **({"team": pending.team} if pending.team is not None else {})}
        self._trail.note_value(Subject.APPROVAL, pending.token, None, told, **more)

    async def result_of(self, key: str) -> Any:
        """What a request that took effect before was answered; None for a new one."""
        found = select(tables.requests.c.result).where(tables.requests.c.key == key)
        return (await self._connection.execute(found)).scalar_one_or_none()

    async def editors(self) -> frozenset[int]:
        """The users who may edit as it stands inside this change."""
        found = select(tables.editors.c.user).where(tables.editors.c.revoked_at.is_(None))
        return frozenset((await self._connection.execute(found)).scalars())

    async def pending(self, token: str) -> PendingChange | None:
        """The pending change of a token, decided or not."""
        found = select(tables.pending_changes).where(tables.pending_changes.c.token == token)
        row = (await self._connection.execute(found)).mappings().one_or_none()
        return None if row is None else pending_of(row)

    async def version(self) -> int:
        """The version of the record as it stands inside this change."""
        return int((await self._connection.execute(select(tables.record.c.version))).scalar_one())

    async def note(self, stamp: Stamp) -> None:
        """Write the audit of what leaves the record as it is; the version stays."""
        await self._trail.write(self._connection, stamp)

    async def _count(self, table: Table) -> int:
        return int((await self._connection.execute(select(func.count()).select_from(table))).scalar_one())

    async def finish(self, stamp: Stamp) -> int:
        """Write the audit of this change, raise the version if there was any, and give the version."""
        if await self._trail.write(self._connection, stamp):
            await self._connection.execute(update(tables.record).values(version=tables.record.c.version + 1))
            await self._announce()
        return await self.version()

    async def _announce(self) -> None:
        """Tell the other processes on a PostgreSQL server, at the moment of the commit."""
        if self._connection.dialect.name == "postgresql":
            await self._connection.execute(select(func.pg_notify(CHANNEL, "")))

    async def keep(self, stamp: Stamp, result: Any) -> None:
        """Store what a request was answered: it never takes effect again."""
        row = {"key": stamp.key, "by": stamp.by, "at": stamp.at, "result": result}
        await self._connection.execute(insert(tables.requests).values(**row))

    async def _next(self, table: Table, column: str, **where: Any) -> int:
        highest = select(func.coalesce(func.max(table.c[column]), 0)).filter_by(**where)
        return int((await self._connection.execute(highest)).scalar_one()) + 1


def revision_row(statement: str, revision: Revision) -> Row:
    """The row of a revision."""
    claim = revision.claim
    return {
        "statement": statement,
        "number": revision.number,
        "action": revision.action.value,
        "team": claim.team,
        "stance": claim.stance,
        "voice": claim.voice.value,
        "speaker": claim.speaker,
        "said": None if claim.said is None else str(claim.said),
        "source": claim.source,
        "quote": claim.quote,
        "by": revision.by,
        "at": revision.at,
        "reason": revision.reason,
    }


def name_rows(teams: Sequence[Team]) -> Iterator[Row]:
    """The rows of every name of the teams."""
    for team in teams:
        for language, names in (("ko", team.names.ko), ("en", team.names.en)):
            for place, name in enumerate(dict.fromkeys(names)):
                yield {"team": team.id, "language": language, "name": name, "place": place}


def decoy_rows(teams: Sequence[Team]) -> Iterator[Row]:
    """The rows of every decoy of the teams."""
    for team in teams:
        for place, name in enumerate(dict.fromkeys(team.decoys)):
            yield {"team": team.id, "name": name, "place": place}
