"""Who follows which team, what is to be sent to whom, and how far the record was settled and told."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import Select, bindparam, case, delete, func, select, update
from sqlalchemy.ext.asyncio import AsyncConnection

from knowledge.fields import Language
from knowledge.record.changes import Subject
from knowledge.storage.bulk import insert_new, upsert
from knowledge.storage.database import Database
from knowledge.storage.told import forget_chat, move_told, restate_told
from knowledge.tables import audit, chats, follows, hook_cursors, notices, settlements, subscribers

EVERY_TEAM: Final = ""
"""In the place of a team's id: all teams of the programme."""
MOST_FOLLOWS = 200
"""Teams that one chat may follow, all its topics together."""
PAUSED_KEPT = timedelta(days=90)
"""How long a chat that refuses messages keeps what it follows."""
SENT_KEPT = timedelta(days=14)
"""How long a key is kept, so that the same notice, or the digest of the same day, is not made again."""
PORTION = 100
"""Notices that are written or read at a time: more would keep answers waiting for longer than a few milliseconds."""
CORRECTION: Final = "told:"
"""What the keys of notices of corrections begin with; the audit's number follows."""
WAITING, SENDING, SENT, DROPPED = "waiting", "sending", "sent", "dropped"

Place = tuple[int, int]
"""A chat, and the topic in it; 0 where there is none."""


@dataclass(frozen=True, slots=True)
class Subscriber:
    """One place that is told of changes, and how; `paused` since when the chat refuses messages."""

    chat: int
    topic: int
    language: Language = "ko"
    reports: bool = False
    quiet: str | None = None
    digest: str | None = None
    digest_due: datetime | None = None
    digest_number: int = 0
    paused: datetime | None = None

    @property
    def place(self) -> Place:
        """The chat and the topic."""
        return self.chat, self.topic


@dataclass(frozen=True, slots=True)
class Notice:
    """One message to come; `content` is JSON, `team` is empty for a digest."""

    key: str
    chat: int
    topic: int
    team: str
    content: Mapping[str, Any]
    made: datetime
    due: datetime
    tries: int = 0


@dataclass(frozen=True, slots=True)
class LaterRevision:
    """An entry of the audit that changed a statement: which revision, and the teams that it spoke of and speaks of."""

    number: int
    at: datetime
    statement: str
    revision: int
    teams: frozenset[str]


