"""The words of a made-up programme, heard in every form: grammar, not lists."""

import pytest

from knowledge.model import Kind, Label, Stance, Words
from knowledge.question import Presumed
from knowledge.text.english import stem
from knowledge.text.verbs import forms_of, noun_in, stem_of
from knowledge.understanding.presumption import presumption
from knowledge.understanding.stances import StanceWords
from tests.knowledge.records import STANCES

WORDS = StanceWords(STANCES)


def presumed_by(words: StanceWords, text: str) -> Presumed | None:
    return presumption(text, words.find(text), words, language="ko", is_ahead=False)


def heard(text: str) -> list[tuple[str, ...]]:
    return [hit.codes for hit in WORDS.find(text)]


@pytest.mark.parametrize(
    ("word", "expected"),
    [
        ("나간다", "나가"),
        ("붙는다", "붙"),
        ("붙었다", "붙"),
        ("떨어졌다", "떨어지"),
        ("따냈다", "따내"),
        ("나왔다", "나오"),
        ("뽑혔다", "뽑히"),
        ("참여한다", "참여하"),
        ("참여했", "참여하"),
        ("선정됐다", "선정되"),
        ("나가다", "나가"),
        ("하겠다", "하"),
        ("한대", "하"),
        ("불참", None),
        ("재도전", None),
        ("NC", None),
    ],
)
def test_a_plain_form_gives_its_stem(word: str, expected: str | None) -> None:
    assert stem_of(word) == expected


def test_a_stem_begins_all_its_forms() -> None:
    assert set(forms_of("나가")) >= {"나가", "나간", "나갈", "나감", "나갑", "나갔"}
    assert set(forms_of("떨어지")) >= {"떨어지", "떨어진", "떨어져", "떨어졌"}
    assert forms_of("붙") == ("붙",)
    assert noun_in("참여하") == "참여"
    assert noun_in("정하") == "정하"


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        *(
            (form, ("bids",))
            for form in (
                "뛰어들어",
                "뛰어든대",
                "뛰어들었어",
                "뛰어들까",
                "입찰해",
                "입찰하겠대",
                "입찰하기로",
                "입찰함",
            )
        ),
        *(
            (form, ("stays_out",))
            for form in ("안 뛰어들어", "안뛰어든대", "뛰어들지 않는", "뛰어들 생각 없대", "입찰 안 해", "입찰안했음")
        ),
        *(
            (form, ("stays_out",))
            for form in ("입찰하지 않기로", "접는다", "접었대", "접은 팀", "불참", "불참한대", "불참했다며")
        ),
        *((form, ("weighs",)) for form in ("저울질하는", "저울질 중", "고민 중", "고민중인")),
        *((form, ("won",)) for form in ("낙찰됐어", "따냈어", "따낸 데", "붙었어", "붙은 팀", "누가붙었어")),
        *((form, ("lost",)) for form in ("유찰된", "떨어졌어", "떨어진 곳", "떨어짐", "어디가떨어졌냐")),
    ],
)
def test_korean_words_are_found_in_their_forms_and_denied(text: str, codes: tuple[str, ...]) -> None:
    assert heard(text) == [codes]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("who is bidding", ("bids",)),
        ("they bid", ("bids",)),
        ("who joined?", ("bids",)),
        ("isn't bidding", ("stays_out",)),
        ("won't join", ("stays_out",)),
        ("has not joined", ("stays_out",)),
        ("pulled out", ("stays_out",)),
        ("who is out?", ("stays_out", "lost")),
        ("who is in?", ("bids",)),
        ("is \ue000 in the race", ("bids",)),
        ("considered", ("weighs",)),
        ("who won", ("won",)),
    ],
)
def test_english_words_are_found_in_their_forms_and_denied(text: str, codes: tuple[str, ...]) -> None:
    assert heard(text) == [codes]


@pytest.mark.parametrize(
    "text",
    [
        "만나서 뛰어놀자",
        "면접 봤어",
        "위한 팀",
        "미성입찰테크",
        "in seoul",
        "find out",
        "how is it running",
        "입찰 여부",
        "입찰 자격",
        "오빠지",
        "",
    ],
)
def test_other_words_are_no_stances(text: str) -> None:
    assert heard(text) == []


def test_the_object_of_another_word_gives_way() -> None:
    assert heard("입찰을 고민 중") == [("weighs",)]
    assert heard("불참을 접었다") == [("stays_out",)]


def test_what_is_opposed_follows_from_words_listed_both_ways() -> None:
    assert WORDS.opposed(("bids",)) == ("stays_out",)
    assert WORDS.opposed(("stays_out",)) == ("bids",)
    assert WORDS.opposed(("weighs",)) == ()


def test_a_choice_or_an_open_form_presumes_nothing() -> None:
    assert presumed_by(WORDS, "뛰어들어 안 뛰어들어") is None
    assert presumed_by(WORDS, "뛰어들지 않아?") is None
    assert presumed_by(WORDS, "") is None
    presumed = presumed_by(WORDS, "뛰어들어?")
    assert presumed is not None
    assert (presumed.stances, presumed.opposed) == (("bids",), ("stays_out",))


def test_what_is_denied_holds_only_of_its_very_opposite() -> None:
    stances = [
        Stance(code=code, kind=Kind.POSITION, label=Label(ko=label, en=code), words=Words(en=words))
        for code, label, words in (
            ("bids", "입찰", ("bidding", "joining", "decided")),
            ("stays_out", "불참", ("not bidding", "not joining")),
            ("weighs", "저울질", ("not decided",)),
        )
    ]
    words = StanceWords(stances)
    presumed = presumed_by(words, "입찰 안 해?")
    assert presumed is not None
    assert presumed.stances == ("stays_out",)


def test_a_list_by_a_word_of_two_kinds_is_of_the_positions_and_the_results_stand_apart() -> None:
    hits = WORDS.find("who is out?")
    assert (WORDS.listed(hits), WORDS.apart(hits)) == (("stays_out",), ("lost",))


def test_a_stance_without_words_is_asked_by_its_label() -> None:
    bare = Stance(code="waits", kind=Kind.POSITION, label=Label(ko="대기", en="On hold"), words=Words())
    assert [hit.codes for hit in StanceWords([bare]).find("대기 중인 팀, on hold")] == [("waits",), ("waits",)]


@pytest.mark.parametrize(
    "forms",
    [
        ("join", "joins", "joined", "joining"),
        ("drop", "dropped", "dropping"),
        ("decide", "decided", "deciding"),
        ("apply", "applied", "applies"),
        ("withdraw", "withdrew", "withdrawn"),
    ],
)
def test_the_forms_of_an_english_word_share_a_stem(forms: tuple[str, ...]) -> None:
    assert len({stem(form) for form in forms}) == 1
