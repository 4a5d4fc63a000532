"""What an editor has told so far about one statement, kept until it is saved, cancelled or stale."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from knowledge.facts import Facts
from knowledge.fields import Frozen, Identifier, Line, Quote, SourceText, Url
from knowledge.model import Statement, Voice
from knowledge.said import Said


class Step(StrEnum):
    """One thing that the conversation asks for, in the order asked."""

    TEAM = "team"
    STANCE = "stance"
    QUOTE = "quote"
    SAID = "said"
    VOICE = "voice"
    SPEAKER = "speaker"
    SOURCE = "source"
    REASON = "reason"
    PREVIEW = "preview"
    FIX = "fix"
    """Which of the others to go back to."""


class Correcting(Frozen):
    """The statement that a draft corrects, the revision that the editor saw, and why."""

    id: Identifier
    revision: int
    reason: Line | None = None


class Draft(Frozen):
    """The parts of a claim, each None until it is told; `told` holds the steps that are answered, with nothing too."""

    team: Identifier | None = None
    stance: Identifier | None = None
    quote: Quote | None = None
    text: SourceText | None = None
    """The whole text that the quote was taken from, where the editor supplied one."""
    readings: tuple[Quote, ...] = ()
    """Ways to tell the sentence from the instruction before it (`KT 불참 …`), to choose from."""
    said: Said | None = None
    said_words: Line | None = None
    """The day as it was typed: 어제 and 23일 count from the day of the article, which may be told later."""
    voice: Voice | None = None
    speaker: Line | None = None
    source: Identifier | None = None
    """A source that is on record already; otherwise the four that follow describe a new one."""
    publisher: Line | None = None
    title: Line | None = None
    url: Url | None = None
    published: date | None = None
    article: str | None = None
    """The token of the offers of the article that the sentence was taken from."""
    told: frozenset[Step] = frozenset()
    correcting: Correcting | None = None

    def telling(self, step: Step, **parts: object) -> "Draft":
        """The draft with the answer to one step."""
        return Draft.model_validate({**dict(self), **parts, "told": self.told | {step}})

    @property
    def steps(self) -> tuple[Step, ...]:
        """The steps that this draft goes through: a correction asks for its reason too."""
        asked = STEPS if self.correcting is None else (*STEPS, Step.REASON)
        return (*asked, Step.PREVIEW)

    @property
    def next_step(self) -> Step:
        """The first step that is not answered yet, at last the preview."""
        return next(step for step in self.steps if step not in self.told)

    def before(self, step: Step) -> Step | None:
        """The step to go back to, or None at the first."""
        place = self.steps.index(step)
        return self.steps[place - 1] if place else None


SOURCE_PARTS = ("publisher", "title", "url", "published")
"""What is told of a source."""
STEPS = (Step.TEAM, Step.STANCE, Step.QUOTE, Step.SAID, Step.VOICE, Step.SPEAKER, Step.SOURCE)
"""What every statement is asked for."""


def draft_of(statement: Statement, facts: Facts) -> Draft:
    """The draft that corrects a statement: everything told as it stands, except the reason."""
    claim, source = statement.claim, facts.sources[statement.claim.source]
    return Draft(
        team=claim.team,
        stance=claim.stance,
        quote=claim.quote,
        said=claim.said,
        voice=claim.voice,
        speaker=claim.speaker,
        source=claim.source,
        publisher=source.publisher,
        title=source.title,
        url=source.url,
        published=source.published,
        told=frozenset(STEPS),
        correcting=Correcting(id=statement.id, revision=statement.current.number),
    )


def as_lines(draft: Draft) -> Iterator[tuple[str, str]]:
    """The parts of a draft as `/add` takes them, key and value, the quote last."""
    for key in ("team", "stance", "said", "voice", "speaker", "publisher", "title", "url", "published"):
        value = getattr(draft, key)
        if value is not None:
            yield key, str(value)
    if draft.correcting is not None and draft.correcting.reason is not None:
        yield "reason", draft.correcting.reason
    if draft.quote is not None:
        yield "quote", draft.quote