class Follows:
    """Subscribers, what they follow, their notices, and what is settled."""

    def __init__(self, database: Database) -> None:
        self._database = database

    # What a place follows

    async def add(self, place: Place, teams: Sequence[str], language: Language, at: datetime) -> bool:
        """Follow teams, or every team; False, and nothing changes, where the chat would follow too many."""
        chat, topic = place
        here = (follows.c.chat == chat) & (follows.c.topic == topic)
        async with self._database.writing() as connection:
            if EVERY_TEAM in teams:
                await connection.execute(delete(follows).where(here))
            rows = [{"chat": chat, "topic": topic, "team": team, "muted": False, "since": at} for team in teams]
            await upsert(connection, follows, *rows)
            count = select(func.count()).select_from(follows).where(follows.c.chat == chat, ~follows.c.muted)
            if (await connection.execute(count)).scalar_one() > MOST_FOLLOWS:
                await connection.rollback()
                return False
            await self._subscribe(connection, place, language=language)
            return True

    async def remove(self, place: Place, teams: Sequence[str], at: datetime) -> None:
        """Follow these no longer, or nothing where EVERY_TEAM is among them; who follows all leaves them out."""
        chat, topic = place
        here = (follows.c.chat == chat) & (follows.c.topic == topic)
        waiting = (notices.c.chat == chat) & (notices.c.topic == topic) & (notices.c.state == WAITING)
        async with self._database.writing() as connection:
            if EVERY_TEAM in teams:
                await connection.execute(delete(follows).where(here))
                await connection.execute(update(notices).where(waiting, notices.c.team != "").values(state=DROPPED))
                return
            await connection.execute(delete(follows).where(here, follows.c.team.in_(teams)))
            everything = select(follows.c.team).where(here, follows.c.team == EVERY_TEAM)
            if (await connection.execute(everything)).first() is not None:
                rows = [{"chat": chat, "topic": topic, "team": team, "muted": True, "since": at} for team in teams]
                await upsert(connection, follows, *rows)
            await connection.execute(update(notices).where(waiting, notices.c.team.in_(teams)).values(state=DROPPED))

    async def all(self) -> Mapping[Place, Mapping[str, bool]]:
        """What every place follows: team -> whether it is muted."""
        found: dict[Place, dict[str, bool]] = {}
        async with self._database.reading() as connection:
            for row in await connection.execute(select(follows).order_by(follows.c.since, follows.c.team)):
                found.setdefault((row.chat, row.topic), {})[row.team] = row.muted
        return found

    async def state(self) -> tuple[object, ...]:
        """What moves whenever anybody follows or stops: how many rows, and the newest."""
        async with self._database.reading() as connection:
            followed = await connection.execute(select(func.count(), func.max(follows.c.since)).select_from(follows))
            return tuple(followed.one())

    async def paused(self) -> frozenset[int]:
        """The chats that refuse messages."""
        found = select(subscribers.c.chat).where(subscribers.c.paused.is_not(None)).distinct()
        async with self._database.reading() as connection:
            return frozenset((await connection.execute(found)).scalars())

    # How a place is told

    async def subscriber(self, place: Place) -> Subscriber | None:
        """How a place is told of changes; None where it never followed anything."""
        found = select(subscribers).where(subscribers.c.chat == place[0], subscribers.c.topic == place[1])
        async with self._database.reading() as connection:
            row = (await connection.execute(found)).one_or_none()
            return None if row is None else _subscriber(row)

    async def choose(self, place: Place, language: Language, **values: Any) -> None:
        """Keep what a place chose: `reports`, `quiet`, or `digest` with `digest_due`.

        A digest speaks of what is settled from now on.
        """
        async with self._database.writing() as connection:
            if values.get("digest") is not None:
                values["digest_number"] = await _settled_number(connection)
            await self._subscribe(connection, place, language=language, **values)

    async def requiet(self, place: Place, due: datetime) -> None:
        """Send what waits for a place at another moment."""
        chat, topic = place
        waiting = (notices.c.chat == chat) & (notices.c.topic == topic) & (notices.c.state == WAITING)
        async with self._database.writing() as connection:
            await connection.execute(update(notices).where(waiting, notices.c.team != "").values(due=due))

    async def pause(self, chat: int, at: datetime) -> None:
        """A chat refuses messages: nothing is sent there until somebody writes."""
        async with self._database.writing() as connection:
            await forget_chat(connection, chat)
            refused = (subscribers.c.chat == chat) & subscribers.c.paused.is_(None)
            await connection.execute(update(subscribers).where(refused).values(paused=at))
            unsent = (notices.c.chat == chat) & notices.c.state.in_((WAITING, SENDING))
            await connection.execute(update(notices).where(unsent).values(state=DROPPED))

    async def revive(self, chat: int) -> Subscriber | None:
        """A chat takes messages again: the first of its subscribers; None where it was not paused."""
        paused = (subscribers.c.chat == chat) & subscribers.c.paused.is_not(None)
        async with self._database.writing() as connection:
            row = (await connection.execute(select(subscribers).where(paused).order_by(subscribers.c.topic))).first()
            await connection.execute(update(subscribers).where(subscribers.c.chat == chat).values(paused=None))
            return None if row is None else _subscriber(row)

    @staticmethod
    async def _subscribe(connection: AsyncConnection, place: Place, **values: Any) -> None:
        """Change what is kept of a place, which is one from now on."""
        chat, topic = place
        new = {"chat": chat, "topic": topic, "language": "ko", "reports": False, "digest_number": 0}
        await insert_new(connection, subscribers, new)
        here = (subscribers.c.chat == chat) & (subscribers.c.topic == topic)
        await connection.execute(update(subscribers).where(here).values(**values))

    # What is settled

    async def settled(self) -> Mapping[str, int]:
        """The audit number up to which changes are settled ('' for all teams), and of teams that are ahead of it."""
        async with self._database.reading() as connection:
            return {row.team: row.number for row in await connection.execute(select(settlements))}

    async def newest_number(self) -> int:
        """The number of the newest entry of the audit."""
        async with self._database.reading() as connection:
            return int((await connection.execute(select(func.coalesce(func.max(audit.c.number), 0)))).scalar_one())

    async def begin(self, number: int) -> None:
        """What is on record when the first process looks is news to nobody."""
        async with self._database.writing() as connection:
            await insert_new(connection, settlements, {"team": EVERY_TEAM, "number": number})

    async def revisions_after(self, number: int) -> tuple[LaterRevision, ...]:
        """What the audit says of statements behind a number, in order."""
        found = select(audit).where(audit.c.number > number, audit.c.subject == Subject.STATEMENT.value)
        async with self._database.reading() as connection:
            rows = (await connection.execute(found.order_by(audit.c.number))).all()
        return tuple(
            LaterRevision(
                row.number,
                row.at,
                row.id,
                int(row.after["number"]),
                frozenset(each["claim"]["team"] for each in (row.before, row.after) if each is not None),
            )
            for row in rows
        )

    async def settle(
        self, before: Mapping[str, int], after: Mapping[str, int], made: Iterable[tuple[Notice, str]]
    ) -> bool:
        """Move what is settled, and write the notices of it, each with a programme; one whose key is known is none.

        False, and nothing is written, where another process has settled meanwhile.
        """
        async with self._database.writing() as connection:
            held = {row.team: row.number for row in await connection.execute(select(settlements))}
            if held != before:
                return False
            await write_notices(connection, made)
            gone = [team for team in before if team not in after]
            if gone:
                await connection.execute(delete(settlements).where(settlements.c.team.in_(gone)))
            await upsert(connection, settlements, *({"team": team, "number": each} for team, each in after.items()))
            return True

    async def make(
        self,
        made: Sequence[tuple[Notice, str]],
        shown: Sequence[tuple[str, tuple[tuple[str, int], ...]]],
        at: datetime,
    ) -> None:
        """Write the notices of corrections, and what the answers corrected show from now on; known keys are none."""
        async with self._database.writing() as connection:
            await write_notices(connection, made)
            await restate_told(connection, shown, at)

    async def reached(self, number: int) -> tuple[int, int]:
        """How many chats the correction of an audit number reached, and how many it could not reach."""
        prefix = f"{CORRECTION}{number}:"
        sent = select(notices.c.chat, notices.c.state).where(notices.c.key > prefix, notices.c.key < f"{prefix}~")
        async with self._database.reading() as connection:
            rows = (await connection.execute(sent.distinct())).all()
        reached = {chat for chat, state in rows if state == SENT}
        return len(reached), len({chat for chat, state in rows if state == DROPPED} - reached)

    async def followers(self, team: str) -> Sequence[Subscriber]:
        """Who is told when the headline of a team changes: not those that mute it, nor those that refuse messages."""
        muting = (
            select(follows.c.team)
            .where(follows.c.chat == subscribers.c.chat, follows.c.topic == subscribers.c.topic)
            .where(follows.c.team == team, follows.c.muted)
        )
        following = (
            select(follows.c.team)
            .where(follows.c.chat == subscribers.c.chat, follows.c.topic == subscribers.c.topic)
            .where(follows.c.team.in_((team, EVERY_TEAM)), ~follows.c.muted)
        )
        found = _told().where(following.exists(), ~muting.exists(), subscribers.c.paused.is_(None))
        async with self._database.reading() as connection:
            return [_subscriber(row) for row in await connection.execute(found)]

    # Digests

    async def digests_due(self, now: datetime) -> Sequence[Subscriber]:
        """The places whose digest is due."""
        async with self._database.reading() as connection:
            rows = await connection.execute(_told().where(subscribers.c.digest_due <= now).limit(PORTION))
            return [_subscriber(row) for row in rows]

    async def digested(self, of: Subscriber, number: int, due: datetime, made: Iterable[tuple[Notice, str]]) -> bool:
        """Write a digest, if there is one, and when the next is due; False where another process did so."""
        here = (subscribers.c.chat == of.chat) & (subscribers.c.topic == of.topic)
        async with self._database.writing() as connection:
            still = here & (subscribers.c.digest_due == of.digest_due)
            moved = await connection.execute(
                update(subscribers).where(still).values(digest_due=due, digest_number=number)
            )
            if moved.rowcount != 1:
                return False
            await write_notices(connection, made)
            return True

    # Sending

    async def due(self, now: datetime, *, here: bool) -> Sequence[Notice]:
        """The notices to send now, in order; those of the terminal (chat 0) only where it is `here`."""
        found = select(notices).where(notices.c.state == WAITING, notices.c.due <= now)
        found = found.where(notices.c.chat == 0 if here else notices.c.chat != 0)
        async with self._database.reading() as connection:
            rows = await connection.execute(found.order_by(notices.c.due, notices.c.made, notices.c.key).limit(PORTION))
            return [_notice(row) for row in rows]

    async def several(self, now: datetime) -> Sequence[Sequence[Notice]]:
        """The notices that are due of the same place and team, oldest first, where there are more than one."""
        waiting = (notices.c.state == WAITING) & (notices.c.due <= now) & (notices.c.team != "")
        alike = (notices.c.chat, notices.c.topic, notices.c.team)
        async with self._database.reading() as connection:
            more = (
                await connection.execute(select(*alike).where(waiting).group_by(*alike).having(func.count() > 1))
            ).all()
            found = []
            for chat, topic, team in more:
                same = (notices.c.chat == chat) & (notices.c.topic == topic) & (notices.c.team == team)
                rows = await connection.execute(
                    select(notices).where(waiting, same).order_by(notices.c.made, notices.c.key)
                )
                found.append([_notice(row) for row in rows])
            return found

    async def merge(self, of: Sequence[Notice], content: Mapping[str, Any] | None) -> None:
        """Put one content in the place of several notices: the newest has it, or, for None, none of them is sent."""
        kept = of[-1].key if content is not None else None
        async with self._database.writing() as connection:
            dropped = [each.key for each in of if each.key != kept]
            unsent = notices.c.key.in_(dropped) & (notices.c.state == WAITING)
            await connection.execute(update(notices).where(unsent).values(state=DROPPED))
            if kept is not None:
                await connection.execute(update(notices).where(notices.c.key == kept).values(content=content))

    async def claim(self, key: str, sent: Collection[str], now: datetime) -> bool:
        """Note those that were sent, and that one more is about to be; False where it is not to be sent any more."""
        async with self._database.writing() as connection:
            touched = await connection.execute(_CLAIM, {"claimed": key, "sent": list(sent), "now": now})
            return key in touched.scalars().all()

    async def note_sent(self, sent: Collection[str]) -> None:
        """Note those that were sent."""
        if sent:
            was_sending = notices.c.key.in_(sent) & (notices.c.state == SENDING)
            async with self._database.writing() as connection:
                await connection.execute(update(notices).where(was_sending).values(state=SENT))

    async def put_off(self, key: str, due: datetime | None) -> None:
        """Send a notice later, or, for None, never."""
        values: dict[str, object] = {"state": DROPPED} if due is None else {"state": WAITING, "due": due}
        unsent = (notices.c.key == key) & notices.c.state.in_((WAITING, SENDING))
        async with self._database.writing() as connection:
            await connection.execute(update(notices).where(unsent).values(**values))

    async def recover(self, *, here: bool) -> int:
        """Let what a process that ended was about to send be sent again; gives how many."""
        begun = (notices.c.state == SENDING) & (notices.c.chat == 0 if here else notices.c.chat != 0)
        async with self._database.writing() as connection:
            return (await connection.execute(update(notices).where(begun).values(state=WAITING))).rowcount


