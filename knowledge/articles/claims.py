"""What an article's reader finds: a claim of one sentence, and what is doubtful about it."""

from enum import StrEnum
from typing import Literal

from knowledge.fields import Frozen, Identifier
from knowledge.model import Voice
from knowledge.said import Said


class Doubt(StrEnum):
    """Why an editor should look at a claim before it is recorded."""

    CONTEXT = "context"
    """The team is named by the sentences before: 회사는, 이 관계자는."""
    HEARSAY = "hearsay"
    """Somebody else says it of the team."""
    NAME = "name"
    """The name is not written as the record knows it."""
    PASSING = "passing"
    """It is only mentioned in passing: 재도전을 포기한 카카오는."""
    SEVERAL = "several"
    """The sentence tells several stances of the team, or its word may mean several."""
    SUBJECT = "subject"
    """It may be about something else than the programme."""
    DENIAL = "denial"
    """The stance is what a denial comes to: 참여는 무산됐다."""


class Found(Frozen):
    """One claim that a sentence makes; `start` and `end` are the sentence's place in the article."""

    team: Identifier
    stance: Identifier
    voice: Voice
    said: Said | None = None
    speaker: str | None = None
    sentence: str
    start: int
    end: int
    doubts: tuple[Doubt, ...] = ()

    @property
    def sure(self) -> bool:
        """True if nothing about it is doubtful."""
        return not self.doubts


Emptiness = Literal["no_sentence", "no_team", "no_stance"]
"""Why nothing was found in an article."""


class ArticleReading(Frozen):
    """All that was found in an article, in its order; `empty` says why it is nothing."""

    found: tuple[Found, ...] = ()
    empty: Emptiness | None = None
