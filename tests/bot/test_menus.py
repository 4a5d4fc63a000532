from collections.abc import AsyncIterator

import pytest

from bot.menus import NAME_LENGTH, examples, languages_of_menus, menus, put_up
from bot.messages.talk import talk
from bot.rendering.reply import plain
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.model import Names, Programme
from tests.bot.stage import PERSON, Stage, staged

LANGUAGES: tuple[Language, ...] = ("ko", "en")


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as opened:
        yield opened


async def test_every_scope_has_a_menu_in_each_language_and_one_for_everybody_else(stage: Stage) -> None:
    made = menus(stage.record.snapshot.facts, "ko")
    assert {(menu.scope.type, menu.code) for menu in made} == {
        (scope, code) for scope in ("default", "all_private_chats", "all_group_chats") for code in ("", "ko", "en")
    }
    for menu in made:
        words = [command.command for command in menu.commands]
        assert ("language" in words) is (menu.scope.type != "all_group_chats")
        korean = any("가" <= letter <= "힣" for letter in menu.commands[0].description.partition("/")[0])
        assert korean is (menu.code != "en")


@pytest.mark.parametrize("language", LANGUAGES)
async def test_every_command_of_the_menu_is_answered(stage: Stage, language: Language) -> None:
    for command in menus(stage.record.snapshot.facts, language)[0].commands:
        assert await stage.hear(f"/{command.command}"), command


@pytest.mark.parametrize("language", LANGUAGES)
async def test_what_the_menus_and_the_description_tell_people_to_ask_is_answered(
    stage: Stage, language: Language
) -> None:
    texts = [command.description for command in menus(stage.record.snapshot.facts, language)[0].commands]
    for example in (text.partition("/")[2] for text in texts if "/" in text):
        (call,) = await stage.hear(f"/{example}")
        assert "<blockquote>" in call.text(), example


@pytest.mark.parametrize("language", LANGUAGES)
def test_descriptions_fit_whatever_the_programme_is_called(language: Language) -> None:
    name = "가" * NAME_LENGTH
    said = talk(language)
    assert len(said.description(name, name, name)) <= 512
    assert len(said.short_description(name)) <= 120
    assert all(len(text) <= 256 for text in said.commands(name, name).values())


async def test_a_record_without_teams_has_menus_too() -> None:
    programme = Programme(id="p", timezone="Asia/Seoul", names=Names(ko=("가" * 300,)))
    empty = Facts(programme=programme, stances={}, teams={}, sources={}, statements={}, source_texts={})
    assert all(menu.commands for menu in menus(empty, "en"))


async def test_only_what_differs_is_put_up(stage: Stage) -> None:
    facts = stage.record.snapshot.facts
    stage.telegram.answers |= {
        "getMyCommands": [],
        "getMyDescription": {"description": ""},
        "getMyShortDescription": {"short_description": ""},
    }
    await put_up(stage.application.bot, facts, "ko")
    calls = stage.telegram.take()
    assert [call.method for call in calls].count("setMyCommands") == 9
    description = next(call for call in calls if call.method == "setMyDescription").parameters["description"]
    stage.telegram.answers |= {"getMyDescription": {"description": description}}
    await put_up(stage.application.bot, facts, "ko")
    again = [call.parameters for call in stage.telegram.take() if call.method == "setMyDescription"]
    assert [each.get("language_code") for each in again] == ["en"]


async def test_trouble_with_the_menus_stops_nothing(stage: Stage, caplog: pytest.LogCaptureFixture) -> None:
    stage.telegram.refuse("getMyCommands", 403, "Forbidden: no")
    await put_up(stage.application.bot, stage.record.snapshot.facts, "ko")
    assert "menus" in caplog.text


async def test_the_check_counts_the_commands_by_language(stage: Stage) -> None:
    stage.telegram.answers["getMyCommands"] = [{"command": "ask", "description": "d"}]
    assert await languages_of_menus(stage.application.bot) == {"": 1, "ko": 1, "en": 1}


async def test_start_and_help_say_how_to_ask(stage: Stage) -> None:
    for text in ("/start", "/help", "/start Help", "/start nobody", "/start ../../x", "/nonsense"):
        (call,) = await stage.hear(text, chat=PERSON)
        assert "물어" in plain(call.text())


async def test_the_team_to_ask_by_has_said_something(stage: Stage) -> None:
    facts = stage.record.snapshot.facts
    assert [examples(facts, language) for language in LANGUAGES] == [("KT", "불참"), ("KT", "Not joining")]
