"""What is read from a message that may be worth recording."""

from datetime import UTC, date, datetime

import pytest
from telegram import Chat, Message, MessageOriginChannel, MessageOriginHiddenUser, User
from telegram.constants import ChatType

from bot.editing.context import sentences
from bot.editing.draft import Draft, Step
from bot.editing.form import read_excerpt
from bot.editing.lines import link_of, published_on, publisher_of
from tests.bot.editing.record import desk

SENTENCE = 'KT는 23일 "이번 공모에 안 나간다"고 밝혔다.'
CHAT = Chat(id=7, type=ChatType.PRIVATE)
CHANNEL = Chat(id=-1001, type=ChatType.CHANNEL, title="연합뉴스 속보", username="yna_flash")


def message(text: str, origin: MessageOriginChannel | MessageOriginHiddenUser | None = None) -> Message:
    """A private message of an editor."""
    return Message(
        message_id=1,
        date=datetime(2026, 1, 26, tzinfo=UTC),
        chat=CHAT,
        from_user=User(7, "A", is_bot=False),
        text=text,
        forward_origin=origin,
    )


def only_draft(text: str, origin: MessageOriginChannel | MessageOriginHiddenUser | None = None) -> Draft:
    """The one draft that a message gives."""
    clipping = read_excerpt(message(text, origin), desk())
    assert clipping is not None
    (draft,) = clipping.drafts
    return draft


def test_a_pasted_article_gives_team_stance_sentence_and_source() -> None:
    text = f"KT, 독파모 불참\n(서울=연합뉴스) 김기자 기자 = 업계가 술렁인다.\n{SENTENCE}\n입력 2026.01.23 14:00\nhttps://www.yna.co.kr/view/1"
    draft = only_draft(text)
    assert (draft.team, draft.stance, draft.quote) == ("kt", "not_joining", SENTENCE)
    assert (draft.publisher, draft.published, draft.title) == ("연합뉴스", date(2026, 1, 23), "KT, 독파모 불참")
    assert draft.url == "https://www.yna.co.kr/view/1"
    assert draft.text == text
    assert draft.told == {Step.TEAM, Step.STANCE, Step.QUOTE, Step.SOURCE}


def test_a_headline_is_taken_where_no_sentence_tells_the_stance() -> None:
    draft = only_draft("KT, 독파모 불참\n업계가 술렁인다.\nKT 주가는 23일 1% 올랐다.")
    assert (draft.stance, draft.quote) == ("not_joining", "KT, 독파모 불참")


def test_a_channel_s_post_names_its_publisher_its_day_and_its_link() -> None:
    origin = MessageOriginChannel(datetime(2026, 1, 23, 16, tzinfo=UTC), CHANNEL, 55)
    draft = only_draft(SENTENCE, origin)
    assert (draft.publisher, draft.published) == ("연합뉴스 속보", date(2026, 1, 24))
    assert draft.url == "https://t.me/yna_flash/55"


def test_a_person_s_forward_says_nothing_of_the_publisher() -> None:
    draft = only_draft(SENTENCE, MessageOriginHiddenUser(datetime(2026, 1, 23, tzinfo=UTC), "누군가"))
    assert draft.publisher is None
    assert draft.published is None
    assert Step.SOURCE not in draft.told


def test_each_team_of_a_message_is_offered_with_its_own_sentence() -> None:
    clipping = read_excerpt(message("카카오는 안 나간다고 밝혔다. NC AI는 아직 정해진 게 없다고 했다."), desk())
    assert clipping is not None
    assert [(draft.team, draft.stance) for draft in clipping.drafts] == [
        ("kakao", "not_joining"),
        ("nc_ai", "undecided"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "KT는?",
        "KT 어떻게 됐어",
        "KT는 참여하나요? 궁금합니다만 아무도 모르나요?",
        "삼성전자는 안 나간다고 23일 밝혔다고 한다.",
        "",
    ],
)
def test_a_question_and_a_stranger_s_news_are_no_offer(text: str) -> None:
    assert read_excerpt(message(text), desk()) is None


def test_words_of_two_stances_leave_the_stance_open() -> None:
    draft = only_draft("KT는 참여한다는 말과 안 나간다는 말이 엇갈린다고 밝혔다.")
    assert draft.stance is None


def test_a_control_character_is_no_offer() -> None:
    assert read_excerpt(message("KT는 안 나간다고\x02 밝혔다고 23일 전해졌다."), desk()) is None


@pytest.mark.parametrize(
    ("text", "publisher"),
    [
        ("(서울=연합뉴스) 홍길동 기자 =", "연합뉴스"),
        ("[세종=뉴시스] 홍길동 기자 =", "뉴시스"),
        ("(서울=뉴스1) 홍길동 기자 =", "뉴스1"),
        ("[디지털데일리 홍길동 기자] KT가", "디지털데일리"),
        ("[단독] KT가", None),
        ("SEOUL, Jan. 23 (Yonhap) -- KT", "Yonhap"),
        ("https://n.news.naver.com/article/1", None),
        ("보기 https://m.news1.kr/a/1.", "뉴스1"),
        ("<저작권자(c) 연합뉴스, 무단 전재-재배포 금지>", "연합뉴스"),
        ("카카오(035720)가", None),
    ],
)
def test_a_byline_names_the_publisher(text: str, publisher: str | None) -> None:
    assert publisher_of(text) == publisher


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("입력 2026.01.23 14:00 수정 2026.01.24 09:00", date(2026, 1, 23)),
        ("2026년 1월 23일 송고", date(2026, 1, 23)),
        ("사진 2025.12.30 기사 2026.01.23", None),
        ("2026.01.23", date(2026, 1, 23)),
        ("2026.13.45", None),
        ("https://a.kr/2026/01/23/b", None),
        ("23일", None),
    ],
)
def test_the_day_of_an_article_is_read_where_it_is_plain(text: str, day: date | None) -> None:
    assert published_on(text) == day


def test_the_first_link_comes_without_the_full_stop_behind_it() -> None:
    assert link_of("여기 https://a.kr/b. 그리고 https://c.kr") == "https://a.kr/b"
    assert link_of("없음") is None


def test_sentences_are_slices_and_dots_in_dates_do_not_cut() -> None:
    text = 'SEOUL, Jan. 23 (Yonhap) -- KT will not join. It said so.\n2026. 1. 23. 오전 KT는 "안 나간다." 고 했다.'
    pieces = sentences(text)
    assert pieces[0] == "SEOUL, Jan. 23 (Yonhap) -- KT will not join."
    assert all(piece in text for piece in pieces)
