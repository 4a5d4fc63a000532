"""What an editor is warned of before a statement is saved; each warning may be overruled (pure)."""

from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from bot.editing.context import EditContext
from bot.editing.lines import keys_below
from knowledge.facts import VOICE_RANKS, Facts
from knowledge.fields import Frozen
from knowledge.model import Claim, Statement, Voice
from knowledge.said import day_of


class Caution(StrEnum):
    """What may be wrong with a statement."""

    DUPLICATE = "duplicate"
    OLDER = "older"
    LOWER_VOICE = "lower_voice"
    FUTURE = "future"
    AFTER_SOURCE = "after_source"
    """It would have been said after its source was published."""
    CONTRADICTS = "contradicts"
    TEAM_NOT_IN_QUOTE = "team_not_in_quote"
    STANCE_NOT_IN_QUOTE = "stance_not_in_quote"
    KEYS_IN_QUOTE = "keys_in_quote"
    """Lines such as `speaker: …` stand in the sentence: it takes all that follows it in a message."""


class Warned(Frozen):
    """One warning; `other` is the statement that it speaks of."""

    doubt: Caution
    other: Statement | None = None


def warnings(statement: Statement, context: EditContext, after: Facts) -> tuple[Warned, ...]:
    """What to be wary of about a statement, `after` being the record with it and the context's the one without."""
    return (
        *_known_already(statement, context.facts),
        *_not_the_headline(statement, context.facts, after),
        *_in_the_future(statement, context),
        *_after_its_source(statement, after),
        *_against_an_own_word(statement, context.facts),
        *_not_in_the_quote(statement, context),
    )


def _others(statement: Statement, facts: Facts) -> Iterator[Statement]:
    """The team's other statements that stand."""
    return (each for each in facts.as_known(statement.claim.team) if each.id != statement.id)


def _known_already(statement: Statement, facts: Facts) -> Iterator[Warned]:
    claim = statement.claim
    for other in _others(statement, facts):
        if other.claim.stance == claim.stance and (
            _tell_the_same(claim, other.claim) or _is_one_word(claim, other.claim)
        ):
            yield Warned(doubt=Caution.DUPLICATE, other=other)
            return


def _tell_the_same(one: Claim, other: Claim) -> bool:
    """Whether two sentences are the same, or one holds the other; line breaks and spaces aside."""
    first, second = ("".join(claim.quote.split()) for claim in (one, other))
    return first in second or second in first


def _is_one_word(one: Claim, other: Claim) -> bool:
    """Whether two sentences tell of one thing said: by the same voice, at the same time or in the same article."""
    if one.voice is not other.voice or one.said != other.said:
        return False
    return one.said is not None or one.source == other.source


def _not_the_headline(statement: Statement, facts: Facts, after: Facts) -> Iterator[Warned]:
    """It does not become what readers see first, because something later, or a weightier voice, is on record."""
    claim, kind = statement.claim, after.stances[statement.claim.stance].kind
    headline = after.latest(claim.team, kind).statement
    if headline is None or headline.id == statement.id or headline.id not in facts.statements:
        return
    ranks = VOICE_RANKS[kind]
    is_lower = ranks.index(claim.voice) > ranks.index(headline.claim.voice)
    yield Warned(doubt=Caution.LOWER_VOICE if is_lower else Caution.OLDER, other=headline)


def _in_the_future(statement: Statement, context: EditContext) -> Iterator[Warned]:
    said = statement.claim.said
    if said is not None and day_of(said.end, context.facts.zone) > context.today:
        yield Warned(doubt=Caution.FUTURE)


def _after_its_source(statement: Statement, after: Facts) -> Iterator[Warned]:
    said, published = statement.claim.said, after.sources[statement.claim.source].published
    if said is not None and published is not None and day_of(said.end, after.zone) > published:
        yield Warned(doubt=Caution.AFTER_SOURCE)


def _against_an_own_word(statement: Statement, facts: Facts) -> Iterator[Warned]:
    claim, kind = statement.claim, facts.stances[statement.claim.stance].kind
    for other in _others(statement, facts):
        against = other.claim.stance != claim.stance and facts.stances[other.claim.stance].kind is kind
        if against and other.claim.voice is Voice.OWN and _day(other, facts) == _day(statement, facts) is not None:
            yield Warned(doubt=Caution.CONTRADICTS, other=other)
            return


def _day(statement: Statement, facts: Facts) -> date | None:
    said = statement.claim.said
    return None if said is None else day_of(said.end, facts.zone)


def _not_in_the_quote(statement: Statement, context: EditContext) -> Iterator[Warned]:
    claim = statement.claim
    if claim.team not in context.teams_in(claim.quote):
        yield Warned(doubt=Caution.TEAM_NOT_IN_QUOTE)
    if claim.stance not in context.stances_in(claim.quote):
        yield Warned(doubt=Caution.STANCE_NOT_IN_QUOTE)
    if any(keys_below(claim.quote.split("\n")[1:])):
        yield Warned(doubt=Caution.KEYS_IN_QUOTE)
