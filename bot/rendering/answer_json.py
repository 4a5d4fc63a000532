"""The JSON object of `ipjang ask --json`: an answer as data, with the shown keys exactly and a few more."""

from collections.abc import Iterable
from typing import TypeAlias, assert_never

from knowledge.answer import (
    AmbiguousAnswer,
    Answer,
    ChangeKind,
    ChangesAnswer,
    HeadlineChange,
    HelpAnswer,
    HistoryAnswer,
    ListAnswer,
    OverviewAnswer,
    RankedAnswer,
    StanceAnswer,
    Standing,
    Stated,
    UnknownAnswer,
)
from knowledge.fields import Language
from knowledge.model import Stance, Team
from knowledge.question import Candidate

Json: TypeAlias = "str | int | float | bool | list[Json] | dict[str, Json] | None"

CANDIDATE_COUNT = 3


def as_json(answer: Answer) -> dict[str, Json]:
    """The object under `answer`."""
    return {
        "kind": answer.kind,
        "language": answer.language,
        "as_of": answer.as_of.isoformat() if answer.as_of else None,
        "stance": _stance(answer),
        "teams": list(_entries(answer)),
        "candidates": [_candidate(each) for each in _candidates(answer)[:CANDIDATE_COUNT]],
        "verdict": answer.plain_verdict if isinstance(answer, StanceAnswer) else None,
        "unread": list(answer.unread) if isinstance(answer, StanceAnswer) else [],
        "known_at": answer.known_at.isoformat() if answer.known_at else None,
    }


def _stance(answer: Answer) -> str | None:
    """The stance that a list is of, where it is of one."""
    if isinstance(answer, ListAnswer) and len(answer.groups) == 1:
        return answer.groups[0].stance.code
    if isinstance(answer, RankedAnswer) and len(answer.stances) == 1:
        return answer.stances[0].code
    return None


def _candidates(answer: Answer) -> tuple[Candidate, ...]:
    return answer.candidates if isinstance(answer, StanceAnswer | AmbiguousAnswer | UnknownAnswer) else ()


def _candidate(candidate: Candidate) -> dict[str, Json]:
    return {"team": candidate.team, "name": candidate.name, "score": candidate.score}


def _entries(answer: Answer) -> Iterable[Json]:
    language = answer.language
    match answer:
        case StanceAnswer():
            return [_standing(each, language) for each in answer.standings]
        case ListAnswer():
            held = _once(g.standings for g in answer.groups)
            return [*(_standing(each, language) for each in held), *(_entry(t, None, language) for t in answer.silent)]
        case OverviewAnswer():
            told = _once(group.standings for group in (*answer.positions, *answer.results))
            named = {each.team.id for each in told}
            silent = (team for team in answer.silent if team.id not in named)
            return [*(_standing(each, language) for each in told), *(_entry(team, None, language) for team in silent)]
        case HistoryAnswer():
            said = [_entry(each.team, each, language) for each in answer.statements]
            return [*said, *(_entry(team, None, language) for team in answer.silent)]
        case ChangesAnswer():
            return [_change(each, language) for each in answer.changes]
        case RankedAnswer():
            return [_entry(each.team, each, language) for each in answer.statements]
        case AmbiguousAnswer() | UnknownAnswer() | HelpAnswer():
            return ()
        case _:
            assert_never(answer)


def _once(groups: Iterable[tuple[Standing, ...]]) -> list[Standing]:
    """Each team once, in the order of its first group."""
    return list({each.team.id: each for group in groups for each in group}.values())


def _statement(stated: Stated | None) -> dict[str, Json]:
    if stated is None:
        return {"stance": None, "voice": None, "speaker": None, "said": None, "quote": None, "source": None, "id": None}
    source = stated.source
    return {
        "stance": stated.stance.code,
        "voice": stated.voice.value,
        "speaker": stated.speaker,
        "said": str(stated.said) if stated.said else None,
        "quote": stated.quote,
        "source": {
            "publisher": source.publisher,
            "title": source.title,
            "url": source.url,
            "published": source.published.isoformat() if source.published else None,
        },
        "id": stated.id,
    }


def _optional(stated: Stated | None) -> Json:
    return _statement(stated) if stated else None


def _entry(team: Team, stated: Stated | None, language: Language) -> dict[str, Json]:
    return {
        "team": team.id,
        "name": team.names.official(language),
        **_statement(stated),
        "result": None,
        "unconfirmed": None,
        "conflict": [],
    }


def _code(stance: Stance | None) -> str | None:
    return stance.code if stance else None


def _change(change: HeadlineChange, language: Language) -> dict[str, Json]:
    """One change: the stance now with its statement, beside the one that it was before (`from`)."""
    is_report = change.kind is ChangeKind.UNCONFIRMED
    entry = _entry(change.team, None if is_report else change.made_by, language)
    return entry | {
        "stance": _code(change.before if is_report else change.after),
        "from": _code(change.before),
        "change": change.kind.value,
        "unconfirmed": _statement(change.made_by) if is_report else None,
    }


def _standing(standing: Standing, language: Language) -> dict[str, Json]:
    return _entry(standing.team, standing.position, language) | {
        "result": _optional(standing.result),
        "unconfirmed": _optional(standing.unconfirmed),
        "conflict": [_statement(each) for each in standing.conflict],
    }


def standing_json(standing: Standing, language: Language) -> dict[str, Json]:
    """One entry of `answer.teams`: where a team stands."""
    return _standing(standing, language)


def statement_json(stated: Stated) -> dict[str, Json]:
    """One statement, with the keys that it has in an answer."""
    return _statement(stated)
