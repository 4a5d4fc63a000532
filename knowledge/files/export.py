"""Writing the record as a programme file, YAML or JSON, from which an empty database answers every question alike.

A source's private text is never written: loaded elsewhere, a source is known by the sentences that were quoted of it.
The hashes of registers are not written either; `ipjang decoys` loads a register, `ipjang backup` takes all there is.
"""

from typing import Any

import orjson
import yaml

from knowledge.facts import Facts
from knowledge.files.programme_file import FORMAT
from knowledge.model import Claim, Members, Names, Programme, Source, Stance, Statement, Team, Words
from knowledge.said import Said


def to_yaml(facts: Facts) -> str:
    """The record as YAML, for people."""
    # A width without end: a sentence stays on its line, as printed.
    return yaml.dump(programme_data(facts), Dumper=_Dumper, allow_unicode=True, sort_keys=False, width=1_000_000)


def to_json(facts: Facts) -> str:
    """The record as JSON, for programs."""
    return orjson.dumps(programme_data(facts), option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE).decode()


def programme_data(facts: Facts) -> dict[str, Any]:
    """The record as the plain values of a programme file."""
    return {
        "format": FORMAT,
        "programme": _programme(facts.programme),
        "stances": [_stance(stance) for stance in facts.stances.values()],
        "teams": [_team(team) for team in facts.teams.values()],
        "sources": [_source(source) for source in facts.sources.values()],
        "statements": [_statement(each) for each in sorted(facts.statements.values(), key=lambda one: one.sequence)],
    }


def _programme(programme: Programme) -> dict[str, Any]:
    data = {"id": programme.id, "timezone": programme.timezone, "names": _by_language(programme.names)}
    if programme.members != Members():
        data["members"] = programme.members.model_dump(mode="json", exclude_defaults=True)
    if programme.authority != Words():
        data["authority"] = _by_language(programme.authority)
    return data


def _stance(stance: Stance) -> dict[str, Any]:
    data: dict[str, Any] = {
        "code": stance.code,
        "kind": stance.kind.value,
        "label": {"ko": stance.label.ko, "en": stance.label.en},
        "words": _by_language(stance.words),
    }
    return data | ({"includes": list(stance.includes)} if stance.includes else {})


def _by_language(names: Names | Words) -> dict[str, list[str]]:
    return {language: list(given) for language, given in (("ko", names.ko), ("en", names.en)) if given}


def _team(team: Team) -> dict[str, Any]:
    data: dict[str, Any] = {"id": team.id, "names": _by_language(team.names)}
    if team.ticker is not None:
        data["ticker"] = team.ticker
    if team.decoys:
        data["decoys"] = list(team.decoys)
    return data


def _source(source: Source) -> dict[str, Any]:
    published = source.published.isoformat() if source.published else None
    data: dict[str, Any] = {"id": source.id, "publisher": source.publisher, "title": source.title, "url": source.url}
    data |= {"published": published}
    data |= {"revises": source.revises} if source.revises else {}
    return data | ({} if source.share else {"share": False})


def _statement(statement: Statement) -> dict[str, Any]:
    data = {"id": statement.id, **claim_data(statement.claim)}
    if len(statement.revisions) == 1:
        return data | {"recorded": statement.recorded.isoformat()}
    revisions = []
    for revision in statement.revisions:
        step: dict[str, Any] = {"action": revision.action.value, "at": revision.at.isoformat()}
        if revision.reason is not None:
            step["reason"] = revision.reason
        if revision.claim != statement.claim:
            step["claim"] = claim_data(revision.claim)
        revisions.append(step)
    return data | {"revisions": revisions}


def claim_data(claim: Claim) -> dict[str, Any]:
    """A claim as the plain values of a programme file."""
    return {
        name: str(value) if isinstance(value, Said) or name == "voice" else value
        for name, value in claim
        if value is not None or name == "said"
    }


class _Dumper(yaml.CSafeDumper):
    """Writes what a programme file may hold: no anchors, and a text of several lines as a block."""

    def ignore_aliases(self, data: Any) -> bool:  # noqa: ARG002 - the base class asks about each value
        return True


def _write_text(dumper: yaml.CSafeDumper, text: str) -> yaml.ScalarNode:
    style = "|" if "\n" in text else None
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


_Dumper.add_representer(str, _write_text)
