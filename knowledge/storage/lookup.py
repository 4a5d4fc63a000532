"""Looking up single entries of the record inside a change, without reading all of it."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge import tables, talk_tables
from knowledge.model import Names, Programme, Source, Statement, Team
from knowledge.record.changes import NewSource, PendingChange
from knowledge.storage.pending import pending_of
from knowledge.storage.snapshot import programme_of, programme_rows, revision_of, source_of, source_rows
from knowledge.text.normalise import compact_core


class Lookup:
    """The entries of one moment, by their id; None for what is not there."""

    def __init__(self, connection: AsyncConnection) -> None:
        self._connection = connection

    async def result_of(self, key: str) -> Any:
        """What a request that took effect before was answered; None for a new one."""
        found = select(tables.requests.c.result).where(tables.requests.c.key == key)
        return (await self._connection.execute(found)).scalar_one_or_none()

    async def programme(self) -> Programme | None:
        """What the record is about."""
        row = (await self._connection.execute(programme_rows())).mappings().one_or_none()
        return None if row is None else programme_of(row)

    async def has_stance(self, code: str) -> bool:
        """Whether the programme declares this stance."""
        found = select(tables.stances.c.code).where(tables.stances.c.code == code)
        return (await self._connection.execute(found)).first() is not None

    async def team(self, name: str) -> Team | None:
        """A team, whole."""
        row = (await self._connection.execute(select(tables.teams).where(tables.teams.c.id == name))).one_or_none()
        if row is None:
            return None
        names, decoys = tables.team_names, tables.team_decoys
        named = select(names.c.language, names.c.name).where(names.c.team == name).order_by(names.c.place)
        pairs = (await self._connection.execute(named)).all()
        misleading = select(decoys.c.name).where(decoys.c.team == name).order_by(decoys.c.place)
        return Team.model_construct(
            id=name,
            names=Names.model_construct(
                ko=tuple(each for language, each in pairs if language == "ko"),
                en=tuple(each for language, each in pairs if language == "en"),
            ),
            ticker=row.ticker,
            decoys=tuple((await self._connection.execute(misleading)).scalars()),
        )

    async def owners(self) -> Mapping[str, str]:
        """Which team has each name, in the form in which names are compared; of several the first on record."""
        names, listed = tables.team_names, tables.teams
        every = select(names.c.team, names.c.name).join(listed).order_by(listed.c.place.desc())
        return {compact_core(name): team for team, name in await self._connection.execute(every)}

    async def source(self, name: str) -> Source | None:
        """A source, without its text."""
        found = source_rows().where(tables.sources.c.id == name)
        row = (await self._connection.execute(found)).mappings().one_or_none()
        return None if row is None else source_of(row)

    async def same_source(self, wanted: NewSource) -> Source | None:
        """The newest source with the same publisher, title, address and date; one without title and address is new."""
        if wanted.url is None and wanted.title is None:
            return None
        table = tables.sources
        found = source_rows().where(
            table.c.publisher.is_not_distinct_from(wanted.publisher),
            table.c.title.is_not_distinct_from(wanted.title),
            table.c.url.is_not_distinct_from(wanted.url),
            table.c.published.is_not_distinct_from(wanted.published),
        )
        row = (await self._connection.execute(found.order_by(table.c.sequence.desc()).limit(1))).mappings().first()
        return None if row is None else source_of(row)

    async def passages(self, source: str) -> Sequence[tuple[str, bool]]:
        """A source's private text: (text, whole), in the order of adding."""
        table = tables.source_passages
        found = select(table.c.text, table.c.whole).where(table.c.source == source).order_by(table.c.number)
        return [(row.text, row.whole) for row in await self._connection.execute(found)]

    async def statement(self, name: str) -> Statement | None:
        """A statement with its whole past."""
        found = select(tables.statements.c.sequence).where(tables.statements.c.id == name)
        sequence = (await self._connection.execute(found)).scalar_one_or_none()
        if sequence is None:
            return None
        table = tables.statement_revisions
        rows = await self._connection.execute(select(table).where(table.c.statement == name).order_by(table.c.number))
        revisions = tuple(revision_of(row) for row in rows.mappings())
        return Statement.model_construct(id=name, sequence=sequence, revisions=revisions)

    async def is_editor(self, user: int) -> bool:
        """Whether a user was granted the right to edit and still has it."""
        table = talk_tables.editors
        found = select(table.c.user).where(table.c.user == user, table.c.revoked_at.is_(None))
        return (await self._connection.execute(found)).first() is not None

    async def pending(self, token: str) -> PendingChange | None:
        """The pending change of a token, decided or not."""
        table = talk_tables.pending_changes
        row = (await self._connection.execute(select(table).where(table.c.token == token))).mappings().one_or_none()
        return None if row is None else pending_of(row)

    async def taken(self, start: str, *, of: str) -> frozenset[str]:
        """The ids of `statements` or `sources` that begin with these characters."""
        column = tables.metadata.tables[of].c.id
        found = select(column).where(func.substr(column, 1, len(start)) == start)
        return frozenset((await self._connection.execute(found)).scalars())
