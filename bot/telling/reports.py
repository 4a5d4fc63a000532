"""Readers say that something is wrong: by a button under a source, or in reply to an answer; no user is kept."""

import hmac
import re
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from hashlib import sha256
from typing import NamedTuple

from telegram import CallbackQuery, Message
from telegram.error import BadRequest

from bot.chat.addressing import is_private
from bot.chat.asking import Asking, UserText
from bot.chat.notes import Preferences
from bot.chat.posting import buttons_markup, replace_pressed
from bot.messages.dates import written_day
from bot.messages.telling import telling
from bot.rendering.keyboards import ButtonVerb, Press, rows
from bot.rendering.reply import Button, Reply, bold, escape
from bot.rendering.statement import label, name
from bot.telegram.application import IpjangBot
from bot.telling.told import shown_in
from knowledge.facts import Facts
from knowledge.fields import Frozen, Identifier, Language
from knowledge.followup import Exchange
from knowledge.model import REPORT_KINDS, Statement
from knowledge.said import day_of
from knowledge.storage.follows import Notice
from knowledge.storage.reports import ALERT_AT, Report

ASIDE = 10
"""Added to the page of a button whose message is nothing but the question what is wrong."""
LISTED = 24
"""Statements of one answer that are offered as buttons."""
_KOREAN = (
    r"틀렸(?:어|네|는데|다|습니다)요?",
    r"틀린\s?(?:데|답이야|답이에요|답입니다)요?\??",
    r"(?:틀린|잘못된|아닌)\s?[것거]\s?같(?:아|은데|네|습니다)요?\??",
    r"잘못(?:됐|되었)(?:어|네|는데|다|습니다)요?",
    r"아닌데요?\??",
    r"(?:사실(?:이|과|하고)?\s?)(?:아니야|아니에요|아닙니다|아닌데요?|달라요?|다른데요?|다릅니다)",
    r"(?:오류|오보)(?:야|예요|네요?|입니다|\s?신고)?",
)
_ENGLISH = (
    r"(?:(?:that|this|it|(?:your|the|that|this) answer)(?:'s| is| was| looks| seems)|you(?: are|'re))(?: just| still)? "
    r"(?:wrong|incorrect|false|mistaken|a mistake|an error|not (?:right|correct|true|accurate|so))",
    r"(?:that|this|it) (?:isn't|is not|wasn't) (?:right|correct|true|accurate)",
    r"(?:wrong|incorrect|not (?:true|right|correct))",
    r"report an? (?:error|mistake)",
)
_OBJECTION = re.compile(
    r"(?:(?:아니|음|어)\s)?(?:(?:이|그|저)(?:거|것|게|건|\s?답|\s?정보)?(?:은|는|이|가)?\s)?(?:(?:좀|뭔가)\s)?"
    rf"(?:{'|'.join(_KOREAN)})[\s.!~…]*"
    rf"|(?:(?:no|hmm|but|well|actually|sorry)[,.]? )?(?:i think (?:that )?)?(?:{'|'.join(_ENGLISH)})[\s.!…]*",
    re.IGNORECASE,
)


def is_objection(text: str) -> bool:
    """True if a text says of an answer that it is wrong, and nothing else."""
    return _OBJECTION.fullmatch(" ".join(text.replace("\N{RIGHT SINGLE QUOTATION MARK}", "'").split())) is not None


class ReportContent(Frozen):
    """What an owner is told: readers of several chats say that a statement is wrong."""

    report: Identifier
    language: Language


class Reported(NamedTuple):
    """The press whose answer stands again under a report, and the word that the reader is given."""

    press: Press
    word: str


