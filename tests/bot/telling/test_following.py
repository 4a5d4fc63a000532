"""Commands, sentences, buttons and links by which people follow, through the real application."""

from collections.abc import AsyncIterator

import pytest

from bot.rendering.keyboards import DATA_LIMIT
from knowledge.storage.follows import EVERY_TEAM, Place
from tests.bot.recording import Call
from tests.bot.stage import GROUP, OWNER, PERSON, Json, Stage, chat_of, message, staged, user

ADMIN = {"status": "administrator", "user": user(PERSON), "can_be_edited": False, "is_anonymous": False,
         "can_manage_chat": True, "can_delete_messages": True, "can_manage_video_chats": True,
         "can_restrict_members": True, "can_promote_members": True, "can_change_info": True, "can_invite_users": True,
         "can_post_stories": True, "can_edit_stories": True, "can_delete_stories": True}  # fmt: skip
MEMBER = {"status": "member", "user": user(PERSON)}
CHANNEL = -1002001
CHAT = {"accent_color_id": 0, "max_reaction_count": 1, "accepted_gift_types": {
    "unlimited_gifts": True, "limited_gifts": True, "unique_gifts": True, "premium_subscription": True,
    "gifts_from_channels": True}}  # fmt: skip


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as opened:
        opened.telegram.answers["getChatMember"] = MEMBER
        yield opened


async def followed(stage: Stage, place: Place = (PERSON, 0)) -> dict[str, bool]:
    return dict((await stage.record.store.follows.all()).get(place, {}))


def said(calls: list[Call]) -> str:
    return "\n".join(call.text() for call in calls if call.method == "sendMessage")


async def test_a_command_follows_at_once_and_says_how_one_is_told(stage: Stage) -> None:
    calls = await stage.hear("/follow KT, 카카오")
    assert await followed(stage) == {"kt": False, "kakao": False}
    assert "KT와 카카오의 입장이나 결과가 바뀌면 알려 드립니다." in said(calls)
    assert "10분 동안" in said(calls)
    assert "KT 알림 끄기" in said(await stage.hear("/following")) or "KT" in said(await stage.hear("/following"))
    await stage.hear("/unfollow KT")
    assert await followed(stage) == {"kakao": False}
    await stage.hear("/unfollow")
    assert await followed(stage) == {}


async def test_without_a_name_every_team_is_followed(stage: Stage) -> None:
    await stage.hear("/follow")
    assert await followed(stage) == {EVERY_TEAM: False}
    await stage.hear("/unfollow KT")
    assert await followed(stage) == {EVERY_TEAM: False, "kt": True}
    assert "뺀 팀: KT" in said(await stage.hear("/following"))


async def test_a_name_that_is_no_team_s_follows_nothing(stage: Stage) -> None:
    assert "찾지 못했습니다" in said(await stage.hear("/follow 삼성바이오"))
    assert await followed(stage) == {}


@pytest.mark.parametrize(
    "text", ["KT 입장 바뀌면 알려줘", "KT 구독", "KT 팔로우", "KT 알림 켜줘", "notify me when KT changes"]
)
async def test_a_sentence_offers_and_never_follows(stage: Stage, text: str) -> None:
    (call,) = await stage.hear(text)
    assert await followed(stage) == {}
    (key,) = call.buttons()
    assert key["text"] in ("알림 받기", "Notify me")
    (answer,) = await stage.press(key["callback_data"])
    assert await followed(stage) == {"kt": False}
    (again,) = await stage.hear(text)
    assert again.buttons()[0]["text"] in ("알림 끄기", "Stop")
    assert "KT" in str(answer.parameters["text"])


@pytest.mark.parametrize("text", ["KT 알림 꺼줘", "KT 구독 취소", "stop telling me about KT"])
async def test_a_sentence_offers_to_stop(stage: Stage, text: str) -> None:
    await stage.hear("/follow KT")
    (call,) = await stage.hear(text)
    assert await followed(stage) == {"kt": False}
    await stage.press(call.buttons()[0]["callback_data"])
    assert await followed(stage) == {}


async def test_a_sentence_without_a_team_is_about_the_one_before(stage: Stage) -> None:
    await stage.hear("KT는?")
    (call,) = await stage.hear("바뀌면 알려줘")
    assert "KT의 입장이나 결과가 바뀌면 알려 드릴까요?" in call.text()


@pytest.mark.parametrize("text", ["카카오뱅크 알림 켜줘", "삼성바이오 바뀌면 알려줘"])
async def test_whoever_is_no_team_is_offered_to_nobody(stage: Stage, text: str) -> None:
    (call,) = await stage.hear(text)
    assert "알려 드릴까요" not in call.text()


