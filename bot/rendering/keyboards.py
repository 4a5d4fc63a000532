"""Which buttons stand under which answer, and what a button carries in its 64 bytes."""

import re
from collections.abc import Iterable, Sequence
from datetime import date
from enum import StrEnum
from itertools import chain
from typing import Self

from bot.messages.answers import phrases
from bot.messages.telling import telling
from bot.messages.web import web_text
from bot.rendering.reply import Button, Reply
from knowledge.answer import Answer, Answered, Group, HistoryAnswer, ListAnswer, OverviewAnswer, StanceAnswer, Standing
from knowledge.facts import Facts
from knowledge.fields import Frozen, Identifier, Language
from knowledge.model import Stance, Team
from knowledge.question import Intent, Question


def board_path(programme: str, language: Language) -> str:
    """The path of the board: `/p/dokpamo/`, `/en/p/dokpamo/`."""
    return f"{'/en' if language == 'en' else ''}/p/{programme}/"


def team_path(programme: str, team: str, language: Language) -> str:
    """The path of a team's page: `/p/dokpamo/kakao`."""
    return board_path(programme, language) + team


def with_page(reply: Reply, answer: Answer, programme: str, root: str | None) -> Reply:
    """The reply with a button that opens the page of what it tells; as it is where there is no page of that."""
    path = None if root is None else _path(answer, programme)
    if path is None:
        return reply
    button = Button(label=web_text(answer.language).button(), url=f"{root}{path}")
    return reply.model_copy(update={"buttons": (*reply.buttons, (button,))})


def _path(answer: Answer, programme: str) -> str | None:
    match answer:
        case StanceAnswer(standings=(one,)):
            return team_path(programme, one.team.id, answer.language)
        case HistoryAnswer(teams=(one,)):
            return team_path(programme, one.id, answer.language)
        case OverviewAnswer():
            return board_path(programme, answer.language)
        case _:
            return None


DATA_LIMIT = 64
"""Bytes of callback data (Bot API, InlineKeyboardButton)."""
DATA = re.compile(
    r"(?P<verb>[a-z])(?P<language>[ke]):(?P<subject>[a-z0-9_.\-,]{0,44})(?:@(?P<day>\d{8}))?(?:/(?P<page>\d{1,4}))?"
)
LANGUAGES: dict[str, Language] = {"k": "ko", "e": "en"}


class ButtonVerb(StrEnum):
    """What a press asks for; the value is its letter in the data."""

    STANCE = "s"
    SOURCE = "q"
    HISTORY = "h"
    LIST = "l"
    OVERVIEW = "o"
    FOLLOW = "f"
    UNFOLLOW = "u"
    REPORTS = "r"
    """Tell of unconfirmed reports (page 1) or not (0)."""
    KNOWN = "k"
    """What the record knew on the day of the button."""
    REPORT = "w"
    """Say that the statement `subject` is wrong; the page tells what of it (`bot.telling.reports`)."""
    PICTURE = "p"
    TIMELINE = "t"


PICTURED = (ButtonVerb.PICTURE, ButtonVerb.TIMELINE)
"""What is answered with a picture below the message and not in its place."""


class Press(Frozen):
    """A button of a reply: `subject` is the id of a team or statement, a stance's code, or empty for all."""

    verb: ButtonVerb
    language: Language
    subject: Identifier | None = None
    others: tuple[Identifier, ...] = ()
    as_of: date | None = None
    page: int = 0

    @property
    def data(self) -> str:
        """The callback data: `sk:kakao`, `le:not_joining@20260120/2`."""
        day = f"@{self.as_of.isoformat().replace('-', '')}" if self.as_of else ""
        page = f"/{self.page}" if self.page else ""
        return f"{self.verb}{self.language[0]}:{','.join(self.subjects)}{day}{page}"

    @property
    def subjects(self) -> tuple[Identifier, ...]:
        """All that it is about."""
        return (self.subject, *self.others) if self.subject else ()

    @classmethod
    def parse(cls, data: str) -> Self | None:
        """The press that the data stands for; None where it is none of ours."""
        match = DATA.fullmatch(data)
        if match is None:
            return None
        subject, *others = match["subject"].split(",")
        try:
            return cls(
                verb=ButtonVerb(match["verb"]),
                language=LANGUAGES[match["language"]],
                subject=subject or None,
                others=tuple(others),
                as_of=date.fromisoformat(match["day"]) if match["day"] else None,
                page=int(match["page"] or 0),
            )
        except ValueError:
            return None


def question_of(press: Press, facts: Facts) -> Question | None:
    """What a press asks; None where the record no longer knows its subject: the button is outdated.

    None as well for a button that asks nothing, but to be told (`bot.telling`).
    """
    if press.verb not in INTENTS:
        return None
    known = facts.stances if press.verb is ButtonVerb.LIST else facts.teams
    subject = press.subjects
    if any(each not in known for each in subject):
        return None
    if not subject and press.verb not in (ButtonVerb.HISTORY, ButtonVerb.OVERVIEW, *PICTURED):
        return None
    is_list = press.verb is ButtonVerb.LIST
    return Question(
        text="",
        intent=INTENTS[press.verb],
        language=press.language,
        teams=() if is_list else subject,
        stances=subject if is_list else (),
        as_of=press.as_of,
        known_at=press.as_of if press.verb is ButtonVerb.KNOWN else None,
        wants_source=press.verb is ButtonVerb.SOURCE,
        page=0 if press.verb in PICTURED else press.page,
    )


