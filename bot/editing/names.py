"""/team, /alias and /decoy, and /gaps: questions that nobody could answer, and what readers say is wrong."""

import re
from collections.abc import Iterable, Iterator, Sequence
from datetime import timedelta
from typing import NamedTuple

from pydantic import ValidationError

from bot.editing.context import EditContext
from bot.editing.draft import Step, input_error
from bot.editing.form_view import mistake, option_label, rows
from bot.editing.lines import InputError, InputErrorCode, Lines, read_lines
from bot.editing.preview import team_lines
from bot.editing.save import show, show_change
from bot.editing.state import READING, GapChoice, GapList, PreviewedChange, keep
from bot.editing.statements import mend, rest_of, show_retraction, usage
from bot.editing.update import EditorUpdate, press_data
from bot.messages.editing_lists import editing_lists
from bot.messages.editing_steps import spellings_of_keys
from bot.messages.telling import telling
from bot.rendering.reply import Button, Reply, bold, escape, split
from bot.telling.reports import reported_line
from knowledge.answering import answer
from knowledge.fields import LINE_LENGTH, Language, folded
from knowledge.model import REPORT_KINDS, Names, Team
from knowledge.record.changes import AddDecoy, AddName, AddTeam, EditorsChange, PutNames, RemoveDecoy, RemoveName
from knowledge.storage.reports import ReportedStatement
from knowledge.understanding.language import HANGUL

KEYS = spellings_of_keys(["id", "ko", "en", "ticker", "decoys"])
"""How a key of `/team` may be typed -> the key."""
REMOVE = frozenset({"remove", "삭제"})
_SEPARATORS = re.compile(r"\s*[=:\n|]\s*")
_COMMAS = re.compile(r"\s*[,、]\s*")


async def team(update: EditorUpdate) -> None:
    """`/team add …`, `/team names TEAM …`, `/team TEAM`."""
    rest = rest_of(update)
    words = rest.split(maxsplit=1)
    match words[0] if words else "":
        case "add" | "추가":
            await _add_team(update, _after(rest, words[0]))
        case "names" | "이름":
            await _names(update, _after(rest, words[0]))
        case "":
            await usage(update, "team")
        case _:
            await _names(update, rest)


async def alias(update: EditorUpdate) -> None:
    """`/alias TEAM name`, `/alias remove TEAM name`."""
    removing, rest = _removing(rest_of(update))
    found = split_team(rest, update.context())
    if removing and found is None:
        found = _owner_and_name(rest.strip(), update.context())
    if found is None:
        await _unclear(update, rest, "alias")
        return
    owner, name = found
    if removing:
        await show(update, RemoveName(team=owner.id, name=name))
    else:
        await show(update, AddName(team=owner.id, name=name, language=language_of_name(name)))


async def decoy(update: EditorUpdate) -> None:
    """`/decoy TEAM name`, `/decoy remove TEAM name`."""
    removing, rest = _removing(rest_of(update))
    found = split_team(rest, update.context())
    if found is None:
        await _unclear(update, rest, "decoy")
        return
    owner, name = found
    await show(update, (RemoveDecoy if removing else AddDecoy)(team=owner.id, name=name))


def split_team(text: str, context: EditContext) -> tuple[Team, str] | None:
    """`NC AI 엔씨` -> (NC AI, 엔씨): the longest beginning that is a team's id or name, and the name behind it."""
    pieces = [piece for piece in _SEPARATORS.split(text.strip(), maxsplit=1) if piece]
    if len(pieces) == 2 and (team := context.team_named(pieces[0])) is not None:
        return team, pieces[1].strip()
    words = text.split()
    for cut in range(len(words) - 1, 0, -1):
        if (team := context.team_named(" ".join(words[:cut]))) is not None:
            return team, " ".join(words[cut:])
    return None


def language_of_name(name: str) -> Language:
    """Korean where a name has Hangul, English otherwise."""
    return "ko" if HANGUL.search(name) else "en"


