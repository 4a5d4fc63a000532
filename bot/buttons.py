"""What a reader's button says: callback data <-> a press, by ids and within Telegram's 64 bytes, valid for ever."""

import re
from datetime import date
from enum import StrEnum
from typing import Self

from knowledge.facts import Facts
from knowledge.fields import Frozen, Identifier, Language
from knowledge.question import Intent, Question

DATA_LIMIT = 64
"""Bytes of callback data (Bot API, InlineKeyboardButton)."""
DATA = re.compile(
    r"(?P<verb>[a-z])(?P<language>[ke]):(?P<subject>[a-z0-9_.\-,]{0,44})(?:@(?P<day>\d{8}))?(?:/(?P<page>\d{1,4}))?"
)
LANGUAGES: dict[str, Language] = {"k": "ko", "e": "en"}


class Verb(StrEnum):
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
    PICTURE = "p"
    TIMELINE = "t"


PICTURED = (Verb.PICTURE, Verb.TIMELINE)
"""What is answered with a picture below the message and not in its place."""


class Press(Frozen):
    """A button of a reply: `subject` is a team's id, a stance's code, or empty for all; `others` are further teams."""

    verb: Verb
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
                verb=Verb(match["verb"]),
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
    known = facts.stances if press.verb is Verb.LIST else facts.teams
    subject = press.subjects
    if any(each not in known for each in subject):
        return None
    if not subject and press.verb not in (Verb.HISTORY, Verb.OVERVIEW, *PICTURED):
        return None
    is_list = press.verb is Verb.LIST
    return Question(
        text="",
        intent=INTENTS[press.verb],
        language=press.language,
        teams=() if is_list else subject,
        stances=subject if is_list else (),
        as_of=press.as_of,
        wants_source=press.verb is Verb.SOURCE,
        page=0 if press.verb in PICTURED else press.page,
    )


INTENTS = {
    Verb.STANCE: Intent.STANCE,
    Verb.SOURCE: Intent.STANCE,
    Verb.HISTORY: Intent.HISTORY,
    Verb.LIST: Intent.LIST,
    Verb.OVERVIEW: Intent.OVERVIEW,
    Verb.PICTURE: Intent.OVERVIEW,
    Verb.TIMELINE: Intent.HISTORY,
}