@dataclass(frozen=True, slots=True)
class Reporting:
    """The handlers of what readers report; `secret` makes the marks of chats, and is in no database."""

    asking: Asking
    preferences: Preferences
    secret: bytes
    owners: frozenset[int] = frozenset()

    async def said(self, message: Message, said: UserText, before: Exchange | None) -> Reply | None:
        """The question what is wrong, where a message says of an answer that it is; None for any other."""
        if said.command is not None or not is_objection(said.words):
            return None
        if said.answer is None and not is_private(message):
            return None  # people say so to each other
        language = await self.preferences.for_question(message.from_user, self.asking.read(said.words))
        found = await self._shown(message.chat.id, said.answer, before, language)
        if not found:
            return None
        if len(found) > 1:
            return self._which(found, language)
        return what_is_wrong(found[0], self._facts, language, self._today)

    async def _shown(
        self, chat: int, message: int | None, before: Exchange | None, language: Language
    ) -> Sequence[Statement]:
        """The statements of an answer: as it would be given now, or, where it is long past, as it was noted."""
        if before is not None:
            names: Sequence[str] = [each.id for each in shown_in(self.asking.answer(before.question, language).answer)]
        elif message is not None:
            names = await self.asking.record.store.told.shown_by(chat, message)
        else:
            names = ()
        known = [self._facts.statements[each] for each in dict.fromkeys(names) if each in self._facts.statements]
        return [each for each in known if not each.is_retracted]

    def _which(self, found: Sequence[Statement], language: Language) -> Reply:
        buttons = (_button(_told(each, self._facts, language), language, each.id, ASIDE) for each in found[:LISTED])
        return Reply(parts=(bold(telling(language).which_is_wrong()),), buttons=rows(buttons))

    async def pressed(self, query: CallbackQuery, press: Press, bot: IpjangBot) -> Reported | None:
        """Ask which kind, or count one; gives what stands again where the button was under an answer."""
        said, page = telling(press.language), press.page % ASIDE
        statement = self._facts.statements.get(press.subject or "")
        if statement is None or statement.is_retracted or page > len(REPORT_KINDS):
            await query.answer(said.report_settled())
            return None
        if page:
            await self._count(query, statement, page)
        if press.page < ASIDE and page:
            shown = Press(
                verb=ButtonVerb.SOURCE, language=press.language, subject=statement.claim.team, as_of=press.as_of
            )
            return Reported(shown, said.report_taken())
        if press.page < ASIDE:
            await query.answer(said.what_is_wrong(what=_told(statement, self._facts, press.language)))
            buttons = kind_buttons(statement.id, press.language, 0, press.as_of)
            with suppress(BadRequest):  # pressed twice, or the message is gone
                await query.edit_message_reply_markup(buttons_markup(buttons))
            return None
        await query.answer(said.report_taken() if page else None)
        if query.message is not None:
            asked = what_is_wrong(statement, self._facts, press.language, self._today)
            await replace_pressed(bot, query.message, Reply(parts=(escape(said.report_taken()),)) if page else asked)
        return None

    async def _count(self, query: CallbackQuery, statement: Statement, page: int) -> None:
        chat = query.message.chat.id if query.message is not None else query.from_user.id
        told = f"{self._today}:{statement.id}:{chat}".encode()
        mark = hmac.new(self.secret, told, sha256).hexdigest()[:16]
        report = Report(statement.id, statement.current.number, REPORT_KINDS[page - 1], self._today, mark)
        alerts = [(each, self._facts.programme.id) for each in await self._alerts(statement.id)]
        await self.asking.record.store.reports.add(report, alerts)

    async def _alerts(self, statement: str) -> Sequence[Notice]:
        """What the owners are told where this is the third of a day."""
        made, now = [], self.asking.clock()
        for owner in sorted(self.owners):
            chosen = (await self.asking.record.store.chats.get(owner)).language
            content = ReportContent(report=statement, language=chosen or self.preferences.default)
            key = f"report:{statement}:{self._today}:{owner}"
            made.append(Notice(key, owner, 0, "", content.model_dump(mode="json"), now, now))
        return made

    @property
    def _facts(self) -> Facts:
        return self.asking.snapshot.facts

    @property
    def _today(self) -> date:
        return self.asking.today()


def what_is_wrong(statement: Statement, facts: Facts, language: Language, today: date) -> Reply:
    """The question which part of a statement is wrong, with its buttons."""
    text = telling(language).what_is_wrong(what=reported_line(statement, facts, language, today))
    return Reply(parts=(bold(text),), buttons=kind_buttons(statement.id, language, ASIDE))


def kind_buttons(
    statement: str, language: Language, page: int, as_of: date | None = None
) -> tuple[tuple[Button, ...], ...]:
    """What may be wrong, one button each."""
    said = telling(language)
    kinds = enumerate(REPORT_KINDS, start=1)
    return rows(_button(said.report_kind(kind), language, statement, page + place, as_of) for place, kind in kinds)


def report_reply(content: ReportContent, facts: Facts, today: date) -> Reply | None:
    """What an owner is told; None where the statement was taken back meanwhile."""
    statement, said = facts.statements.get(content.report), telling(content.language)
    if statement is None or statement.is_retracted:
        return None
    what = reported_line(statement, facts, content.language, today)
    return Reply(parts=("\n".join((bold(said.report_alert(chats=ALERT_AT, what=what)), escape(said.see_gaps()))),))


def reported_line(statement: Statement, facts: Facts, language: Language, today: date) -> str:
    """`카카오: 불참 (1월 16일)`."""
    said, told = statement.claim.said, _told(statement, facts, language)
    if said is None:
        return told
    return f"{told} ({written_day(day_of(said.start, facts.zone), today, language)})"


def _told(statement: Statement, facts: Facts, language: Language) -> str:
    claim = statement.claim
    return f"{name(facts.teams[claim.team], language)}: {label(facts.stances[claim.stance], language)}"


def _button(text: str, language: Language, statement: str, page: int, as_of: date | None = None) -> Button:
    press = Press(verb=ButtonVerb.REPORT, language=language, subject=statement, as_of=as_of, page=page)
    return Button(label=text, data=press.data)
