"""The parts of a statement as editors read them, and which of them differ between two claims (pure)."""

from collections.abc import Iterator

from bot.editing.desk import Desk
from bot.editing.proposals import CLAIM_PARTS, Correcting, Proposal, Reinstating, Retracting
from bot.editing.refusing import why
from bot.i18n.editing import editing_changes, editing_steps
from bot.messages.answers import phrases
from bot.rendering.answers import label, name
from knowledge.errors import KnowledgeError
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Claim, Source
from knowledge.record.changes import Rule


def differences(old: Claim, new: Claim, facts: Facts, desk: Desk, language: Language) -> Iterator[str]:
    """Each part that is another one in the new claim, from what to what; `facts` know both."""
    said = editing_changes(language)
    for part in CLAIM_PARTS:
        if getattr(old, part) != getattr(new, part):
            yield said.part(part, *(_value(part, claim, facts, desk, language) for claim in (old, new)))
    if old.source != new.source:
        yield said.part("source", *(_source(facts.sources[each.source], desk, language) for each in (old, new)))


def meanwhile(error: KnowledgeError, proposal: Proposal, desk: Desk, language: Language) -> Iterator[str]:
    """What somebody else changed since an editor saw the statement that this proposal was to change."""
    if error.code != Rule.CHANGED_MEANWHILE or not isinstance(proposal, Correcting | Retracting | Reinstating):
        return
    statement = desk.facts.statements[proposal.id]
    seen = next(each for each in statement.revisions if each.number == proposal.revision)
    yield from differences(seen.claim, statement.claim, desk.facts, desk, language)
    if statement.current.reason:
        yield editing_changes(language).reason(why(statement.current.reason, language))


def _value(part: str, claim: Claim, facts: Facts, desk: Desk, language: Language) -> str | None:
    match part:
        case "team":
            return name(facts.teams[claim.team], language)
        case "stance":
            return label(facts.stances[claim.stance], language)
        case "said":
            return phrases(language).said(claim.said, facts.zone, desk.today)
        case "voice":
            return editing_steps(language).voice(claim.voice)
        case "quote":
            return claim.quote
        case _:
            return claim.speaker


def _source(source: Source, desk: Desk, language: Language) -> str:
    day = phrases(language).day(source.published, desk.today) if source.published else None
    return " · ".join(part for part in (source.publisher, source.title, day, source.url) if part)