_IS_CLAIMED = (notices.c.key == bindparam("claimed")) & (notices.c.state == WAITING)
_CLAIM = (
    update(notices)
    .where(
        (_IS_CLAIMED & (notices.c.due <= bindparam("now", type_=notices.c.due.type)))
        | (notices.c.key.in_(bindparam("sent", expanding=True)) & (notices.c.state == SENDING))
    )
    .values(state=case((_IS_CLAIMED, SENDING), else_=SENT), tries=notices.c.tries + case((_IS_CLAIMED, 1), else_=0))
    .returning(notices.c.key)
)
"""What one notice costs: made once, and one statement, since each is four turns of the database's thread."""


async def write_notices(connection: AsyncConnection, made: Iterable[tuple[Notice, str]]) -> None:
    """Write notices, each with a programme; one whose key is known is none."""
    rows = [
        {
            "key": each.key, "chat": each.chat, "topic": each.topic, "programme": programme, "team": each.team,
            "content": each.content, "state": WAITING, "made": each.made, "due": each.due, "tries": 0,
        }
        for each, programme in made
    ]  # fmt: skip
    for start in range(0, len(rows), PORTION):
        await insert_new(connection, notices, *rows[start : start + PORTION])


async def move_followers(connection: AsyncConnection, chat: int, to: int) -> None:
    """A group has become a supergroup, which follows what the group did and gets what waits for it."""
    if chat == to:
        return
    await move_told(connection, chat, to)
    for table in (subscribers, follows):
        known = select(table.c.topic).where(table.c.chat == to)
        if (await connection.execute(known)).first() is None:
            await connection.execute(update(table).where(table.c.chat == chat).values(chat=to))
        await connection.execute(delete(table).where(table.c.chat == chat))
    await connection.execute(update(notices).where(notices.c.chat == chat).values(chat=to))