def _owner_and_name(name: str, context: EditContext) -> tuple[Team, str] | None:
    """The team whose name is to be removed, where only the name was typed."""
    team = context.team_named(name)
    return (team, name) if team is not None and name not in context.facts.teams else None


def _removing(rest: str) -> tuple[bool, str]:
    words = rest.split(maxsplit=1)
    is_removing = bool(words) and words[0].lower() in REMOVE
    return is_removing, _after(rest, words[0]) if is_removing else rest


def _after(rest: str, word: str) -> str:
    return rest.replace(word, "", 1)


async def _unclear(update: EditorUpdate, rest: str, command: str) -> None:
    """No team stands at the beginning: say so where something was typed, and how the command is used."""
    words, context = rest.split(), update.context()
    if len(words) < 2:
        await usage(update, command)
        return
    near = tuple(team.id for team in context.teams_for(words[0]))
    error = InputError(code=InputErrorCode.TEAM_UNKNOWN, key="team", text=words[0], options=near)
    await update.say(Reply(parts=(escape(mistake(error, context, update.language)),)))


async def _names(update: EditorUpdate, rest: str) -> None:
    """All names of a team; with lines, other names for it."""
    first, _, more = rest.partition("\n")
    context = update.context()
    if not first.strip():
        await usage(update, "team")
        return
    teams = context.teams_for(first.strip())
    if len(teams) != 1:
        code = InputErrorCode.TEAM_UNCLEAR if teams else InputErrorCode.TEAM_UNKNOWN
        error = InputError(code=code, key="team", text=first.strip(), options=tuple(team.id for team in teams))
        await update.say(Reply(parts=(escape(mistake(error, context, update.language)),)))
    elif more.strip():
        await _propose(update, read_lines(more, 2, KEYS, tail=""), teams[0])
    else:
        await update.say(Reply(parts=split([[escape(line) for line in team_lines(teams[0], update.language)]])))


async def _add_team(update: EditorUpdate, rest: str) -> None:
    first, _, more = rest.partition("\n")
    if not more.strip():
        await usage(update, "team")
        return
    await _propose(update, read_lines(more, 2, KEYS, tail=""), None, first.strip())


async def _propose(update: EditorUpdate, lines: Lines, known: Team | None, identifier: str = "") -> None:
    """Preview a new team, or other names for a known one; mistakes are told with their lines."""
    made = lines.errors or _proposal(lines, known, identifier)
    if isinstance(made, tuple):
        told = [escape(mistake(error, update.context(), update.language)) for error in made]
        await update.say(Reply(parts=split([told])))
        return
    await show(update, made)


def _proposal(lines: Lines, known: Team | None, identifier: str) -> EditorsChange | tuple[InputError, ...]:
    identifier = lines.text("id") or identifier
    if known is None and not identifier:
        return (InputError(code=InputErrorCode.MISSING, key="id"),)
    ko, en = (_listed(lines.text(key)) for key in ("ko", "en"))
    if not ko and not en:
        return (InputError(code=InputErrorCode.MISSING, key="ko"),)
    try:
        if known is not None:
            return PutNames(team=known.id, names=Names(ko=ko or known.names.ko, en=en or known.names.en))
        names = Names(ko=ko, en=en)
        decoys = _listed(lines.text("decoys"))
        return AddTeam(team=Team(id=identifier, names=names, ticker=lines.text("ticker"), decoys=decoys))
    except ValidationError as error:
        if error.errors()[0]["loc"] == ("id",):
            return (InputError(code=InputErrorCode.ID, key="id", text=identifier),)
        return (input_error(error, "ko"),)


def _listed(text: str | None) -> tuple[str, ...]:
    """`네이버클라우드, 네이버` -> both; repetitions once."""
    pieces: Iterable[str] = _COMMAS.split(text) if text else ()
    return tuple(dict.fromkeys(piece.strip() for piece in pieces if piece.strip()))


KEPT_DAYS = 90
SHOWN = 10
LOOKED_AT = 60
"""Questions among which the open ones are looked for: what is settled leaves the list, not the count."""
TEAMS_OFFERED = 24
"""Teams that are offered as buttons beside the near ones; of more, the name is typed."""
ALIAS, DECOY = "a", "d"

