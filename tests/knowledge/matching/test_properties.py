"""What holds for every message."""

import time
import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from knowledge.matching import NameIndex
from knowledge.matching.decoys import decoy_hash
from tests.knowledge.companies import PROGRAMME_NAMES, TEAMS, index, named

PIECES = st.sampled_from(
    ["카카오", "네이버", "KT", "NC", "AI", "코난", "뱅크", "는", "랑", " ", "  ", "혹시 ", "입장", "?", "&", "-",
    ".", "(주)", "재도전", "ㅋㅋ", "웹툰",
     "kakao", "spdlqj", "ㅏ마매", "is ", " in", "독파모", "클라우드", "카카우", "삼성전자", "\u200b", "ㄴㅇㅂ",
     "Hyundai ", "Motor", "\n", "@", "🇰🇷", "1"]
)  # fmt: skip
messages = st.one_of(st.lists(PIECES, max_size=12).map("".join), st.text(max_size=60))
NAMES = (
    "카카오",
    "네이버",
    "케이티",
    "코난테크놀로지",
    "모티프테크놀로지스",
    "SK텔레콤",
    "콜마홀딩스",
    "웹솔루스",
    "KT",
    "SKT",
)
PARTICLES = (
    "는",
    "은",
    "도",
    "만",
    "랑",
    "이랑",
    "한테",
    "한테는",
    "에서",
    "까지",
    "부터",
    "보다",
    "라도",
    "이라도",
    "하고",
    "의",
    "에게는",
    "요",
    "도요",
)


@given(messages)
def test_positions_are_the_code_points_of_what_was_typed(text: str) -> None:
    finding = index().find(text)
    places = [(each.start, each.end) for each in finding.mentions]
    assert all(text[each.start : each.end] == each.surface != "" for each in finding.mentions)
    assert places == sorted(places)
    assert all(0 <= start < end <= len(text) for start, end in finding.others)
    assert len(finding.candidates) <= 3
    assert not {each.team for each in finding.mentions} & {each.team for each in finding.candidates}


@given(messages)
def test_composed_and_decomposed_texts_give_the_same_mentions(text: str) -> None:
    composed, decomposed = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert named(composed) == named(decomposed)


@given(
    st.sampled_from(NAMES),
    st.sampled_from(PARTICLES),
    st.sampled_from(("{}", "{} 나가?", "혹시 {} 탈락했나", "네이버랑 {}")),
)
def test_a_particle_never_changes_the_team(name: str, particle: str, sentence: str) -> None:
    assert named(sentence.format(name + particle)) == named(sentence.format(name))


@settings(max_examples=60)
@given(messages, st.lists(st.lists(PIECES, min_size=1, max_size=3).map("".join), max_size=6))
def test_a_decoy_never_adds_an_answer(text: str, decoys: list[str]) -> None:
    guarded = NameIndex.build(TEAMS, programme_names=PROGRAMME_NAMES, register=map(decoy_hash, decoys))
    before = [(each.team, each.start) for each in index().find(text).mentions]
    after = [(each.team, each.start) for each in guarded.find(text).mentions]
    assert [each for each in before if each in after] == after


@pytest.mark.parametrize(
    "text",
    [
        "카" * 4096, "네이버" * 1365, "kakao " * 680, "k" * 4096, "카카오 " * 1024, "ㄴ" * 4096, "는" * 4096,
        "& " * 2048, "이랑" * 2048, "(주)" * 1365, "KT&" * 1365, "가" * 100_000,
    ],
)  # fmt: skip
def test_no_message_is_slow(text: str) -> None:
    index().find(text)
    begun = time.process_time()
    index().find(text)
    assert time.process_time() - begun < 2


@pytest.mark.parametrize(
    "text",
    [
        "\ud800카카오",
        "카카오\udfff는",
        "👨‍👩‍👧‍👦 카카오",
        "ᄏᆞᄏᆞ오",
        "ᅟᅠ카카오",
        "카카오\x00는",
        "\u202e카카오",
        "﷽ 카카오",
        "ﬁ 카카오",
    ],
)
def test_odd_characters_break_nothing(text: str) -> None:
    finding = index().find(text)
    assert all(text[each.start : each.end] == each.surface for each in finding.mentions)
