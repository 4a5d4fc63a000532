"""The way of one question without a network: read, ask, render; and what was asked and answered lately."""

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from enum import StrEnum
from typing import Generic, TypeVar, assert_never

from bot.chat.snapshot import Record, Snapshot
from bot.rendering.answers import render
from bot.rendering.keyboards import Press, question_of, with_page
from bot.rendering.reply import Reply
from knowledge.answer import Answer
from knowledge.answering import answer
from knowledge.fields import Language
from knowledge.followup import Exchange, follow_up
from knowledge.question import Intent, Question
from knowledge.storage.chats import GapKind

Value = TypeVar("Value")

KEPT = 500
"""Entries kept, some 4 MB of questions with their replies: what is on everybody's mind on a busy day."""
LONGEST_KEPT = 200
"""Characters of a text that is kept: nobody types the same longer one twice."""


class AnswerCache(Generic[Value]):
    """What was worked out lately in one state of the world; forgotten, all of it, when that is another one.

    The state is compared by identity and equality of its parts: a snapshot of the record, and a day.
    """

    def __init__(self) -> None:
        self._state: tuple[object, ...] = ()
        self._kept: dict[Hashable, Value] = {}

    def __len__(self) -> int:
        return len(self._kept)

    def get(self, state: tuple[object, Hashable], key: Hashable, work_out: Callable[[], Value]) -> Value:
        """The value for this key in this state, worked out where it was not lately."""
        if not self._state or self._state[0] is not state[0] or self._state[1] != state[1]:
            self._state, self._kept = state, {}
        value = self._kept.get(key)
        if value is None:
            value = self._kept[key] = work_out()
            if len(self._kept) > KEPT:
                del self._kept[next(iter(self._kept))]
        return value


REMEMBERED_FOR = timedelta(minutes=10)
"""How long a follow-up may wait: after that, `왜?` is about something else."""
STEPS_KEPT = 4_000
"""Steps kept over all conversations, some 4 MB; the oldest are forgotten first."""


class Steps:
    """The step before in each conversation: in memory only, one a conversation, forgotten after ten minutes."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[datetime, Exchange]] = OrderedDict()

    def __len__(self) -> int:
        return len(self._kept)

    def before(self, conversation: Hashable, now: datetime) -> Exchange | None:
        """The step before of a conversation; None where there is none, or none that is still remembered."""
        at, step = self._kept.get(conversation, (now, None))
        if now - at <= REMEMBERED_FOR:
            return step
        del self._kept[conversation]
        return None

    def keep(self, conversation: Hashable, now: datetime, step: Exchange | None) -> None:
        """Remember what was asked last, in the place of what was asked before it."""
        if step is None:
            return
        self._kept[conversation] = now, step
        self._kept.move_to_end(conversation)
        if len(self._kept) > STEPS_KEPT:
            self._kept.popitem(last=False)


class Seen:
    """The last few of many ids, to say something once for each."""

    def __init__(self) -> None:
        self._kept: OrderedDict[str, None] = OrderedDict()

    def add(self, each: str) -> bool:
        """Note one; whether it is new."""
        is_new = each not in self._kept
        self._kept[each] = None
        if len(self._kept) > KEPT:
            self._kept.popitem(last=False)
        return is_new


READ_LENGTH = 8192
"""Characters of a text that are read: twice Telegram's longest message. Nobody asks beyond the first pages."""


class ChatCommand(StrEnum):
    """What anybody may ask by a command."""

    ASK = "ask"
    LIST = "list"
    STATUS = "status"
    HISTORY = "history"
    CHANGES = "changes"
    HELP = "help"
    START = "start"
    BOARD = "board"


COMMANDS = frozenset(map(str, ChatCommand))
LANGUAGE = "language"
"""The command that asks for a choice and not for an answer."""


