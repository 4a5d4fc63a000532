"""The lines of /add and /correct."""

import unicodedata

import pytest

from bot.editing.draft import Draft, Step
from bot.editing.form import fill, missing
from bot.editing.lines import InputErrorCode, Key, looks_like_lines, read_lines
from knowledge.model import Voice
from knowledge.said import Said
from tests.bot.editing.record import desk

ENGLISH = """
team: KT
stance: 불참
said: 2026-01-23
voice: own
speaker: KT 관계자
publisher: 뉴스1
title: KT "안 나간다"
url: https://news1.kr/a?b=1
published: 2026-01-23
quote: KT는 23일 "참여하지 않는다"고 밝혔다.
이유: 밝히지 않았다."""


def test_every_line_is_read_and_the_quote_takes_the_rest() -> None:
    filled = fill(Draft(), read_lines(ENGLISH), desk())
    assert filled.errors == ()
    draft = filled.draft
    assert (draft.team, draft.stance, draft.voice, draft.speaker) == ("kt", "not_joining", Voice.OWN, "KT 관계자")
    assert draft.said == Said.parse("2026-01-23")
    assert (draft.publisher, draft.title, draft.url) == ("뉴스1", 'KT "안 나간다"', "https://news1.kr/a?b=1")
    assert draft.quote == 'KT는 23일 "참여하지 않는다"고 밝혔다.\n이유: 밝히지 않았다.'
    assert not tuple(missing(draft, read_lines(ENGLISH)))


@pytest.mark.parametrize(
    ("row", "key", "value"),
    [
        ("팀: KT", Key.TEAM, "KT"),
        ("  Team :KT", Key.TEAM, "KT"),
        ("TEAM：KT", Key.TEAM, "KT"),
        ("화자 구분: 본인", Key.VOICE, "본인"),
        ("발언일: 1월 23일", Key.SAID, "1월 23일"),
        ("링크: https://a.kr/b:c", Key.URL, "https://a.kr/b:c"),
        ("보도일:2026-01-23", Key.PUBLISHED, "2026-01-23"),
        ("사유: 오타", Key.REASON, "오타"),
        (unicodedata.normalize("NFD", "팀: KT"), Key.TEAM, "KT"),
    ],
)
def test_keys_are_known_in_both_languages_and_in_any_dress(row: str, key: Key, value: str) -> None:
    assert read_lines(row).text(key) == value


@pytest.mark.parametrize(
    ("text", "code", "line", "key"),
    [
        ("team: KT\nstence: 불참", InputErrorCode.UNKNOWN_KEY, 2, None),
        ("team: KT\n그냥 적은 줄", InputErrorCode.NO_KEY, 2, None),
        ("https://a.kr/b", InputErrorCode.NO_KEY, 1, None),
        ("team: KT\nteam: 카카오", InputErrorCode.REPEATED, 2, "team"),
        ("\n\nstance:", InputErrorCode.EMPTY, 3, "stance"),
        ("team: 삼성", InputErrorCode.TEAM_UNKNOWN, 1, "team"),
        ("stance: 글쎄", InputErrorCode.STANCE_UNKNOWN, 1, "stance"),
        ("said: 언젠가", InputErrorCode.DATE, 1, "said"),
        ("voice: 남", InputErrorCode.VOICE, 1, "voice"),
        ("url: news1.kr", InputErrorCode.URL, 1, "url"),
        ("published: 봄", InputErrorCode.DATE, 1, "published"),
        ("speaker: " + "가" * 301, InputErrorCode.TOO_LONG, 1, "speaker"),
        ("speaker: 가\x01", InputErrorCode.ODD, 1, "speaker"),
        ("quote: " + "가" * 2001, InputErrorCode.TOO_LONG, 1, "quote"),
    ],
)
def test_a_mistake_names_its_line(text: str, code: InputErrorCode, line: int, key: str | None) -> None:
    slip = fill(Draft(), read_lines(text), desk()).errors[0]
    assert (slip.code, slip.line, slip.key) == (code, line, key)


def test_a_misspelt_key_offers_the_nearest() -> None:
    assert read_lines("stence: 불참").errors[0].options == ("stance",)


def test_what_could_be_read_is_kept_beside_the_mistakes() -> None:
    filled = fill(Draft(), read_lines("team: KT\nsaid: 언젠가\nvoice: 본인"), desk())
    assert filled.draft.told == {Step.TEAM, Step.VOICE}


def test_a_statement_without_its_needed_lines_names_each() -> None:
    lines = read_lines("team: KT\nquote: KT는 안 나간다고 했다.")
    keys = [slip.key for slip in missing(fill(Draft(), lines, desk()).draft, lines)]
    assert keys == ["stance", "said", "voice", "publisher"]


def test_a_needed_line_below_the_quote_is_told_where_it_stands() -> None:
    lines = read_lines("team: KT\nquote: KT는 안 나간다고 했다.\n입장: 불참\nsaid: 2026-01-23")
    slips = {slip.key: (slip.code, slip.line) for slip in missing(fill(Draft(), lines, desk()).draft, lines)}
    assert slips["stance"] == (InputErrorCode.IN_QUOTE, 3)
    assert slips["said"] == (InputErrorCode.IN_QUOTE, 4)
    assert slips["voice"] == (InputErrorCode.MISSING, None)


def test_the_site_of_a_link_names_its_publisher() -> None:
    draft = fill(Draft(), read_lines("url: https://www.yna.co.kr/view/AKR1"), desk()).draft
    assert draft.publisher == "연합뉴스"


def test_a_sentence_is_not_taken_for_lines() -> None:
    assert looks_like_lines("team: KT")
    assert not looks_like_lines("KT 관계자: 안 나갑니다")
