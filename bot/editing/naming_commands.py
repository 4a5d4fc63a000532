"""/team, /alias and /decoy."""

import re
from collections.abc import Iterable

from pydantic import ValidationError

from bot.editing.answers import slip_of
from bot.editing.desk import Desk
from bot.editing.lines import Lines, Slip, SlipCode, read_lines
from bot.editing.naming_views import team_lines
from bot.editing.proposals import (
    AddingDecoy,
    AddingName,
    AddingTeam,
    Proposal,
    RemovingDecoy,
    RemovingName,
    SettingNames,
)
from bot.editing.saving import show
from bot.editing.statement_commands import rest_of, usage
from bot.editing.step_views import mistake
from bot.editing.visit import Visit
from bot.rendering.reply import Reply, escape, split
from knowledge.fields import Language
from knowledge.model import Names, Team
from knowledge.understanding.language import HANGUL

KEYS = {
    "id": "id", "아이디": "id", "ko": "ko", "한국어": "ko", "en": "en", "영어": "en", "ticker": "ticker",
    "종목코드": "ticker", "decoys": "decoys", "다른회사": "decoys",
}  # fmt: skip
"""How a key of `/team` may be typed -> the key."""
REMOVE = frozenset({"remove", "삭제"})
_SEPARATORS = re.compile(r"\s*[=:\n|]\s*")
_COMMAS = re.compile(r"\s*[,、]\s*")


async def team(visit: Visit) -> None:
    """`/team add …`, `/team names TEAM …`, `/team TEAM`."""
    rest = rest_of(visit)
    words = rest.split(maxsplit=1)
    match words[0] if words else "":
        case "add" | "추가":
            await _add_team(visit, _after(rest, words[0]))
        case "names" | "이름":
            await _names(visit, _after(rest, words[0]))
        case "":
            await usage(visit, "team")
        case _:
            await _names(visit, rest)


async def alias(visit: Visit) -> None:
    """`/alias TEAM name`, `/alias remove TEAM name`."""
    removing, rest = _removing(rest_of(visit))
    found = split_team(rest, visit.desk())
    if removing and found is None:
        found = _owner_and_name(rest.strip(), visit.desk())
    if found is None:
        await _unclear(visit, rest, "alias")
        return
    owner, name = found
    if removing:
        await show(visit, RemovingName(team=owner.id, name=name))
    else:
        await show(visit, AddingName(team=owner.id, name=name, language=language_of_name(name)))


async def decoy(visit: Visit) -> None:
    """`/decoy TEAM name`, `/decoy remove TEAM name`."""
    removing, rest = _removing(rest_of(visit))
    found = split_team(rest, visit.desk())
    if found is None:
        await _unclear(visit, rest, "decoy")
        return
    owner, name = found
    await show(visit, (RemovingDecoy if removing else AddingDecoy)(team=owner.id, name=name))


def split_team(text: str, desk: Desk) -> tuple[Team, str] | None:
    """`NC AI 엔씨` -> (NC AI, 엔씨): the longest beginning that is a team's id or name, and the name behind it."""
    pieces = [piece for piece in _SEPARATORS.split(text.strip(), maxsplit=1) if piece]
    if len(pieces) == 2 and (team := desk.team_named(pieces[0])) is not None:
        return team, pieces[1].strip()
    words = text.split()
    for cut in range(len(words) - 1, 0, -1):
        if (team := desk.team_named(" ".join(words[:cut]))) is not None:
            return team, " ".join(words[cut:])
    return None


def language_of_name(name: str) -> Language:
    """Korean where a name has Hangul, English otherwise."""
    return "ko" if HANGUL.search(name) else "en"


def _owner_and_name(name: str, desk: Desk) -> tuple[Team, str] | None:
    """The team whose name is to be removed, where only the name was typed."""
    team = desk.team_named(name)
    return (team, name) if team is not None and name not in desk.facts.teams else None


def _removing(rest: str) -> tuple[bool, str]:
    words = rest.split(maxsplit=1)
    is_removing = bool(words) and words[0].lower() in REMOVE
    return is_removing, _after(rest, words[0]) if is_removing else rest


def _after(rest: str, word: str) -> str:
    return rest.replace(word, "", 1)


async def _unclear(visit: Visit, rest: str, command: str) -> None:
    """No team stands at the beginning: say so where something was typed, and how the command is used."""
    words, desk = rest.split(), visit.desk()
    if len(words) < 2:
        await usage(visit, command)
        return
    near = tuple(team.id for team in desk.teams_for(words[0]))
    slip = Slip(code=SlipCode.TEAM_UNKNOWN, key="team", text=words[0], options=near)
    await visit.say(Reply(parts=(escape(mistake(slip, desk, visit.language)),)))


async def _names(visit: Visit, rest: str) -> None:
    """All names of a team; with lines, other names for it."""
    first, _, more = rest.partition("\n")
    desk = visit.desk()
    if not first.strip():
        await usage(visit, "team")
        return
    teams = desk.teams_for(first.strip())
    if len(teams) != 1:
        code = SlipCode.TEAM_UNCLEAR if teams else SlipCode.TEAM_UNKNOWN
        slip = Slip(code=code, key="team", text=first.strip(), options=tuple(team.id for team in teams))
        await visit.say(Reply(parts=(escape(mistake(slip, desk, visit.language)),)))
    elif more.strip():
        await _propose(visit, read_lines(more, 2, KEYS, tail=""), teams[0])
    else:
        await visit.say(Reply(parts=split([[escape(line) for line in team_lines(teams[0], visit.language)]])))


async def _add_team(visit: Visit, rest: str) -> None:
    first, _, more = rest.partition("\n")
    if not more.strip():
        await usage(visit, "team")
        return
    await _propose(visit, read_lines(more, 2, KEYS, tail=""), None, first.strip())


async def _propose(visit: Visit, lines: Lines, known: Team | None, identifier: str = "") -> None:
    """Preview a new team, or other names for a known one; mistakes are told with their lines."""
    made = lines.slips or _proposal(lines, known, identifier)
    if isinstance(made, tuple):
        told = [escape(mistake(slip, visit.desk(), visit.language)) for slip in made]
        await visit.say(Reply(parts=split([told])))
        return
    await show(visit, made)


def _proposal(lines: Lines, known: Team | None, identifier: str) -> Proposal | tuple[Slip, ...]:
    identifier = lines.text("id") or identifier
    if known is None and not identifier:
        return (Slip(code=SlipCode.MISSING, key="id"),)
    ko, en = (_listed(lines.text(key)) for key in ("ko", "en"))
    if not ko and not en:
        return (Slip(code=SlipCode.MISSING, key="ko"),)
    try:
        if known is not None:
            return SettingNames(team=known.id, names=Names(ko=ko or known.names.ko, en=en or known.names.en))
        names = Names(ko=ko, en=en)
        decoys = _listed(lines.text("decoys"))
        return AddingTeam(team=Team(id=identifier, names=names, ticker=lines.text("ticker"), decoys=decoys))
    except ValidationError as error:
        if error.errors()[0]["loc"] == ("id",):
            return (Slip(code=SlipCode.ID, key="id", text=identifier),)
        return (slip_of(error, "ko"),)


def _listed(text: str | None) -> tuple[str, ...]:
    """`네이버클라우드, 네이버` -> both; repetitions once."""
    pieces: Iterable[str] = _COMMAS.split(text) if text else ()
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))