@dataclass(frozen=True, slots=True)
class UserText:
    """What somebody says to the bot: words, the command before them if any, and the message that they reply to."""

    words: str
    command: str | None = None
    about: str = ""
    """The words of somebody else's message that it replies to."""
    answer: int | None = None
    """The bot's own message that it replies to."""
    headline: str = ""
    """The first line of that one."""
    quote: str = ""
    """What of that one was quoted."""
    is_called: bool = True
    """Whether the bot was spoken to by name, by a command or in private, and not by a mere reply."""

    @property
    def wants_picture(self) -> bool:
        """True if it asks for a picture: `/board`, or a link that leads to one."""
        pictured = (BOARD_PAYLOAD, TIMELINE_PAYLOAD)
        return self.command == ChatCommand.BOARD or (
            self.command == ChatCommand.START and self.words.startswith(pictured)
        )


@dataclass(frozen=True, slots=True)
class Asked:
    """One question with its answer and the reply to send."""

    question: Question
    answer: Answer
    reply: Reply

    @property
    def gap(self) -> GapKind | None:
        """The kind of gap in the record that the question shows, for editors to close; None where it was answered."""
        if self.answer.kind == "ambiguous" and not self.answer.candidates:
            return None
        return self.answer.kind if self.answer.kind in ("unknown", "ambiguous") else None

    def step(self, before: Exchange | None) -> Exchange | None:
        """The step that it makes in a conversation, after the one before."""
        return Exchange.of(self.question, self.answer, before)