async def test_every_answer_about_one_team_has_the_button_which_turns(stage: Stage) -> None:
    (call,) = await stage.hear("KT는?")
    data = call.data_of("알림 받기")
    sent = {
        **message(900, "…", PERSON),
        "from": dict(stage.telegram.me),
        "reply_markup": call.parameters["reply_markup"],
    }
    press = {"id": "q", "from": user(PERSON), "chat_instance": "1", "data": data, "message": sent}
    _, turned = await stage.play(callback_query=press)
    assert turned.method == "editMessageReplyMarkup"
    assert turned.data_of("알림 끄기") == data.replace("f", "u", 1)
    assert [key["text"] for key in turned.buttons()][:-1] == [key["text"] for key in call.buttons()][:-1]
    (again,) = await stage.hear("KT는?")
    assert again.data_of("알림 끄기") == "uk:kt"
    (other,) = await stage.hear("카카오는?")
    assert other.data_of("알림 받기") == "fk:kakao"
    assert all(len(key["callback_data"].encode()) <= DATA_LIMIT for key in again.buttons())


async def test_a_link_follows_in_private(stage: Stage) -> None:
    calls = await stage.hear("/start f_kt")
    assert await followed(stage) == {"kt": False}
    assert "KT의 입장이나 결과가 바뀌면" in said(calls)
    await stage.hear("/start f_All")
    assert await followed(stage) == {EVERY_TEAM: False}
    assert "사용" in said(await stage.hear("/start f_nobody")) or await followed(stage) == {EVERY_TEAM: False}


@pytest.mark.parametrize(("typed", "kept"), [("23-7", "23:00-07:00"), ("off", "off"), ("끄기", "off")])
async def test_quiet_hours_are_a_place_s_own(stage: Stage, typed: str, kept: str) -> None:
    await stage.hear(f"/quiet {typed}")
    subscriber = await stage.record.store.follows.subscriber((PERSON, 0))
    assert subscriber is not None
    assert subscriber.quiet == kept
    assert "/quiet 23-7" in said(await stage.hear("/quiet soon"))


async def test_digests_are_chosen_and_dropped(stage: Stage) -> None:
    assert "매주 월요일 09:00" in said(await stage.hear("/digest weekly mon 9:00"))
    subscriber = await stage.record.store.follows.subscriber((PERSON, 0))
    assert subscriber is not None
    assert subscriber.digest == "weekly mon 09:00"
    assert "보내지 않습니다" in said(await stage.hear("/digest off"))
    assert "/digest daily 8:30" in said(await stage.hear("/digest monthly"))


# Groups


async def test_an_admin_follows_for_a_topic(stage: Stage) -> None:
    stage.telegram.answers["getChatMember"] = ADMIN
    calls = await stage.hear("/follow KT", chat=GROUP, message_thread_id=5, is_topic_message=True)
    assert [call.method for call in calls] == ["getChatMember", "sendMessage"]
    assert await followed(stage, (GROUP, 5)) == {"kt": False}
    calls = await stage.hear("/unfollow", chat=GROUP, message_thread_id=5, is_topic_message=True)
    assert "getChatMember" not in [call.method for call in calls]  # kept a minute
    assert await followed(stage, (GROUP, 5)) == {}


async def test_who_writes_in_the_name_of_the_group_is_an_admin(stage: Stage) -> None:
    await stage.hear("/follow KT", chat=GROUP, sender_chat=chat_of(GROUP))
    assert await followed(stage, (GROUP, 0)) == {"kt": False}


FORBIDDEN: dict[str, Json] = {
    "a member": {},
    "a former admin": {"status": "left"},
    "in the name of a channel": {"sender_chat": {"id": CHANNEL, "type": "channel", "title": "C"}},
    "forwarded": {"forward_origin": {"type": "user", "date": 1, "sender_user": user(PERSON)}},
    "via a bot": {"via_bot": {"id": 99, "is_bot": True, "first_name": "B"}},
    "a bot": {"from": {**user(PERSON), "is_bot": True}},
}
"""Ways to decide for a group, or in somebody else's words, which decide nothing; a press and a channel besides."""


