"""Names brought to one form: width, case, composition, legal forms; and the words of a message."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from knowledge.matching.index import forms_of
from knowledge.text.normalise import compact_core, fold
from knowledge.text.tokens import LONGEST_READ, Gap, Script, tokenise


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("(주)카카오", "카카오"), ("㈜ 카카오", "카카오"), ("주식회사 카카오", "카카오"), ("카카오 주식회사", "카카오"),
        ("Kakao Corp.", "kakao"), ("KAKAO CO., LTD", "kakao"), ("Kakao Co.,Ltd.", "kakao"), ("iKAKAOCo.,Ltd.",
        "ikakao"),
        ("NC AI", "ncai"), ("Ｎ Ｃ　ＡＩ", "ncai"), ("KT&G Corporation", "kt&g"), ("People and Technology, Inc.",
        "people&technology"),
        ("Mi:dm", "midm"), ("A.X K1", "axk1"), ("The Company", "the"), ("!!!", "!!!"), ("농업회사법인 새벽", "새벽"),
    ],
)  # fmt: skip
def test_width_case_spaces_and_legal_forms_make_no_difference(name: str, core: str) -> None:
    assert compact_core(name) == core


@given(st.text(max_size=40))
def test_folding_keeps_the_way_back(text: str) -> None:
    folded = fold(text)
    for at in range(len(folded.text)):
        start, end = folded.span(at, at + 1)
        assert 0 <= start < end <= len(text)


@given(st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=20))
def test_decomposed_hangul_folds_to_the_composed(text: str) -> None:
    assert fold(unicodedata.normalize("NFD", text)).text == fold(text).text == text


@pytest.mark.parametrize(
    ("name", "core"),
    [
        ("Türkiye", "turkiye"), ("TÜRKİYE", "turkiye"), ("Universite\u0301 de Montréal", "universitedemontreal"),
        ("Škoda", "skoda"), ("Ørsted", "orsted"), ("Weiß", "weiss"), ("Łódź", "lodz"), ("각", "각"), ("が", "が"),
        ("й", "й"),
    ],
)  # fmt: skip
def test_latin_letters_lose_their_marks_and_no_others(name: str, core: str) -> None:
    assert compact_core(name) == core


def test_the_jamo_of_a_keyboard_stay_what_they_are() -> None:
    assert fold("ㅏ마매").text == "ㅏ마매"


def test_a_name_has_the_forms_that_people_type() -> None:
    forms = forms_of("LG전자")
    assert (forms.core, forms.letters) == ("lg전자", "엘지전자")
    forms = forms_of("웹솔루스")
    assert set(forms.romanised) == {"wepsolruseu", "wepsolluseu"}
    assert forms.initials == "ㅇㅅㄹㅅ"
    assert forms_of("iCRAFTCo.,Ltd.").stuck == "icraftco"


def test_user_names_links_and_legal_forms_are_no_words() -> None:
    message = tokenise("@kakao_bot (주)카카오 https://naver.com/kt me@kt.com 주식회사 KT")
    assert message.words == ["카카오", "kt"]


def test_what_parts_two_words_is_told() -> None:
    message = tokenise("KT는 KT&G, naver.com 'KT' 뉴스")
    assert message.words == ["kt", "는", "kt", "&", "g", "naver", "com", "kt", "뉴스"]
    assert message.gaps[:7] == [
        Gap.BREAK, Gap.GLUED, Gap.SPACE, Gap.GLUED, Gap.GLUED, Gap.BREAK, Gap.JOINED,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("①카카오 ②KT", ["카카오", "kt"]), ("카카오\u3164\u3164네이버", ["카카오", "네이버"]),
        ("카카오ㆍKT", ["카카오", "kt"]),
        ("KT社 입장", ["kt", "社", "입장"]),
    ],
)  # fmt: skip
def test_blanks_circles_and_dots_part_words(text: str, words: list[str]) -> None:
    assert tokenise(text).words == words


def test_a_token_knows_its_script() -> None:
    assert [token.script for token in tokenise("KT社는").items] == [Script.LATIN, Script.OTHER, Script.HANGUL]


@pytest.mark.parametrize("sign", ["\ufdfa", "\u3300", "가", "a ", "\u0301", "ㅋ\u0308"])
def test_no_more_than_the_first_pages_are_read(sign: str) -> None:
    tokens = tokenise(sign * 4096)
    assert len(tokens.folded) <= LONGEST_READ
    assert all(token.end <= LONGEST_READ for token in tokens.items)
