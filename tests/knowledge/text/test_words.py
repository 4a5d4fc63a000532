"""Particles and talk: what stands beside a name, and what makes of it another thing."""

from pathlib import Path

import pytest

from knowledge.text import english, korean
from knowledge.text.korean import is_glued
from knowledge.text.lexicon import listed_tags, words
from knowledge.text.particles import PARTICLES, agrees, before_particles
from knowledge.text.tokens import is_talk
from knowledge.text.verbs import forms_of

_LEXICON = Path(korean.__file__).with_name("lexicon.tsv")


@pytest.mark.parametrize(
    ("word", "ends"),
    [("카카오한테는", (5, 3)), ("카카오는", (3,)), ("루닛이랑도", (4, 3, 2)), ("카카오", ()), ("모티프측에서", (4, 3))],
)
def test_a_word_ends_before_its_particles(word: str, ends: tuple[int, ...]) -> None:
    assert before_particles(word) == ends


@pytest.mark.parametrize(
    ("last", "particle", "may"),
    [
        ("오", "이", False),
        ("오", "가", True),
        ("닛", "이", True),
        ("닛", "가", False),
        ("t", "이", True),
        ("길", "로", True),
    ],
)
def test_a_particle_that_could_be_part_of_a_name_has_to_fit_the_last_sound(last: str, particle: str, may: bool) -> None:
    assert agrees(last, particle) is may


@pytest.mark.parametrize(
    ("stem", "form"),
    [
        ("나가", "나갔"),
        ("나오", "나왔"),
        ("빠지", "빠졌"),
        ("어렵", "어려워"),
        ("모르", "몰랐"),
        ("듣", "들"),
        ("쓰", "썼"),
        ("되", "됐"),
    ],
)
def test_stems_take_their_forms(stem: str, form: str) -> None:
    assert form in set(forms_of(stem))


@pytest.mark.parametrize(
    "word",
    "혹시 입장은 나가나요 재도전했대 안나가 ㅋㅋㅋ 누구야 did joining stance Withdrew".lower().split(),
)
def test_talk_is_known(word: str) -> None:
    assert is_talk(word)


@pytest.mark.parametrize("word", ["매각설", "도전장", "검토중", "미확정", "재심사", "결정났어", "입장냈대"])
def test_what_is_made_of_talk_is_talk(word: str) -> None:
    assert is_talk(word)


@pytest.mark.parametrize("word", ["카카오", "네이버는", "웹툰", "뱅크", "동원증권", "kakao", "webtoon"])
def test_names_and_things_are_no_talk(word: str) -> None:
    assert not is_talk(word)


@pytest.mark.parametrize(
    "rest", ["는", "재도전하나", "도안나간대", "입장뭐야", "안나가", "는언제발표해", "주가어때", "이라도요"]
)
def test_talk_may_be_stuck_to_a_name(rest: str) -> None:
    assert is_glued(rest)


@pytest.mark.parametrize(
    "rest",
    [
        "뱅크",
        "웹툰",
        "톡",
        "엔터",
        "이노텍",
        "고속",
        "건설",
        "테크는",
        "앤지",
        "다이노스",
        "사거리",
        "베트남은",
        "임팩트",
    ],
)
def test_other_things_may_not(rest: str) -> None:
    assert not is_glued(rest)


@pytest.mark.parametrize("word", ["웹툰", "뱅크는", "야구단", "프로야구단", "다이노스가", "홀딩스"])
def test_business_nouns_make_another_thing(word: str) -> None:
    assert korean.analyse(word).tags & {"business", "compound"}


def test_english_business_nouns_do_too() -> None:
    assert all("business" in english.analyse(word).tags for word in ("bank", "wiz", "holdings", "trading"))
    assert not any("business" in english.analyse(word).tags for word in ("in", "stance", "joining", "updates"))


@pytest.mark.parametrize(
    ("word", "lemma", "particle"),
    [
        ("입장은", "입장", "은"), ("카카오한테는", "카카오", "한테는"), ("카카오는용", "카카오", "는용"),
        ("나가나요", "나가다", ""), ("떨어졌대", "떨어지다", ""), ("루닛은욤", "루닛", "은욤"),
    ],
)  # fmt: skip
def test_a_word_is_analysed(word: str, lemma: str, particle: str) -> None:
    analysed = korean.analyse(word)
    assert (analysed.lemma, analysed.particle) == (lemma, particle)


@pytest.mark.parametrize("word", ["나가누", "됐슴", "나가용", "불참함여", "나가삼", "모르겠당", "빠졌누", "참여해용"])
def test_endings_of_chat_are_a_grammar(word: str) -> None:
    assert korean.is_stopword(word)


@pytest.mark.parametrize("tail", ["는용", "은욤", "는염", "도여", "는예", "한테는유", "욤", "캉", "헌티", "꺼정", "쌤"])
def test_chat_and_dialect_end_particles_too(tail: str) -> None:
    assert tail in PARTICLES


def test_each_word_is_listed_once() -> None:
    lines = [line.split("\t")[0] for line in _LEXICON.read_text(encoding="utf-8").splitlines() if line[0] != "#"]
    assert len(lines) == len(set(lines)) > 5000
    assert "time" in listed_tags("요즘")
    assert "나가다" in words("ko", "verb")
