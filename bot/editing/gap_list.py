"""/gaps: the questions that nobody could answer, each to be made a team's name or another company."""

import re
from collections.abc import Iterable, Iterator
from datetime import timedelta
from typing import NamedTuple

from bot.editing.desk import Desk
from bot.editing.draft import Step
from bot.editing.naming_commands import language_of_name
from bot.editing.offers import READING, Change, GapChoice, GapList, keep
from bot.editing.proposals import AddingDecoy, AddingName
from bot.editing.saving import show_change
from bot.editing.step_views import option_label, rows
from bot.editing.tokens import press_data
from bot.editing.visit import Visit
from bot.i18n.editing import editing_lists
from bot.rendering.reply import Button, Reply, bold, escape, split
from knowledge.answering import answer
from knowledge.fields import LINE_LENGTH, folded

KEPT_DAYS = 90
SHOWN = 10
LOOKED_AT = 60
"""Questions among which the open ones are looked for: what is settled leaves the list, not the count."""
TEAMS_OFFERED = 24
"""Teams that are offered as buttons beside the near ones; of more, the name is typed."""
ALIAS, DECOY = "a", "d"

_TAIL = re.compile(r"(?:은요|는요|은|는|이|가|도|을|를|의|요)?[\s?!.~…]*$")
"""What a short question has behind the name: 크래프톤은?"""


async def gaps(visit: Visit) -> None:
    """`/gaps`."""
    said, since = editing_lists(visit.language), visit.desk().today - timedelta(days=KEPT_DAYS)
    kept = await visit.office.store.gaps.most_frequent(LOOKED_AT, since=since)
    found = _named(((gap.text, gap.count) for gap in kept if is_open(gap.text, visit)), visit)[:SHOWN]
    if not found:
        await visit.say(Reply(parts=(escape(said.no_gaps()),)))
        return
    texts = tuple(gap.text for gap in found)
    token = await keep(visit, GapList(texts=texts), lasting=READING)
    lines = [escape(said.gap(place + 1, gap.shown, gap.times)) for place, gap in enumerate(found)]
    parts = split([(bold(said.gaps(KEPT_DAYS)),), lines])
    await visit.say(Reply(parts=parts, buttons=tuple(_making(visit, token, len(texts)))))


class _Gap(NamedTuple):
    """An unknown name, or a question that has none: how it is shown, one question about it, and how often it came."""

    shown: str
    text: str
    times: int


def _named(kept: Iterable[tuple[str, int]], visit: Visit) -> list[_Gap]:
    """The gaps by the name that they are about, the most frequent first: 크래프톤은? and 크래프톤 입장은 are one."""
    found: dict[str, _Gap] = {}
    for text, count in kept:
        name = _stranger(text, visit)
        key = folded(name or text)
        before = found.get(key)
        if before is None:
            found[key] = _Gap(name or text, text, count)
        else:
            found[key] = before._replace(times=before.times + count)
    return sorted(found.values(), key=lambda gap: -gap.times)


def is_open(text: str, visit: Visit) -> bool:
    """Whether a question still has no answer, and is not only about companies that are noted as others already."""
    desk = visit.desk()
    question = visit.office.record.snapshot.reader.read(text, now=desk.now)
    if answer(question, desk.facts, now=desk.now, language=visit.language).kind not in ("unknown", "ambiguous"):
        return False
    decoys = {folded(each) for team in desk.facts.teams.values() for each in team.decoys}
    return not question.strangers or any(folded(each) not in decoys for each in question.strangers)


def _making(visit: Visit, token: str, count: int) -> Iterator[tuple[Button, ...]]:
    said = editing_lists(visit.language)
    for place in range(count):
        yield (
            Button(label=said.as_alias(place + 1), data=press_data(token, f"{ALIAS}{place}")),
            Button(label=said.as_decoy(place + 1), data=press_data(token, f"{DECOY}{place}")),
        )


async def choose_team(visit: Visit, offer: GapList, word: str) -> bool:
    """Ask which team a question's name belongs to, or looks like; false where there is no such button."""
    verb, place = word[:1], word[1:]
    if verb not in (ALIAS, DECOY) or not place.isdigit() or int(place) >= len(offer.texts):
        return False
    text, desk, is_alias = offer.texts[int(place)], visit.desk(), verb == ALIAS
    name = name_in(text, visit)
    teams = tuple(_teams_offered(name, desk))
    choice = GapChoice(text=text, name=name, is_alias=is_alias, teams=teams)
    token = await keep(visit, choice)
    said = editing_lists(visit.language)
    command = f"/{'alias' if is_alias else 'decoy'} … {name}"
    ask = said.whose_name(name) if is_alias else said.like_whose(name)
    buttons = (
        Button(label=option_label(Step.TEAM, team, desk, visit.language), data=press_data(token, place))
        for place, team in enumerate(teams)
    )
    parts = split([(bold(ask), escape(said.or_type(command)))])
    await visit.post(Reply(parts=parts, buttons=tuple(rows(buttons, 2))))
    return True


async def propose(visit: Visit, offer: GapChoice, option: int | None) -> bool:
    """Preview the alias or the decoy for the chosen team; false where there is no such button."""
    if option is None or option >= len(offer.teams):
        return False
    team, name = offer.teams[option], offer.name
    if offer.is_alias:
        proposal = AddingName(team=team, name=name, language=language_of_name(name))
        await show_change(visit, Change(proposal=proposal, gap=offer.text))
    else:
        await show_change(visit, Change(proposal=AddingDecoy(team=team, name=name), gap=offer.text))
    return True


def name_in(text: str, visit: Visit) -> str:
    """The name that a question is about, as far as it can be told; an editor sees it before it is saved."""
    name = _stranger(text, visit) or _TAIL.sub("", text.strip())
    return (name.strip() or text.strip())[:LINE_LENGTH]


def _stranger(text: str, visit: Visit) -> str | None:
    """The unknown name that a question is about; None where it has none."""
    question = visit.office.record.snapshot.reader.read(text, now=visit.office.clock())
    return question.strangers[0].strip() if question.strangers else None


def _teams_offered(name: str, desk: Desk) -> Iterator[str]:
    near = [candidate.team for candidate in desk.index.find(name).candidates]
    every = list(desk.facts.teams) if len(desk.facts.teams) <= TEAMS_OFFERED else []
    yield from dict.fromkeys((*near, *every))