INTENTS = {
    ButtonVerb.STANCE: Intent.STANCE,
    ButtonVerb.SOURCE: Intent.STANCE,
    ButtonVerb.KNOWN: Intent.STANCE,
    ButtonVerb.HISTORY: Intent.HISTORY,
    ButtonVerb.LIST: Intent.LIST,
    ButtonVerb.OVERVIEW: Intent.OVERVIEW,
    ButtonVerb.PICTURE: Intent.OVERVIEW,
    ButtonVerb.TIMELINE: Intent.HISTORY,
}


Rows = tuple[tuple[Button, ...], ...]

MANY_TEAMS = 4
"""Teams in one answer that each still get a row of buttons: more rows than that bury the text on a phone."""
ROW_LENGTH = 24
"""Characters that two buttons may have together to share a row of a phone's width."""


def both_scripts(team: Team) -> str:
    """A team's name in both languages where they differ: 한국과학기술원 (KAIST)."""
    korean, english = team.names.official("ko"), team.names.official("en")
    return korean if korean == english else f"{korean} ({english})"


def rows(buttons: Iterable[Button]) -> Rows:
    """Buttons in rows, two to a row where they are short enough."""
    packed: list[list[Button]] = []
    for button in buttons:
        if packed and len(packed[-1]) == 1 and len(packed[-1][0].label) + len(button.label) <= ROW_LENGTH:
            packed[-1].append(button)
        else:
            packed.append([button])
    return tuple(map(tuple, packed))


class Keyboard:
    """Makes the buttons of one answer, in its language and as of its day."""

    def __init__(self, answer: Answered) -> None:
        self.answer = answer
        self.phrases = phrases(answer.language, answer.members)

    def button(self, label: str, verb: ButtonVerb, subject: str | None = None, page: int = 0) -> Button:
        """One button."""
        answer = self.answer
        press = Press(verb=verb, language=answer.language, subject=subject, as_of=answer.as_of, page=page)
        return Button(label=label, data=press.data)

    def timeline(
        self, answer: HistoryAnswer, label: str, verb: ButtonVerb = ButtonVerb.TIMELINE, page: int = 0
    ) -> Rows:
        """What the teams of a history said, drawn or told; nothing where a button cannot name them all."""
        teams = [team.id for team in answer.teams]
        press = Press(
            verb=verb,
            language=answer.language,
            subject=next(iter(teams), None),
            others=tuple(teams[1:]),
            as_of=answer.as_of,
            page=page,
        )
        is_named = Press.parse(press.data) == press and len(press.data) <= DATA_LIMIT
        return ((Button(label=label, data=press.data),),) if is_named else ()

    def now(self, team: str) -> Button:
        """The team's standing today."""
        press = Press(verb=ButtonVerb.STANCE, language=self.answer.language, subject=team)
        return Button(label=self.phrases.button_now(), data=press.data)

    def follow(self, team: str) -> Button:
        """Be told when the team's headline changes."""
        press = Press(verb=ButtonVerb.FOLLOW, language=self.answer.language, subject=team)
        return Button(label=self.phrases.button_follow(), data=press.data)

    def reports(self, standing: Standing) -> Iterable[Button]:
        """Say that a statement is wrong; of two, each is named."""
        said = telling(self.answer.language)
        shown = [each for each in (standing.position, standing.result) if each is not None]
        for each in shown:
            of = said.report_of(label=each.stance.label.ko if self.answer.language == "ko" else each.stance.label.en)
            yield self.button(of if len(shown) > 1 else said.report(), ButtonVerb.REPORT, each.id)

    def group(self, group: Group) -> Button:
        """Who holds a stance, with their number."""
        label = group.stance.label.ko if self.answer.language == "ko" else group.stance.label.en
        counted = self.phrases.counted(label, len(group.standings))
        return self.button(counted, ButtonVerb.LIST, group.stance.code)

    def stance(self, stance: Stance) -> Button:
        """Who holds a stance."""
        label = stance.label.ko if self.answer.language == "ko" else stance.label.en
        return self.button(label, ButtonVerb.LIST, stance.code)

    def overview(self) -> Button:
        """The whole programme."""
        return self.button(self.phrases.button_overview(), ButtonVerb.OVERVIEW)


def without_reports(reply: Reply) -> Reply:
    """The reply without the buttons that say something is wrong: whoever types at the console may edit the record."""
    kept = [tuple(each for each in row if not _reports(each)) for row in reply.buttons]
    return reply.model_copy(update={"buttons": tuple(row for row in kept if row)})


