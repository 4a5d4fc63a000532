from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st
from telegram import Chat, ForumTopicCreated, Message, MessageEntity, User

from bot.chat.addressing import Me, addressed, without_addresses, without_mention
from bot.chat.asking import UserText

ME = Me(4200, "ipjang_bot")
NAME = "@ipjang_bot"
PERSON = User(7, "A", is_bot=False)


def mention(before: str, text: str = NAME) -> MessageEntity:
    """The entity of a mention behind some text, in UTF-16 units."""
    return MessageEntity("mention", len(before.encode("utf-16-le", "surrogatepass")) // 2, len(text))


def written(text: str, *entities: MessageEntity, kind: str = "supergroup", **more: object) -> Message:
    chat = Chat(-5 if kind != "private" else 7, kind)
    return Message(1, datetime.now(UTC), chat, from_user=PERSON, text=text, entities=entities, **more)  # type: ignore[arg-type]


@given(st.text(), st.text())
def test_a_mention_is_taken_out_wherever_it_stands(before: str, after: str) -> None:
    words = without_mention(before + NAME + after, [mention(before)], ME)
    assert words == " ".join(part for part in (before.strip(), after.strip()) if part)


@given(st.text(), st.lists(st.tuples(st.integers(-9, 30), st.integers(-9, 30))))
def test_entities_that_point_anywhere_do_no_harm(text: str, spans: list[tuple[int, int]]) -> None:
    entities = [MessageEntity("mention", offset, length) for offset, length in spans]
    assert without_mention(text, entities, ME) is None or NAME in text.lower()


def test_several_mentions_are_all_taken_out() -> None:
    text = f"{NAME} KT는? {NAME}"
    assert without_mention(text, [mention(""), mention(f"{NAME} KT는? ")], ME) == "KT는?"


def test_somebody_elses_mention_stays() -> None:
    assert without_mention("@other KT는?", [mention("", "@other")], ME) is None


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("/ask KT는?", UserText("KT는?", "ask")),
        ("/ask@ipjang_bot KT는?", UserText("KT는?", "ask")),
        ("/ASK@IPJANG_BOT\nKT는?", UserText("KT는?", "ask")),
        (f"/ask {NAME} KT는?", UserText("KT는?", "ask")),
        ("/ask@other_bot KT는?", None),
        ("/ask@ipjang_bot_2 KT는?", None),
        ("hello /ask KT는?", None),
        ("/", None),
    ],
)
def test_a_command_counts_at_the_beginning_and_for_this_bot(text: str, said: UserText | None) -> None:
    assert addressed(written(text), ME) == said


def test_every_private_message_is_meant_for_the_bot() -> None:
    assert addressed(written("KT는?", kind="private"), ME) == UserText("KT는?")
    assert addressed(written("/ KT", kind="private"), ME) == UserText("/ KT")


def test_a_channels_post_is_not() -> None:
    assert addressed(written(f"{NAME} KT는?", mention(""), kind="channel"), ME) is None


def test_in_a_forum_the_message_that_opened_the_topic_is_no_message_replied_to() -> None:
    opening = Message(
        2, datetime.now(UTC), Chat(-5, "supergroup"), from_user=User(ME.id, "I", is_bot=True),
        forum_topic_created=ForumTopicCreated("T", 0),
    )  # fmt: skip
    assert addressed(written("KT는?", reply_to_message=opening), ME) is None


def test_an_anonymous_admin_is_heard_and_a_bot_is_not() -> None:
    admin = Message(
        1, datetime.now(UTC), Chat(-5, "supergroup"), from_user=User(1087968824, "G", is_bot=True),
        sender_chat=Chat(-5, "supergroup"), text=f"{NAME} KT는?", entities=(mention(""),),
    )  # fmt: skip
    assert addressed(admin, ME) == UserText("KT는?")
    robot = Message(
        1, datetime.now(UTC), Chat(-5, "supergroup"), from_user=User(9, "B", is_bot=True),
        text=f"{NAME} KT는?", entities=(mention(""),),
    )  # fmt: skip
    assert addressed(robot, ME) is None


def test_a_mere_reply_to_the_bot_is_known_as_one() -> None:
    answer = Message(
        2,
        datetime.now(UTC),
        Chat(-5, "supergroup"),
        from_user=User(ME.id, "I", is_bot=True),
        text="KT는 미정입니다.\n…",
    )
    replied = addressed(written("왜?", reply_to_message=answer), ME)
    assert replied == UserText("왜?", answer=2, headline="KT는 미정입니다.", is_called=False)
    called = addressed(written(f"{NAME} 왜?", mention(""), reply_to_message=answer), ME)
    assert called == UserText("왜?", answer=2, headline="KT는 미정입니다.")


@given(
    st.text(),
    st.lists(st.tuples(st.sampled_from(["url", "email", "mention"]), st.integers(-9, 30), st.integers(-9, 30))),
)
def test_addresses_that_point_anywhere_leave_the_text_as_long_as_it_is(
    text: str, spans: list[tuple[str, int, int]]
) -> None:
    entities = [MessageEntity(kind, offset, length) for kind, offset, length in spans]
    blanked = without_addresses(text, entities, ME)
    assert len(blanked.encode("utf-16-le", "surrogatepass")) == len(text.encode("utf-16-le", "surrogatepass"))
