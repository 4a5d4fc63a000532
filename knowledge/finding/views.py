"""The views of a name: the forms in which it is found in a message, and who bears a form."""

import re
from enum import IntEnum
from typing import Final, NamedTuple

from knowledge.text.hangul import initials, is_syllable
from knowledge.text.normalise import WORD, core_words, fold, spelled
from knowledge.text.romanise import romanised, transliterated


class View(IntEnum):
    """How a text names a team, the surest first."""

    EXACT = 0
    """The name itself: particles, spacing, case, width, punctuation and legal forms make no difference."""
    LETTERS = 1
    """Latin letters by their names, or the other way round: 케이티 and KT, 엔씨 AI and NC AI."""
    LAYOUT = 2
    """The keys of the name with the keyboard in the other layout: `spdlqj`, ㅏ마매."""
    ROMANISED = 3
    """A Korean name in Latin letters: `neibeo`."""
    INITIALS = 4
    """The initial consonants: ㄴㅇㅂ."""
    KEYSTROKE = 5
    """One keystroke away: left out, put in, another one, or two swapped."""
    SYLLABLE = 6
    """One syllable away."""
    BEGINNING = 7
    """The beginning of a name."""


SCORES: Final = {
    View.EXACT: 1.0,
    View.LETTERS: 0.99,
    View.LAYOUT: 0.97,
    View.ROMANISED: 0.95,
    View.INITIALS: 0.9,
    View.BEGINNING: 0.6,
}
"""The score of a view that is found or not found; that of the others is 1 less the share of the name that differs."""

SHORTEST_ROMANISED: Final = 5
"""Letters of the shortest romanised name that is looked for: `hana`, `nara` and `ino` are too many other things."""
_STUCK: Final = re.compile(r"[a-z]co[.,\s]+l(?:td|te|imited)\b")


class Forms(NamedTuple):
    """One name in the forms that are indexed; an empty string where it has none, or none of its own."""

    core: str
    whole: str
    """With its legal form, in one word: people write KakaoCorp too."""
    stuck: str
    """With the Co that a register has stuck to it: iCRAFTCo.,Ltd."""
    letters: str
    romanised: tuple[str, ...]
    initials: str


def forms_of(name: str) -> Forms:
    """The forms of one name or alias."""
    folded = fold(name).text
    words = core_words(folded)
    core = "".join(words)
    whole = "".join(WORD.findall(folded))
    letters = "".join(map(spelled, words))
    is_korean = is_syllable(core[-1:]) or is_syllable(core[:1])
    latin = {transliterated(core), romanised(core)} if is_korean else ()
    return Forms(
        core,
        whole if whole != core else "",
        core + "co" if not is_korean and _STUCK.search(folded) else "",
        letters if letters != core else "",
        tuple(each for each in latin if len(each) >= SHORTEST_ROMANISED and each.isascii()),
        initials(core) if is_korean and all(map(is_syllable, core)) else "",
    )


Owner = int
"""A team's number, whether the name is an alias or Latin, and the view, in one number: a register has a million."""
Owners = int | tuple[int, ...]
"""Who bears a form: mostly one, so mostly no tuple."""
PROGRAMME: Final = -1
"""The owner of the programme's own names: known, and no team."""
_ALIAS: Final = 16
_LATIN: Final = 32


def owner_of(team: int, view: View, *, is_alias: bool, is_latin: bool) -> Owner:
    """The owner of one form of one name."""
    return team << 6 | (_LATIN if is_latin else 0) | (_ALIAS if is_alias else 0) | view


def team_of(owner: Owner) -> int:
    """The number of the team."""
    return owner >> 6


def view_of(owner: Owner) -> View:
    """The view of the form."""
    return View(owner & 15)


def with_view(owner: Owner, view: View) -> Owner:
    """The same name in another view."""
    return owner & ~15 | view


def is_alias(owner: Owner) -> bool:
    """Whether the name is not the first of its language."""
    return owner & _ALIAS > 0


def is_latin(owner: Owner) -> bool:
    """Whether the name is written in Latin letters alone."""
    return owner & _LATIN > 0


def each_of(owners: Owners) -> tuple[Owner, ...]:
    """The owners, whether one or several."""
    return (owners,) if isinstance(owners, int) else owners


def surest(owners: Owners) -> tuple[Owner, ...]:
    """Those owners whose view is the surest: an exact name of one team is no letter name of another."""
    several = each_of(owners)
    best = min(owner & 15 for owner in several)
    return tuple(owner for owner in several if owner & 15 == best)


def own(forms: dict[str, Owners], form: str, owner: Owner) -> None:
    """Enter an owner of a form; a team bears it once, by its surest view, official before alias."""
    held = forms.setdefault(form, owner)
    if held == owner:
        return
    others = tuple(each for each in each_of(held) if each >> 6 != owner >> 6)
    mine = min((each for each in each_of(held) if each >> 6 == owner >> 6), key=_rank, default=owner)
    best = min(mine, owner, key=_rank)
    forms[form] = (*others, best) if others else best


def _rank(owner: Owner) -> tuple[int, bool]:
    return owner & 15, is_alias(owner)
