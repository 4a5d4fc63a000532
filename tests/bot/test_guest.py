from collections.abc import AsyncIterator

import pytest

from bot.rendering.reply import plain
from tests.bot.recording import BOT_NAME, Call
from tests.bot.stage import Stage, message, staged, user

ELSEWHERE = -100777


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as opened:
        yield opened


async def invited(stage: Stage, text: str, **more: object) -> list[Call]:
    content = {**message(next(stage.numbers), text, ELSEWHERE, guest_query_id="guest-7"), **more}
    return await stage.play(guest_message=content)


def text_of(calls: list[Call]) -> str:
    (call,) = calls
    assert (call.method, call.parameters["guest_query_id"]) == ("answerGuestQuery", "guest-7")
    result = call.parameters["result"]
    assert isinstance(result, dict)
    return plain(result["input_message_content"]["message_text"])


async def test_a_mention_in_a_chat_that_the_bot_has_not_joined_is_answered_with_one_message(stage: Stage) -> None:
    assert text_of(await invited(stage, f"@{BOT_NAME} KT는?")).startswith("KT는 미정입니다.")


async def test_a_guests_reply_to_somebody_asks_about_that_message(stage: Stage) -> None:
    theirs = {
        "message_id": 3,
        "date": 1,
        "chat": {"id": ELSEWHERE, "type": "supergroup"},
        "from": user(8),
        "text": "카카오는?",
    }
    assert "카카오는 불참입니다." in text_of(await invited(stage, f"@{BOT_NAME}", reply_to_message=theirs))


async def test_a_guest_who_says_nothing_is_told_how_to_ask(stage: Stage) -> None:
    assert "물어" in text_of(await invited(stage, f"@{BOT_NAME}"))


async def test_in_somebody_elses_private_chat_too(stage: Stage) -> None:
    assert "미정" in text_of(
        await invited(stage, f"@{BOT_NAME} KT는?", chat={"id": 55, "type": "private", "first_name": "F"})
    )


async def test_a_long_answer_leads_into_the_private_chat(stage: Stage) -> None:
    calls = await invited(stage, f"@{BOT_NAME} 전체 타임라인")
    result = calls[0].parameters["result"]
    assert isinstance(result, dict)
    urls = [key["url"] for row in result["reply_markup"]["inline_keyboard"] for key in row if "url" in key]
    assert urls
    assert urls[0].startswith(f"https://t.me/{BOT_NAME}?start=")


async def test_a_guest_bot_is_not_answered(stage: Stage) -> None:
    assert await invited(stage, f"@{BOT_NAME} KT는?", **{"from": {"id": 9, "is_bot": True, "first_name": "B"}}) == []
