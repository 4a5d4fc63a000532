"""Proposals: every change that an editor can be shown and then save, as values that the store can keep (pure)."""

from typing import Annotated, Literal

from pydantic import Field, TypeAdapter, field_serializer

from bot.editing.draft import SOURCE_PARTS, Draft
from bot.settings import FourEyes
from knowledge.facts import Facts
from knowledge.fields import Frozen, Identifier, Language, Line
from knowledge.model import Names, Source, Statement, Team
from knowledge.record.changes import Correction, NewSource, NewStatement


class Recording(Frozen):
    """A new statement."""

    kind: Literal["record"] = "record"
    statement: NewStatement


class RecordingSeveral(Frozen):
    """The new statements of one article, all of them or none."""

    kind: Literal["record_several"] = "record_several"
    statements: tuple[NewStatement, ...] = Field(min_length=1)


class Correcting(Frozen):
    """What was recorded wrongly, as it should be, onto the revision that the editor saw."""

    kind: Literal["correct"] = "correct"
    id: Identifier
    revision: int
    correction: Correction
    reason: Line
    also: tuple[tuple[Identifier, int], ...] = ()
    """Other statements of the same source, with the revisions that were seen: they get the corrected source too."""

    @field_serializer("correction")
    def _only_what_is_given(self, correction: Correction) -> dict[str, object]:
        """A part that is not given stays as it is on record, and one that is given as None becomes unknown."""
        return correction.model_dump(mode="json", exclude_unset=True)


class Retracting(Frozen):
    """It should never have been recorded."""

    kind: Literal["retract"] = "retract"
    id: Identifier
    revision: int
    reason: Line


class Reinstating(Frozen):
    """The retraction was wrong."""

    kind: Literal["reinstate"] = "reinstate"
    id: Identifier
    revision: int
    reason: Line | None = None


class AddingTeam(Frozen):
    """A team that is not on the list yet."""

    kind: Literal["team"] = "team"
    team: Team


class SettingNames(Frozen):
    """Other names for a team, whole."""

    kind: Literal["names"] = "names"
    team: Identifier
    names: Names


class AddingName(Frozen):
    """One more name of a team."""

    kind: Literal["alias"] = "alias"
    team: Identifier
    name: Line
    language: Language


class RemovingName(Frozen):
    """A name that is a team's no longer."""

    kind: Literal["unalias"] = "unalias"
    team: Identifier
    name: Line


class AddingDecoy(Frozen):
    """A name that looks like a team's and is somebody else's."""

    kind: Literal["decoy"] = "decoy"
    team: Identifier
    name: Line


class RemovingDecoy(Frozen):
    """A name that was taken for somebody else's."""

    kind: Literal["undecoy"] = "undecoy"
    team: Identifier
    name: Line


class Loading(Frozen):
    """A document that an editor sent; `content` is its text."""

    kind: Literal["load"] = "load"
    name: str
    content: str


class Granting(Frozen):
    """Somebody becomes an editor."""

    kind: Literal["grant"] = "grant"
    user: int


class Revoking(Frozen):
    """Somebody is an editor no longer."""

    kind: Literal["revoke"] = "revoke"
    user: int


Proposal = Annotated[
    Recording
    | RecordingSeveral
    | Correcting
    | Retracting
    | Reinstating
    | AddingTeam
    | SettingNames
    | AddingName
    | RemovingName
    | AddingDecoy
    | RemovingDecoy
    | Loading
    | Granting
    | Revoking,
    Field(discriminator="kind"),
]
PROPOSALS: TypeAdapter[Proposal] = TypeAdapter(Proposal)
"""Reads a proposal back from what the store kept."""

CLAIM_PARTS = ("team", "stance", "voice", "speaker", "said", "quote")


def recording(draft: Draft, facts: Facts) -> Recording:
    """The new statement of a draft that tells everything."""
    parts = {name: getattr(draft, name) for name in CLAIM_PARTS}
    return Recording(statement=NewStatement.model_validate({**parts, "source": _source(draft, facts)}))


