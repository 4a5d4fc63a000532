"""Follow-ups in chats: what a few words are about is remembered for ten minutes, per chat and asker, and no longer."""

from collections.abc import AsyncIterator
from datetime import timedelta

import pytest

from bot.chat.asking import STEPS_KEPT, Steps
from bot.rendering.reply import plain
from knowledge.followup import Exchange
from knowledge.question import Intent, Question
from tests.bot.recording import BOT_NAME, Call
from tests.bot.stage import GROUP, NOW, Stage, answer_of, staged, user

WHICH = "어느 팀을 말씀하시나요?"


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as opened:
        yield opened


def headline(calls: list[Call]) -> str:
    (call,) = calls
    return plain(call.text()).partition("\n")[0]


@pytest.mark.parametrize("text", ["출처?", "왜?", "언제?", "누가 말했어?", "그건 언제 얘기야"])
async def test_the_next_message_is_about_the_team_before(stage: Stage, text: str) -> None:
    await stage.hear("KT는?")
    assert headline(await stage.hear(text)).startswith("KT는 미정입니다.")


async def test_a_follow_up_is_answered_in_its_own_language(stage: Stage) -> None:
    await stage.hear("KT는?")
    assert headline(await stage.hear("source?")) == "KT: Undecided"
    assert "네이버클라우드" in headline(await stage.hear("그럼 네이버는?"))


async def test_without_memory_the_bot_asks_which_team_with_buttons(stage: Stage) -> None:
    (call,) = await stage.hear("출처?")
    assert plain(call.text()).startswith(WHICH)
    (answer,) = [
        each for each in await stage.press(call.buttons()[0]["callback_data"]) if each.method != "answerCallbackQuery"
    ]
    assert answer.text()
    await stage.notes.write()
    assert not [gap for gap in await stage.record.store.gaps.most_frequent() if gap.text == "출처?"]


async def test_it_is_forgotten_after_ten_minutes(stage: Stage) -> None:
    await stage.hear("KT는?")
    stage.clock.now = NOW + timedelta(minutes=9)
    assert headline(await stage.hear("왜?")) == "KT는 미정입니다."
    stage.clock.now = NOW + timedelta(minutes=20)
    assert headline(await stage.hear("왜?")) == WHICH


async def test_others_and_other_chats_have_memories_of_their_own(stage: Stage) -> None:
    await stage.hear("KT는?")
    assert headline(await stage.hear("왜?", chat=8, **{"from": user(8)})) == WHICH
    await stage.hear(f"@{BOT_NAME} 카카오는?", chat=GROUP)
    assert headline(await stage.hear(f"@{BOT_NAME} 왜?", chat=GROUP, **{"from": user(8)})) == WHICH
    assert headline(await stage.hear(f"@{BOT_NAME} 왜?", chat=GROUP)) == "카카오는 불참입니다."
    assert headline(await stage.hear("왜?")) == "KT는 미정입니다."


async def test_a_reply_is_about_the_answer_that_it_replies_to(stage: Stage) -> None:
    await stage.hear(f"@{BOT_NAME} KT는?", chat=GROUP)
    first = stage.telegram.last_message
    await stage.hear(f"@{BOT_NAME} 카카오는?", chat=GROUP)
    assert headline(await stage.hear("왜?", chat=GROUP, reply_to_message=answer_of(stage, first))) == "KT는 미정입니다."
    by_other = await stage.hear(
        "그럼 네이버는?", chat=GROUP, reply_to_message=answer_of(stage, first), **{"from": user(8)}
    )
    assert "네이버클라우드" in headline(by_other)


@pytest.mark.parametrize("text", ["출처?", "왜?", "source?"])
async def test_an_answer_that_is_not_remembered_is_known_by_its_first_line(stage: Stage, text: str) -> None:
    old = answer_of(stage, 3, "KT는 미정입니다.\n“카카오는 …”")
    assert "KT" in headline(await stage.hear(text, chat=GROUP, reply_to_message=old))
    assert headline(await stage.hear("왜?", chat=GROUP, reply_to_message=answer_of(stage, 4, "안녕하세요."))) == WHICH


async def test_what_is_quoted_of_an_answer_comes_first(stage: Stage) -> None:
    await stage.hear(f"@{BOT_NAME} 카카오랑 KT는?", chat=GROUP)
    mine = answer_of(stage, stage.telegram.last_message)
    quote = {"text": "KT는 미정입니다.", "position": 0, "is_manual": True}
    assert headline(await stage.hear("왜?", chat=GROUP, reply_to_message=mine, quote=quote)) == "KT는 미정입니다."


async def test_yes_is_the_team_that_was_offered(stage: Stage) -> None:
    assert headline(await stage.hear("루닉은?")) == "루닛을 말씀하시나요?"
    assert headline(await stage.hear("네")).startswith("루닛의 입장은 기록에 없습니다.")
    assert headline(await stage.hear(f"@{BOT_NAME} SK는?", chat=GROUP)).startswith("SK텔레콤을 말씀하시나요?")
    mine = answer_of(stage, stage.telegram.last_message)
    assert "SK텔레콤" in headline(await stage.hear("ㅇㅇ", chat=GROUP, reply_to_message=mine))


async def test_yes_to_an_offer_that_is_not_remembered(stage: Stage) -> None:
    for offer in ("루닛을 말씀하시나요?", "Do you mean Lunit?"):
        calls = await stage.hear("네", chat=GROUP, reply_to_message=answer_of(stage, 3, offer))
        assert headline(calls).startswith("루닛의 입장은")
    assert await stage.hear("네", chat=GROUP, reply_to_message=answer_of(stage, 3, "루닛의 결과는 탈락입니다.")) == []


async def test_a_pressed_button_is_a_question_too(stage: Stage) -> None:
    await stage.press("sk:kt")
    assert headline(await stage.hear("왜?")) == "KT는 미정입니다."


async def test_talk_between_a_question_and_its_follow_up_is_no_question(stage: Stage) -> None:
    await stage.hear("KT는?")
    await stage.hear("ㅋㅋ")
    assert headline(await stage.hear("왜?")) == "KT는 미정입니다."
    await stage.hear("크래프톤은?")
    assert headline(await stage.hear("왜?")) == WHICH


async def test_a_list_both_and_the_others(stage: Stage) -> None:
    await stage.hear("불참한 팀은?")
    assert headline(await stage.hear("그 중에 네이버도 있어?")).startswith("네,")
    await stage.hear("불참한 팀은?")
    assert headline(await stage.hear("and who's considering?")).startswith("Considering")
    await stage.hear("카카오는?")
    await stage.hear("그럼 KT는?")
    (call,) = await stage.hear("둘 다?")
    assert "카카오" in plain(call.text())
    assert "KT" in plain(call.text())
    assert "현황" in headline(await stage.hear("나머지는?"))


def test_steps_are_bounded() -> None:
    steps, step = Steps(), Exchange(question=Question(text="", intent=Intent.STANCE, teams=("kt",)))
    for number in range(STEPS_KEPT + 10):
        steps.keep(number, NOW, step)
    assert len(steps) == STEPS_KEPT
    assert steps.before(0, NOW) is None
    assert steps.before(STEPS_KEPT, NOW) is step
    assert steps.before(STEPS_KEPT, NOW + timedelta(minutes=11)) is None
