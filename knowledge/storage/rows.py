"""What is written of the words of the record: a row each, of plain values."""

from collections.abc import Iterator, Sequence
from hashlib import sha256
from typing import Any

from knowledge.model import Revision, Team

Row = dict[str, Any]


def passage_digest(text: str, *, whole: bool) -> dict[str, object]:
    """What the audit keeps of a private text: enough to tell that it is still the same."""
    return {"whole": whole, "length": len(text), "sha256": sha256(text.encode()).hexdigest()}


def revision_row(statement: str, revision: Revision) -> Row:
    """The row of a revision."""
    claim = revision.claim
    return {
        "statement": statement,
        "number": revision.number,
        "action": revision.action.value,
        "team": claim.team,
        "stance": claim.stance,
        "voice": claim.voice.value,
        "speaker": claim.speaker,
        "said": None if claim.said is None else str(claim.said),
        "source": claim.source,
        "quote": claim.quote,
        "by": revision.by,
        "at": revision.at,
        "reason": revision.reason,
    }


def name_rows(teams: Sequence[Team]) -> Iterator[Row]:
    """The rows of every name of the teams."""
    for team in teams:
        for language, names in (("ko", team.names.ko), ("en", team.names.en)):
            for place, name in enumerate(dict.fromkeys(names)):
                yield {"team": team.id, "language": language, "name": name, "place": place}


def decoy_rows(teams: Sequence[Team]) -> Iterator[Row]:
    """The rows of every decoy of the teams."""
    for team in teams:
        for place, name in enumerate(dict.fromkeys(team.decoys)):
            yield {"team": team.id, "name": name, "place": place}
