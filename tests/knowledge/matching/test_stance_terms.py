"""The words of the programme's stances are talk beside a name, in every form, and never where they are a name."""

import pytest

from knowledge.matching import NameIndex
from knowledge.matching.index import StanceTerms, terms_of
from knowledge.model import Kind, Label, Names, Programme, Stance, Team, Words

STANCES = (
    Stance(
        code="ratified",
        kind=Kind.POSITION,
        label=Label(ko="비준", en="Ratified"),
        words=Words(ko=("비준했다", "서명국"), en=("ratify", "party to it")),
    ),
    Stance(
        code="objects",
        kind=Kind.POSITION,
        label=Label(ko="훼방", en="Objects"),
        words=Words(ko=("훼방놓는다",), en=("vetoed", "pilot")),
    ),
)
TEAMS = (
    Team(id="ireland", names=Names(ko=("아일랜드",), en=("Ireland",))),
    Team(id="chad", names=Names(ko=("차드",), en=("Chad",))),
    Team(id="pilot", names=Names(en=("Pilot Pen",))),
)
PROGRAMME = Programme(id="treaty", timezone="UTC", names=Names(en=("the treaty",)))


def named(text: str, stances: tuple[Stance, ...] = STANCES) -> list[str]:
    return [each.team for each in NameIndex.of(PROGRAMME, stances, TEAMS).find(text).mentions]


@pytest.mark.parametrize(
    "text",
    [
        "when did ireland ratify?", "will ireland be ratifying", "has ireland ratified it", "ireland objected",
        "did ireland object", "why does ireland veto", "ratified ireland already?", "is ireland party to it",
        "아일랜드 훼방놓아?", "아일랜드훼방놓았어?", "아일랜드가비준했대", "비준한 아일랜드",
    ],
)  # fmt: skip
def test_a_stance_word_leaves_a_name_beside_it(text: str) -> None:
    assert named(text) == ["ireland"]


@pytest.mark.parametrize("text", ["has ireland gallivanted", "ireland pilot", "패찰 차드"])
def test_other_words_do_not(text: str) -> None:
    assert named(text) == []


def test_without_its_stances_the_word_is_unknown() -> None:
    assert named("has ireland vetoed", ()) == []


def test_a_word_of_a_name_is_no_talk() -> None:
    talk = StanceTerms(terms_of(STANCES), ["pilot", "pen"])
    assert ("pilot" in talk, "vetoes" in talk, "비준하나" in talk, "비준했대" in talk) == (False, True, True, True)
    assert named("did pilot pen ratify") == ["pilot"]
