from collections.abc import AsyncIterator

import pytest

from bot.messages.talk import talk
from bot.rendering.keyboards import ButtonVerb, Press
from bot.rendering.reply import plain
from bot.telling.subscriptions import FOLLOW_VERBS
from knowledge.fields import Language
from tests.bot.recording import Call
from tests.bot.stage import GROUP, Stage, staged

LANGUAGES: tuple[Language, ...] = ("ko", "en")


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as opened:
        yield opened


def answered_once(calls: list[Call]) -> Call:
    (answer,) = [call for call in calls if call.method == "answerCallbackQuery"]
    return answer


@pytest.mark.parametrize("verb", [ButtonVerb.STANCE, ButtonVerb.HISTORY, ButtonVerb.SOURCE])
@pytest.mark.parametrize("chat", [7, GROUP])
@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_press_is_answered_once_and_in_place(
    stage: Stage, verb: ButtonVerb, chat: int, language: Language
) -> None:
    calls = await stage.press(Press(verb=verb, language=language, subject="kt").data, chat=chat)
    assert [call.method for call in calls] == ["answerCallbackQuery", "editMessageText"]
    assert calls[1].parameters["message_id"] == 900
    assert "KT" in plain(calls[1].text())


async def test_every_button_of_an_answer_can_be_pressed(stage: Stage) -> None:
    seen: set[str] = set()
    waiting = [
        key["callback_data"]
        for call in await stage.hear("카카오는?")
        for key in call.buttons()
        if "callback_data" in key
    ]
    while waiting:
        data = waiting.pop()
        seen.add(data)
        calls = await stage.press(data)
        answered_once(calls)
        press = Press.parse(data)
        assert press is not None
        assert ("text" in answered_once(calls).parameters) is (press.verb in {*FOLLOW_VERBS, ButtonVerb.REPORT})
        waiting += [
            key["callback_data"]
            for call in calls
            for key in call.buttons()
            if "callback_data" in key and key["callback_data"] not in seen
        ]
    assert seen


async def test_a_message_that_is_as_it_should_be_is_no_error(stage: Stage) -> None:
    stage.telegram.refuse("editMessageText", 400, "Bad Request: message is not modified: specified new message …")
    calls = await stage.press(Press(verb=ButtonVerb.STANCE, language="ko", subject="kt").data)
    assert [call.method for call in calls] == ["answerCallbackQuery", "editMessageText"]


async def test_a_press_that_came_too_late_to_be_answered_still_shows_its_answer(stage: Stage) -> None:
    late = "Bad Request: query is too old and response timeout expired or query ID is invalid"
    stage.telegram.refuse("answerCallbackQuery", 400, late)
    calls = await stage.press(Press(verb=ButtonVerb.STANCE, language="ko", subject="kt").data)
    assert calls[-1].method == "editMessageText"


async def test_a_press_under_a_deleted_message_is_answered_with_a_new_one(stage: Stage) -> None:
    stage.telegram.refuse("editMessageText", 400, "Bad Request: message to edit not found")
    calls = await stage.press(Press(verb=ButtonVerb.STANCE, language="ko", subject="kt").data)
    assert calls[-1].method == "sendMessage"


@pytest.mark.parametrize("language", LANGUAGES)
async def test_an_outdated_button_says_so_and_shows_how_things_stand_now(stage: Stage, language: Language) -> None:
    calls = await stage.press(Press(verb=ButtonVerb.STANCE, language=language, subject="gone_team").data)
    assert answered_once(calls).parameters["text"] == talk(language).outdated()
    assert plain(calls[-1].text()).startswith("독자 AI" if language == "ko" else "Sovereign AI")


@pytest.mark.parametrize(
    "data", ["x", "zz:kt", "sk:", "sk:../../etc", "s" * 64, "sk:kt@99999999", "\u0000", "language:fr"]
)
async def test_forged_data_is_answered_and_changes_nothing(stage: Stage, data: str) -> None:
    calls = await stage.press(data)
    assert answered_once(calls).parameters["text"]
    assert [call.method for call in calls if call.method != "answerCallbackQuery"] in ([], ["editMessageText"])


async def test_a_button_of_an_inline_message_edits_that_message(stage: Stage) -> None:
    data = Press(verb=ButtonVerb.HISTORY, language="ko", subject="kt").data
    query = {"id": "q", "from": {"id": 7, "is_bot": False, "first_name": "U"}, "chat_instance": "1", "data": data}
    calls = await stage.play(callback_query={**query, "inline_message_id": "inline-1"})
    assert calls[-1].parameters["inline_message_id"] == "inline-1"


async def test_a_button_under_a_message_that_telegram_no_longer_shows_is_answered(stage: Stage) -> None:
    data = Press(verb=ButtonVerb.STANCE, language="ko", subject="kt").data
    query = {"id": "q", "from": {"id": 7, "is_bot": False, "first_name": "U"}, "chat_instance": "1", "data": data}
    old = {"message_id": 3, "date": 0, "chat": {"id": 7, "type": "private"}}
    calls = await stage.play(callback_query={**query, "message": old})
    assert calls[-1].parameters["message_id"] == 3


async def test_a_long_answer_goes_on_below_the_message_that_was_pressed(stage: Stage) -> None:
    calls = await stage.press(Press(verb=ButtonVerb.HISTORY, language="ko").data)
    methods = [call.method for call in calls]
    assert methods[:2] == ["answerCallbackQuery", "editMessageText"]
    assert set(methods[2:]) <= {"sendMessage"}


async def test_the_language_chosen_serves_where_a_question_shows_none(stage: Stage) -> None:
    assert "미정" in plain((await stage.hear("KT"))[0].text())
    (offer,) = await stage.hear("/language")
    assert {key["text"] for key in offer.buttons()} == {"한국어", "English"}
    calls = await stage.press(offer.data_of("English"))
    assert answered_once(calls).parameters["text"] == talk("en").language_chosen()
    assert "Undecided" in plain((await stage.hear("KT"))[0].text())
    assert "미정" in plain((await stage.hear("KT는 어때?"))[0].text())


async def test_in_a_group_a_language_is_chosen_for_oneself_and_the_offer_stays(stage: Stage) -> None:
    calls = await stage.press("language:en", chat=GROUP)
    assert [call.method for call in calls] == ["answerCallbackQuery"]