def _reports(button: Button) -> bool:
    press = Press.parse(button.data or "")
    return press is not None and press.verb is ButtonVerb.REPORT


def stance_buttons(answer: StanceAnswer) -> Rows:
    """History and source, others of the same stance; for several teams a button each."""
    keyboard, said = Keyboard(answer), phrases(answer.language, answer.members)
    teams = [each.team for each in answer.standings]
    if len(teams) > 1:
        named = (keyboard.button(each.names.official(answer.language), ButtonVerb.STANCE, each.id) for each in teams)
        return (*rows(named if len(teams) <= MANY_TEAMS else ()), *choices(answer, _suggested(answer)))
    buttons = [keyboard.button(said.button_history(), ButtonVerb.HISTORY, teams[0].id)]
    if not answer.wants_source and (answer.standings[0].position or answer.standings[0].result):
        buttons.append(keyboard.button(said.button_source(), ButtonVerb.SOURCE, teams[0].id))
    if answer.known_at is not None:
        buttons.append(keyboard.button(telling(answer.language).button_said(), ButtonVerb.STANCE, teams[0].id))
    elif answer.as_of is not None and answer.as_of < answer.today:
        buttons.append(keyboard.button(telling(answer.language).button_known(), ButtonVerb.KNOWN, teams[0].id))
    if answer.as_of is not None:
        buttons.append(keyboard.now(teams[0].id))
    if answer.peers and len(answer.peers.standings) > 1:
        buttons.append(keyboard.group(answer.peers))
    buttons.append(keyboard.follow(teams[0].id))
    if answer.wants_source:
        buttons.extend(keyboard.reports(answer.standings[0]))
    return (*rows(buttons), *choices(answer, _suggested(answer)))


def _suggested(answer: StanceAnswer) -> Sequence[tuple[str, str]]:
    return [(each.id, each.names.official(answer.language)) for each in answer.suggested]


def choices(answer: Answered, named: Iterable[tuple[str, str]]) -> Rows:
    """One button a team, a row each: names in both scripts are long, and phones are narrow."""
    keyboard = Keyboard(answer)
    return tuple((keyboard.button(name, ButtonVerb.STANCE, team),) for team, name in named)


def team_choices(answer: Answered, teams: Iterable[Team]) -> Rows:
    """Which one do you mean: the teams in both scripts."""
    return choices(answer, ((team.id, both_scripts(team)) for team in teams))


def list_buttons(answer: ListAnswer, pages: int) -> Rows:
    """The next page, the other stances, the whole."""
    keyboard = Keyboard(answer)
    more = []
    if answer.page + 1 < pages and len(answer.groups) == 1:
        code = answer.groups[0].stance.code
        more.append(keyboard.button(keyboard.phrases.button_more(), ButtonVerb.LIST, code, answer.page + 1))
    others = [keyboard.group(each) for each in (*(each for each in answer.apart if each.standings), *answer.rest)]
    return rows([*more, *others, keyboard.overview()])


def overview_buttons(answer: OverviewAnswer) -> Rows:
    """Each stance that somebody holds, and all that was said."""
    keyboard = Keyboard(answer)
    history = keyboard.button(keyboard.phrases.button_all_history(), ButtonVerb.HISTORY)
    picture = keyboard.button(keyboard.phrases.button_picture(), ButtonVerb.PICTURE)
    return rows([*map(keyboard.group, (*answer.positions, *answer.results)), history, picture])


def history_buttons(answer: HistoryAnswer, pages: int) -> Rows:
    """What was said before, and where the team stands."""
    keyboard = Keyboard(answer)
    subject = answer.teams[0].id if len(answer.teams) == 1 else None
    buttons = []
    if answer.page + 1 < pages and (subject or not answer.teams):
        buttons.append(keyboard.button(keyboard.phrases.button_earlier(), ButtonVerb.HISTORY, subject, answer.page + 1))
    buttons.append(keyboard.now(subject) if subject else keyboard.overview())
    if subject:
        buttons.append(keyboard.follow(subject))
    pictures = keyboard.timeline(answer, keyboard.phrases.button_picture()) if answer.statements else ()
    return rows([*buttons, *chain.from_iterable(pictures)])


def picture_buttons(answer: Answer, page: int, pages: int) -> Rows:
    """Under a picture: the same as text, its next page, and from the board to the timeline."""
    keyboard = Keyboard(answer)
    said, is_more = keyboard.phrases, page + 1 < pages
    if isinstance(answer, HistoryAnswer):
        text = keyboard.timeline(answer, said.button_text(), ButtonVerb.HISTORY)
        more = keyboard.timeline(answer, said.button_more(), page=page + 1) if is_more else ()
        return rows(chain.from_iterable((*text, *more)))
    more_of_board = [keyboard.button(said.button_more(), ButtonVerb.PICTURE, page=page + 1)] if is_more else []
    text_button = keyboard.button(said.button_text(), ButtonVerb.OVERVIEW)
    return rows([text_button, keyboard.button(said.button_timeline(), ButtonVerb.TIMELINE), *more_of_board])