def correcting(draft: Draft, statement: Statement, facts: Facts) -> Correcting:
    """What a draft says otherwise than the statement that it corrects."""
    if draft.correcting is None or draft.correcting.reason is None:
        raise ValueError("a correction has a reason")
    claim, source = statement.claim, facts.sources[statement.claim.source]
    changed = {name: getattr(draft, name) for name in CLAIM_PARTS if getattr(draft, name) != getattr(claim, name)}
    if draft.source is not None and draft.source != source.id:
        changed["source"] = draft.source
    elif draft.source is None:
        told = {name: getattr(draft, name) for name in SOURCE_PARTS}
        changed |= {name: value for name, value in told.items() if value != getattr(source, name)}
    return Correcting(
        id=statement.id,
        revision=draft.correcting.revision,
        correction=Correction.model_validate(changed),
        reason=draft.correcting.reason,
    )


def others_of_source(proposal: Proposal, facts: Facts) -> tuple[tuple[Identifier, int], ...]:
    """The other standing statements of a source whose parts a correction mends; a typo in it stands in all of them."""
    if not isinstance(proposal, Correcting) or not proposal.correction.model_fields_set & set(SOURCE_PARTS):
        return ()
    source = facts.statements[proposal.id].claim.source
    every = (each for each in facts.statements.values() if each.claim.source == source and each.id != proposal.id)
    return tuple((each.id, each.current.number) for each in every if not each.is_retracted)


def needs_approval(proposal: Proposal, four_eyes: FourEyes) -> bool:
    """True if the change takes effect only when another editor approves it.

    Who may edit is the owners' to say, at once: otherwise a lone owner could never name a second pair of eyes.
    """
    match four_eyes:
        case "off":
            return False
        case "corrections":
            return isinstance(proposal, Correcting | Retracting | Reinstating)
        case "all":
            return not isinstance(proposal, Granting | Revoking)


def rebased(proposal: Proposal, facts: Facts) -> Proposal:
    """The proposal onto the newest revisions: what an approver is shown once others have changed the statement."""
    if not isinstance(proposal, Correcting | Retracting | Reinstating) or proposal.id not in facts.statements:
        return proposal
    newest: dict[str, object] = {"revision": facts.statements[proposal.id].current.number}
    if isinstance(proposal, Correcting):
        others = (facts.statements[each] for each, _ in proposal.also)
        newest["also"] = tuple((each.id, each.current.number) for each in others if not each.is_retracted)
    return proposal.model_copy(update=newest)


def team_of(proposal: Proposal, facts: Facts) -> str | None:
    """The id of the team that a change is about; None for a file and for who may edit."""
    match proposal:
        case Recording(statement=statement):
            return statement.team
        case RecordingSeveral(statements=statements):
            return statements[0].team
        case Correcting(id=identifier) | Retracting(id=identifier) | Reinstating(id=identifier):
            return facts.statements[identifier].claim.team if identifier in facts.statements else None
        case AddingTeam(team=team):
            return team.id
        case Loading() | Granting() | Revoking():
            return None
        case _:
            return proposal.team


def about(proposal: Proposal) -> str:
    """The id of what a change is about: a statement's, a team's, or a file's name."""
    match proposal:
        case Recording(statement=statement):
            return statement.team
        case RecordingSeveral(statements=statements):
            return statements[0].team
        case Correcting(id=identifier) | Retracting(id=identifier) | Reinstating(id=identifier):
            return identifier
        case AddingTeam(team=team):
            return team.id
        case Loading(name=name):
            return name
        case Granting(user=user) | Revoking(user=user):
            return str(user)
        case _:
            return proposal.team


def _source(draft: Draft, facts: Facts) -> str | NewSource:
    """The source on record that the draft names or describes, else a new one with as much text as is at hand."""
    if draft.source is not None:
        return draft.source
    parts = {name: getattr(draft, name) for name in SOURCE_PARTS}
    known = next((each for each in reversed(tuple(facts.sources.values())) if _is_described(each, parts)), None)
    if known is not None and _serves(known, draft, facts):
        return known.id
    return NewSource.model_validate({**parts, "text": draft.text if known is None else None})


def _is_described(source: Source, parts: dict[str, object]) -> bool:
    """Whether all that is told of a source is what this one has; publisher and day alone name no single article."""
    if parts["title"] is None and parts["url"] is None:
        return False
    return all(getattr(source, name) == value for name, value in parts.items())


def _serves(source: Source, draft: Draft, facts: Facts) -> bool:
    """Whether the quote is in the source's text, or may be added to it."""
    text = facts.source_texts.get(source.id, "")
    return draft.quote is not None and (draft.quote in text or source.id not in facts.whole_sources)