_TAIL = re.compile(r"(?:은요|는요|은|는|이|가|도|을|를|의|요)?[\s?!.~…]*$")
"""What a short question has behind the name: 크래프톤은?"""


async def gaps(update: EditorUpdate) -> None:
    """`/gaps`."""
    said, since = editing_lists(update.language), update.context().today - timedelta(days=KEPT_DAYS)
    kept = await update.services.store.gaps.most_frequent(LOOKED_AT, since=since)
    found = _named(((gap.text, gap.count) for gap in kept if is_open(gap.text, update)), update)[:SHOWN]
    reported = await _open_reports(update)
    if not found and not reported:
        await update.say(Reply(parts=(escape(said.no_gaps()),)))
        return
    texts = tuple(gap.text for gap in found)
    token = await keep(
        update, GapList(texts=texts, reported=tuple(each.statement for each in reported)), lasting=READING
    )
    paragraphs = [[bold(telling(update.language).reports()), *_reported_lines(update, reported)]] if reported else []
    if found:
        lines = [escape(said.gap(place + 1, gap.shown, gap.times)) for place, gap in enumerate(found)]
        paragraphs += [[bold(said.gaps(KEPT_DAYS))], lines]
    buttons = (*_settling(update, token, len(reported)), *_making(update, token, len(texts)))
    await update.say(Reply(parts=split(paragraphs), buttons=buttons))


class _Gap(NamedTuple):
    """An unknown name, or a question that has none: how it is shown, one question about it, and how often it came."""

    shown: str
    text: str
    times: int


def _named(kept: Iterable[tuple[str, int]], update: EditorUpdate) -> list[_Gap]:
    """The gaps by the name that they are about, the most frequent first: 크래프톤은? and 크래프톤 입장은 are one."""
    found: dict[str, _Gap] = {}
    for text, count in kept:
        name = _unknown_name(text, update)
        key = folded(name or text)
        before = found.get(key)
        if before is None:
            found[key] = _Gap(name or text, text, count)
        else:
            found[key] = before._replace(times=before.times + count)
    return sorted(found.values(), key=lambda gap: -gap.times)


def is_open(text: str, update: EditorUpdate) -> bool:
    """Whether a question still has no answer, and is not only about companies that are noted as others already."""
    context = update.context()
    question = update.services.record.snapshot.reader.read(text, now=context.now)
    if answer(question, context.facts, now=context.now, language=update.language).kind not in ("unknown", "ambiguous"):
        return False
    decoys = {folded(each) for team in context.facts.teams.values() for each in team.decoys}
    return not question.strangers or any(folded(each) not in decoys for each in question.strangers)


def _making(update: EditorUpdate, token: str, count: int) -> Iterator[tuple[Button, ...]]:
    said = editing_lists(update.language)
    for place in range(count):
        yield (
            Button(label=said.as_alias(place + 1), data=press_data(token, f"{ALIAS}{place}")),
            Button(label=said.as_decoy(place + 1), data=press_data(token, f"{DECOY}{place}")),
        )


LETTERS = "ABCDEFGHIJ"
"""What the reported statements are called in the list: the questions have numbers."""
CORRECT, RETRACT, ALL_RIGHT = "c", "t", "k"


async def _open_reports(update: EditorUpdate) -> Sequence[ReportedStatement]:
    """What readers say is wrong and stands as they saw it: whatever changed since is settled."""
    statements = update.context().facts.statements
    return [
        each
        for each in await update.services.store.reports.reported()
        if each.statement in statements and statements[each.statement].current.number == each.revision
    ][: len(LETTERS)]


def _reported_lines(update: EditorUpdate, reported: Sequence[ReportedStatement]) -> Iterator[str]:
    said, context = telling(update.language), update.context()
    for letter, each in zip(LETTERS, reported, strict=False):
        statement = context.facts.statements[each.statement]
        what = reported_line(statement, context.facts, update.language, context.today)
        counted = [f"{said.report_kind(kind)} {each.counts[kind]}" for kind in REPORT_KINDS if kind in each.counts]
        yield escape(said.reported(letter=letter, what=what, told=", ".join(counted), statement=each.statement))