@pytest.mark.parametrize("path", FORBIDDEN)
@pytest.mark.parametrize("text", ["/follow KT", "/unfollow", "/quiet off", "/digest daily 8:30"])
async def test_nobody_else_decides_for_a_group(stage: Stage, path: str, text: str) -> None:
    store = stage.record.store.follows
    await store.add((GROUP, 0), ["kakao"], "ko", stage.clock.now)
    more = dict(FORBIDDEN[path])
    status = more.pop("status", None)
    if path in ("forwarded", "via a bot"):
        stage.telegram.answers["getChatMember"] = ADMIN
    elif status:
        stage.telegram.answers["getChatMember"] = {"status": status, "user": user(PERSON)}
    before = await store.subscriber((GROUP, 0))
    calls = await stage.hear(text, chat=GROUP, **more)
    assert await followed(stage, (GROUP, 0)) == {"kakao": False}
    assert await store.subscriber((GROUP, 0)) == before
    if path in ("a member", "a former admin"):
        (key,) = [key for call in calls for key in call.buttons()]
        assert key["url"].startswith("https://t.me/ipjang_bot?start=f_")


async def test_an_edited_command_decides_nothing(stage: Stage) -> None:
    await stage.edit(77, "/follow KT")
    assert await followed(stage) == {}


async def test_a_member_s_press_in_a_group_leads_to_the_private_chat(stage: Stage) -> None:
    answer = next(call for call in await stage.press("fk:kt", chat=GROUP) if call.method == "answerCallbackQuery")
    assert answer.parameters["url"] == "https://t.me/ipjang_bot?start=f_kt"
    assert await followed(stage, (GROUP, 0)) == {}
    stage.following.admins.known.clear()
    stage.telegram.answers["getChatMember"] = ADMIN
    await stage.press("fk:kt", chat=GROUP)
    assert await followed(stage, (GROUP, 0)) == {"kt": False}


async def test_a_press_under_an_inline_message_leads_to_the_private_chat(stage: Stage) -> None:
    press = {"id": "q", "from": user(PERSON), "chat_instance": "1", "data": "fk:kt", "inline_message_id": "i"}
    (answer,) = await stage.play(callback_query=press)
    assert answer.parameters["url"] == "https://t.me/ipjang_bot?start=f_kt"
    assert await followed(stage) == {}


# Channels


def channel_of(stage: Stage, **member: object) -> None:
    stage.telegram.answers["getChat"] = {"id": CHANNEL, "type": "channel", "title": "C", **CHAT}
    rights = {**ADMIN, "user": dict(stage.telegram.me), "can_post_messages": True, **member}
    stage.telegram.answers["getChatMember"] = rights


async def test_an_owner_sends_the_digest_to_a_channel(stage: Stage) -> None:
    channel_of(stage)
    await stage.hear("/digest daily 8:30 @lights", chat=OWNER, **{"from": user(OWNER)})
    subscriber = await stage.record.store.follows.subscriber((CHANNEL, 0))
    assert subscriber is not None
    assert subscriber.digest == "daily 08:30"
    await stage.hear("/digest off @lights", chat=OWNER, **{"from": user(OWNER)})
    subscriber = await stage.record.store.follows.subscriber((CHANNEL, 0))
    assert subscriber is not None
    assert subscriber.digest is None


async def test_nobody_else_does_and_only_where_the_bot_may_post(stage: Stage) -> None:
    channel_of(stage)
    assert "소유자만" in said(await stage.hear("/digest daily 8:30 @lights"))
    await stage.hear("/digest daily 8:30 @lights", chat=GROUP, **{"from": user(OWNER)})
    channel_of(stage, can_post_messages=False)
    assert "관리자로 추가" in said(await stage.hear("/digest daily 8:30 @lights", chat=OWNER, **{"from": user(OWNER)}))
    stage.telegram.answers["getChat"] = {"id": GROUP, "type": "supergroup", "title": "G", **CHAT}
    await stage.hear("/digest daily 8:30 @lights", chat=OWNER, **{"from": user(OWNER)})
    follows = stage.record.store.follows
    assert await follows.subscriber((CHANNEL, 0)) is None
    assert await follows.subscriber((GROUP, 0)) is None


async def test_a_chat_that_is_there_again_is_told_so_once(stage: Stage) -> None:
    await stage.hear("/follow KT")
    await stage.record.store.follows.pause(PERSON, stage.clock.now)
    await stage.following.subscriptions.followed.refresh()
    calls = await stage.hear("KT는?")
    assert [call.method for call in calls] == ["sendMessage", "sendMessage"]
    assert "알림을 다시 보내 드립니다" in calls[0].text()
    assert len(await stage.hear("KT는?")) == 1
    assert await stage.record.store.follows.paused() == frozenset()


async def test_what_changed_is_a_command_too(stage: Stage) -> None:
    assert "달라진" in said(await stage.hear("/changes"))
    assert "달라진 것" in said(await stage.hear("/changes 1월 10일"))
    assert "KT" in said(await stage.hear("/changes KT 1월 10일 이후"))
