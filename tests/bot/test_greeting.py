from collections.abc import AsyncIterator

import pytest

from bot.rendering.reply import plain
from tests.bot.recording import BOT_NAME, Call
from tests.bot.stage import GROUP, Json, Stage, chat_of, message, staged, user


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as opened:
        yield opened


async def become(stage: Stage, old: str, new: str, *, chat: int = GROUP, language: str = "ko") -> list[Call]:
    me = dict(stage.telegram.me)

    def member(status: str) -> Json:
        more: Json = {"until_date": 0} if status == "kicked" else {}
        return {"status": status, "user": me, **more}

    change = {"chat": chat_of(chat), "from": user(3, language), "date": 1}
    return await stage.play(my_chat_member={**change, "old_chat_member": member(old), "new_chat_member": member(new)})


async def test_on_joining_a_group_it_says_once_how_to_ask(stage: Stage) -> None:
    (call,) = await become(stage, "left", "member")
    assert call.parameters["chat_id"] == GROUP
    assert f"/ask@{BOT_NAME}" in call.text()
    assert await become(stage, "left", "member") == []


async def test_the_greeting_speaks_the_language_of_whoever_added_it(stage: Stage) -> None:
    (call,) = await become(stage, "left", "member", language="en-GB")
    assert plain(call.text()).startswith("Hello.")


@pytest.mark.parametrize(("old", "new"), [("member", "left"), ("member", "kicked"), ("left", "left")])
async def test_leaving_is_not_greeted(stage: Stage, old: str, new: str) -> None:
    assert await become(stage, old, new) == []


async def test_a_private_chat_is_not_greeted(stage: Stage) -> None:
    assert await become(stage, "kicked", "member", chat=7) == []


async def test_the_question_of_the_greeting_is_one_that_is_answered(stage: Stage) -> None:
    for language in ("ko", "en"):
        await stage.record.store.chats.move(GROUP, GROUP - 1)
        greeting = (await become(stage, "left", "member", language=language))[0].text()
        asked = next(line for line in plain(greeting).splitlines() if f"/ask@{BOT_NAME}" in line)
        (answer,) = await stage.hear(asked.removeprefix("• "), chat=GROUP)
        assert "<blockquote>" in answer.text()


async def test_a_group_that_becomes_a_supergroup_keeps_its_settings(stage: Stage) -> None:
    await stage.record.store.chats.set_language(GROUP, "en")
    content = message(5, "", GROUP, migrate_to_chat_id=GROUP - 7)
    del content["text"], content["entities"]
    assert await stage.play(message=content) == []
    assert (await stage.record.store.chats.get(GROUP - 7)).language == "en"