async def sweep_followers(connection: AsyncConnection, now: datetime) -> None:
    """Forget notices 14 days after they were sent, and chats that have refused messages for 90 days."""
    done = notices.c.state.in_((SENT, DROPPED)) & (notices.c.due < now - SENT_KEPT)
    await connection.execute(delete(notices).where(done))
    gone = select(subscribers.c.chat).where(subscribers.c.paused < now - PAUSED_KEPT)
    await connection.execute(delete(follows).where(follows.c.chat.in_(gone)))
    await connection.execute(delete(subscribers).where(subscribers.c.paused < now - PAUSED_KEPT))


async def forget_unsent(connection: AsyncConnection) -> None:
    """In a restored record: what it holds is no news, and what waited then was sent since."""
    await connection.execute(delete(notices).where(notices.c.state.in_((WAITING, SENDING))))
    await connection.execute(delete(settlements))


def _told() -> "Select[Any]":
    """Subscribers with the language that their chat chose, where it chose one."""
    language = func.coalesce(chats.c.language, subscribers.c.language).label("language")
    others = [column for column in subscribers.c if column.name != "language"]
    return select(*others, language).select_from(subscribers.outerjoin(chats, chats.c.chat == subscribers.c.chat))


async def _settled_number(connection: AsyncConnection) -> int:
    held = select(settlements.c.number).where(settlements.c.team == EVERY_TEAM)
    number = (await connection.execute(held)).scalar_one_or_none()
    if number is None:
        number = (await connection.execute(select(func.coalesce(func.max(audit.c.number), 0)))).scalar_one()
    return int(number)


def _subscriber(row: Any) -> Subscriber:
    return Subscriber(
        row.chat,
        row.topic,
        row.language,
        row.reports,
        row.quiet,
        row.digest,
        row.digest_due,
        row.digest_number,
        row.paused,
    )


def _notice(row: Any) -> Notice:
    return Notice(row.key, row.chat, row.topic, row.team, row.content, row.made, row.due, row.tries)


class HookCursors:
    """The audit's number of the last change that each hook was posted, by a digest of its address."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def read(self, hook: str) -> int | None:
        """How far a hook was told; None for a new one."""
        found = select(hook_cursors.c.number).where(hook_cursors.c.hook == hook)
        async with self._database.reading() as connection:
            number = (await connection.execute(found)).scalar_one_or_none()
        return None if number is None else int(number)

    async def write(self, hook: str, number: int) -> None:
        """Keep how far it was told."""
        async with self._database.writing() as connection:
            await upsert(connection, hook_cursors, {"hook": hook, "number": number})