def _settling(update: EditorUpdate, token: str, count: int) -> Iterator[tuple[Button, ...]]:
    said = telling(update.language)
    for place, letter in enumerate(LETTERS[:count]):
        yield (
            Button(label=said.settle_correct(letter), data=press_data(token, f"{CORRECT}{place}")),
            Button(label=said.settle_retract(letter), data=press_data(token, f"{RETRACT}{place}")),
            Button(label=said.settle_all_right(letter), data=press_data(token, f"{ALL_RIGHT}{place}")),
        )


async def press_gap(update: EditorUpdate, offer: GapList, word: str) -> bool:
    """Do what a button of the list asks for; false where there is no such button."""
    verb, place = word[:1], word[1:]
    if verb not in (CORRECT, RETRACT, ALL_RIGHT):
        return await choose_team(update, offer, word)
    if not place.isdigit() or int(place) >= len(offer.reported):
        return False
    statement = offer.reported[int(place)]
    if verb == CORRECT:
        await mend(update, statement)
    elif verb == RETRACT:
        await show_retraction(update, statement, telling(update.language).reported_by_readers())
    else:
        await update.services.store.reports.clear(statement)
        await gaps(update)
    return True


async def choose_team(update: EditorUpdate, offer: GapList, word: str) -> bool:
    """Ask which team a question's name belongs to, or looks like; false where there is no such button."""
    verb, place = word[:1], word[1:]
    if verb not in (ALIAS, DECOY) or not place.isdigit() or int(place) >= len(offer.texts):
        return False
    text, context, is_alias = offer.texts[int(place)], update.context(), verb == ALIAS
    name = name_in(text, update)
    teams = tuple(_teams_offered(name, context))
    choice = GapChoice(text=text, name=name, is_alias=is_alias, teams=teams)
    token = await keep(update, choice)
    said = editing_lists(update.language)
    command = f"/{'alias' if is_alias else 'decoy'} … {name}"
    ask = said.whose_name(name) if is_alias else said.like_whose(name)
    buttons = (
        Button(label=option_label(Step.TEAM, team, context, update.language), data=press_data(token, place))
        for place, team in enumerate(teams)
    )
    parts = split([(bold(ask), escape(said.or_type(command)))])
    await update.post(Reply(parts=parts, buttons=tuple(rows(buttons, 2))))
    return True


async def propose(update: EditorUpdate, offer: GapChoice, option: int | None) -> bool:
    """Preview the alias or the decoy for the chosen team; false where there is no such button."""
    if option is None or option >= len(offer.teams):
        return False
    team, name = offer.teams[option], offer.name
    if offer.is_alias:
        proposal = AddName(team=team, name=name, language=language_of_name(name))
        await show_change(update, PreviewedChange(proposal=proposal, gap=offer.text))
    else:
        await show_change(update, PreviewedChange(proposal=AddDecoy(team=team, name=name), gap=offer.text))
    return True


def name_in(text: str, update: EditorUpdate) -> str:
    """The name that a question is about, as far as it can be told; an editor sees it before it is saved."""
    name = _unknown_name(text, update) or _TAIL.sub("", text.strip())
    return (name.strip() or text.strip())[:LINE_LENGTH]


def _unknown_name(text: str, update: EditorUpdate) -> str | None:
    """The unknown name that a question is about; None where it has none."""
    question = update.services.record.snapshot.reader.read(text, now=update.services.clock())
    return question.strangers[0].strip() if question.strangers else None


def _teams_offered(name: str, context: EditContext) -> Iterator[str]:
    near = [candidate.team for candidate in context.index.find(name).candidates]
    every = list(context.facts.teams) if len(context.facts.teams) <= TEAMS_OFFERED else []
    yield from dict.fromkeys((*near, *every))
