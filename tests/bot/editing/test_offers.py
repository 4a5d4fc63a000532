"""A forwarded or pasted sentence: the ordinary answer still comes, and an editor may record it."""

import pytest

from tests.bot.editing.editorial import EDITOR, STRANGER, Editorial, texts
from tests.bot.recording import Call
from tests.bot.stage import GROUP, Json, chat_of, user

NEWS = '(서울=연합뉴스) 홍길동 기자 = KT는 23일 "이번 재공모에 나가지 않는다"고 밝혔다. 입력 2026.01.23'
CHANNEL: Json = {
    "type": "channel",
    "date": 1769148000,
    "chat": {"id": -1001, "type": "channel", "title": "뉴스 속보", "username": "flash_news"},
    "message_id": 9,
}


def offered(calls: list[Call]) -> bool:
    """Whether something can be recorded by a button."""
    return any("기록하기" in key["text"] for call in calls for key in call.buttons())


async def test_a_pasted_sentence_is_answered_and_offered(desk: Editorial) -> None:
    calls = await desk.say(NEWS)
    assert "미정" in texts(calls[:1])
    assert "이 문장을 기록할까요?" in texts(calls[1:])
    assert "연합뉴스 · 1월 23일" in texts(calls)


async def test_an_offer_leads_to_the_saved_statement(desk: Editorial) -> None:
    calls = await desk.tap(await desk.say(NEWS), "KT 기록하기")
    for label in ("어제(1월 23일)", "본인", "밝히지 않음"):
        calls = await desk.tap(calls, label)
    assert "출처: 연합뉴스 (1월 23일)" in texts(calls)
    await desk.tap(calls, "저장")
    claim = desk.facts.statements["kt-20260123"].claim
    assert claim.quote == 'KT는 23일 "이번 재공모에 나가지 않는다"고 밝혔다.'
    assert desk.facts.source_texts[claim.source] == NEWS


async def test_a_channel_s_post_brings_its_title_day_and_link(desk: Editorial) -> None:
    calls = await desk.say('KT는 "이번 재공모에 나가지 않는다"고 밝혔다.', forward_origin=CHANNEL)
    assert "뉴스 속보 · 1월 23일" in texts(calls)


async def test_an_english_offer(desk: Editorial) -> None:
    calls = await desk.say("SEOUL, Jan. 23 (Yonhap) -- KT said Friday it will not join the contest.", language="en")
    assert "Record this?" in texts(calls)
    assert "KT · Not joining" in texts(calls)
    assert "Yonhap" in texts(calls)


@pytest.mark.parametrize(
    "text", ["KT는?", "카카오 재도전해?", "불참한 팀", "안녕하세요", "삼성전자는 나가지 않는다고 23일 밝혔다고 한다."]
)
async def test_a_question_is_only_answered(desk: Editorial, text: str) -> None:
    assert not offered(await desk.say(text))


async def test_nobody_else_is_offered_anything(desk: Editorial) -> None:
    assert not offered(await desk.say(NEWS, by=STRANGER))
    assert not offered(await desk.say(NEWS, by=STRANGER, forward_origin=CHANNEL))
    group = await desk.stage.hear(f"{NEWS} @ipjang_bot", chat=GROUP, **{"from": user(EDITOR)})
    assert group
    assert not offered(group)


async def test_a_sentence_sent_via_another_bot_is_not_offered(desk: Editorial) -> None:
    other: Json = {"id": 99, "is_bot": True, "first_name": "O", "username": "other_bot"}
    assert not offered(await desk.say(NEWS, via_bot=other))


@pytest.mark.parametrize("origin", [{}, {"forward_origin": CHANNEL}])
async def test_a_rich_message_is_offered_like_a_plain_one(desk: Editorial, origin: Json) -> None:
    linked = {"type": "url", "text": "연합뉴스", "url": "https://yna.co.kr/1"}
    blocks: list[Json] = [
        {"type": "heading", "size": 1, "text": "KT, 재공모 불참"},
        {"type": "paragraph", "text": [NEWS.partition(" = ")[2], " ", linked]},
    ]
    content: Json = {"message_id": 5, "date": 1, "chat": chat_of(EDITOR), "from": user(EDITOR), **origin}
    assert offered(await desk.stage.play(message={**content, "rich_message": {"blocks": blocks}}))
