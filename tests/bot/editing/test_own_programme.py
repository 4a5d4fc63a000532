"""What the bot says of itself and to editors names the teams of the programme that is loaded, and of no other."""

import re
from collections.abc import Iterator

import pytest

from bot.editing.statements import usage_of
from bot.editing.update import editors_commands
from bot.menus import examples, menus
from bot.messages.editing_lists import USAGES
from bot.messages.editing_steps import CHOICES, QUESTIONS, editing_steps
from bot.messages.talk import talk
from bot.rendering.answers import render
from knowledge.answering import answer
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Names, Programme
from knowledge.question import Intent, Question
from tests.bot.asked import NOW, text
from tests.knowledge.lighthouse import lighthouse
from tests.knowledge.programme import facts_of, shipped

FACTS = facts_of(lighthouse())
LANGUAGES: tuple[Language, ...] = ("ko", "en")


def names_of(facts: Facts) -> set[str]:
    """Every word that a programme brings along."""
    teams = {name for team in facts.teams.values() for name in (team.id, *team.names.every, *team.decoys)}
    stances = {label for stance in facts.stances.values() for label in (stance.label.ko, stance.label.en)}
    publishers = {source.publisher for source in facts.sources.values() if source.publisher}
    return {name.lower() for name in teams | stances | publishers | {*facts.programme.names.every}}


def told(language: Language) -> Iterator[str]:
    """Every menu, help, usage and question of a step."""
    yield from (command.description for menu in menus(FACTS, language) for command in menu.commands)
    yield from (command.description for command in editors_commands(FACTS, language, is_owner=True))
    yield from (usage_of(command, FACTS, language) for command in USAGES)
    yield from (editing_steps(language).ask(step, has_options=False) for step in QUESTIONS)
    yield from (editing_steps(language).ask(step, has_options=True) for step in CHOICES)
    programme, named = FACTS.programme.names.official(language), examples(FACTS, language)
    yield talk(language).greeting(programme, "bot", named[0], reads_all=False)
    yield talk(language).description(programme, *named)
    yield talk(language).short_description(programme)
    asked = Question(text="", intent=Intent.HELP, language=language)
    yield text(render(answer(asked, FACTS, now=NOW, language=language)))


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_word_of_the_shipped_programme_is_said_of_another(language: Language) -> None:
    foreign = names_of(shipped()) - names_of(FACTS)
    either = "|".join(map(re.escape, sorted(foreign, key=len, reverse=True)))
    sought = re.compile(rf"(?<![a-z0-9])(?:{either})(?![a-z0-9])")
    assert [found for said in told(language) for found in sought.findall(said.lower())] == []


@pytest.mark.parametrize(
    ("command", "language", "expected"),
    [
        ("statements", "ko", "예: /statements 한빛항만"),
        ("decoy", "en", "For example: /decoy Hanbit Harbour Hanbit Harbour Bank"),
        ("correct", "en", "/correct harbour-20260123\n"),
    ],
)
def test_a_usage_shows_a_team_on_record(command: str, language: Language, expected: str) -> None:
    assert expected in usage_of(command, FACTS, language)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_record_without_teams_has_usages_too(language: Language) -> None:
    programme = Programme(id="p", timezone="Asia/Seoul", names=Names(ko=("모임",)))
    empty = Facts(programme=programme, stances={}, teams={}, sources={}, statements={}, source_texts={})
    assert all(usage_of(command, empty, language) for command in USAGES)