@dataclass(frozen=True, slots=True)
class Asking:
    """Answers questions from the newest snapshot of the record; `clock` gives this moment, aware."""

    record: Record
    clock: Callable[[], datetime]
    web_url: str | None = None
    """The root of the public page, which answers link to; None where there is none."""
    questions: AnswerCache[Question] = field(default_factory=AnswerCache)
    answers: AnswerCache[Asked] = field(default_factory=AnswerCache)

    @property
    def snapshot(self) -> Snapshot:
        """The record as it is answered from at this moment."""
        return self.record.snapshot

    def read(self, text: str, context: str = "dm") -> Question:
        """A text as a question; the same text on the same day, of the same record, is the same one."""
        now, reader = self._now(), self.snapshot.reader
        if len(text) > LONGEST_KEPT:
            return reader.read(text[:READ_LENGTH], now=now, context=context)
        state = (self.snapshot, now.date())
        return self.questions.get(state, (text, context), lambda: reader.read(text, now=now, context=context))

    def understand(self, said: UserText, context: str = "dm", before: Exchange | None = None) -> Question:
        """What somebody says as a question, after the step before; an unknown command asks how to ask."""
        if said.command is None or said.command == ChatCommand.ASK:
            return self._read_about(said, context, before)
        if said.command not in COMMANDS:
            return _bare(Intent.HELP)
        return self._command(ChatCommand(said.command), said.words, context)

    def _read_about(self, said: UserText, context: str, before: Exchange | None) -> Question:
        """Words said of another message: by themselves where they ask something, else together with it."""
        own = self.read(said.words, context) if said.words.strip() else _bare(Intent.HELP)
        if said.about:
            if _asks_by_itself(own):
                return own
            return self.read(f"{said.words}\n{said.about}" if said.words else said.about, context)
        before = self._step_of(said.quote) or before or self._step_of(said.headline)
        return follow_up(own, before, self.snapshot.facts, lambda text: self.read(text, context)) or own

    def _step_of(self, headline: str) -> Exchange | None:
        """The step that an answer of the bot belongs to that is not remembered: the teams that its first line names."""
        asked = self.read(headline) if headline else None
        if asked is None or asked.intent is not Intent.STANCE or asked.strangers:
            return None
        question = Question(text="", intent=Intent.STANCE, teams=asked.teams, as_of=asked.as_of)
        return Exchange(question=question, offered=asked.teams if headline.endswith("?") else ())

    def answer(self, question: Question, language: Language) -> Asked:
        """Answer a question that was already read."""
        now, facts = self._now(), self.snapshot.facts

        def work_out() -> Asked:
            found = answer(question, facts, now=now, language=language)
            return Asked(question, found, self._linked(found, render(found)))

        # By its identity: a question that was read lately is the same object, and hashing all of one takes longer.
        asked = self.answers.get((self.snapshot, now.date()), (id(question), language), work_out)
        return asked if asked.question is question else work_out()

    def _linked(self, found: Answer, reply: Reply) -> Reply:
        """The reply with a link to the public page, where there is one."""
        if self.web_url is None:
            return reply
        return with_page(reply, found, self.snapshot.facts.programme.id, self.web_url)

    def press(self, press: Press) -> Asked | None:
        """Answer a pressed button; None where the record no longer knows what it is about."""
        question = question_of(press, self.snapshot.facts)
        return None if question is None else self.answer(question, press.language)

    def _command(self, command: ChatCommand, rest: str, context: str) -> Question:
        match command:
            case ChatCommand.START:
                return self._started(rest)
            case ChatCommand.LIST | ChatCommand.STATUS | ChatCommand.ASK:
                return self.read(rest, context) if rest else _bare(Intent.OVERVIEW)
            case ChatCommand.HISTORY:
                return self._history(rest, context)
            case ChatCommand.CHANGES:
                return self._changes(rest, context)
            case ChatCommand.HELP:
                return _bare(Intent.HELP)
            case ChatCommand.BOARD:
                return self._board(rest, context)
            case _:
                assert_never(command)

    def _history(self, rest: str, context: str) -> Question:
        if not rest:
            return _bare(Intent.HISTORY)
        read = self.read(rest, context)
        asks_otherwise = not read.teams and not (read.as_of or read.since)
        return read if asks_otherwise else read.model_copy(update={"intent": Intent.HISTORY, "presumed": None})

    def _board(self, rest: str, context: str) -> Question:
        """`/board`, `/board 1월 20일`; `/board KT` and `/board 변화` ask for what was said in order."""
        read = self.read(rest, context) if rest else _bare(Intent.OVERVIEW)
        if read.strangers or (read.finding.candidates and not read.teams):
            return read
        intent = Intent.HISTORY if read.teams or read.intent is Intent.HISTORY else Intent.OVERVIEW
        return Question(text="", intent=intent, language=read.language, teams=read.teams, as_of=read.as_of)

    def _changes(self, rest: str, context: str) -> Question:
        """`/changes`, `/changes 1월 20일`, `/changes KT since Friday`: what changed since a day, or lately."""
        if not rest:
            return _bare(Intent.CHANGES)
        read = self.read(rest, context)
        since = read.since or read.as_of
        if not read.teams and since is None:
            return read
        until = read.until if read.until is not None and read.until != since else None
        changes = {"intent": Intent.CHANGES, "since": since, "until": until, "as_of": None, "presumed": None}
        return read.model_copy(update=changes)

    def _started(self, payload: str) -> Question:
        """`/start kakao`, as links from elsewhere send it: the team, the overview, a picture, or how to ask."""
        if payload in (OVERVIEW_PAYLOAD, BOARD_PAYLOAD):
            return _bare(Intent.OVERVIEW)
        if payload.startswith(TIMELINE_PAYLOAD):
            team = decoded_payload(payload.removeprefix(TIMELINE_PAYLOAD))
            return Question(text="", intent=Intent.HISTORY, teams=(team,) if team in self.snapshot.facts.teams else ())
        team = decoded_payload(payload)
        if team not in self.snapshot.facts.teams:
            return _bare(Intent.HELP)
        return Question(text="", intent=Intent.STANCE, teams=(team,))

    def today(self) -> date:
        """The day in the programme's time zone."""
        return self._now().date()

    def _now(self) -> datetime:
        return self.clock().astimezone(self.snapshot.facts.zone)


def _asks_by_itself(question: Question) -> bool:
    """Whether a question can be answered without another message: `출처는?` cannot, `KT 출처는?` can."""
    names = question.teams or question.strangers or question.finding.candidates
    return bool(names) or question.intent in (Intent.LIST, Intent.OVERVIEW)


def _bare(intent: Intent) -> Question:
    return Question(text="", intent=intent)


OVERVIEW_PAYLOAD, HELP_PAYLOAD, BOARD_PAYLOAD, TIMELINE_PAYLOAD = "Status", "Help", "Board", "Timeline"
"""Payloads of deep links that are no team's: ids have no capital letters."""


def payload_of(team: str) -> str:
    """A team's id as the payload of a deep link, which takes no dot: capital letters are free, ids have none."""
    return team.replace(".", "D")


def decoded_payload(payload: str) -> str:
    """The id of the team that a payload names."""
    return payload.strip().replace("D", ".")
