"""What a thumb or an ear does to a name: the slips that may answer where names are many."""

from itertools import combinations
from typing import Final

from knowledge.text.hangul import keystrokes

_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACES: Final = {key: (column + row / 2, row) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
REACH: Final = 1.3
"""How far apart two keys are at most that a thumb hits one for the other, in widths of a key: a neighbour's."""
_GROUPS: Final = ("rz", "sf", "ex", "qv", "tg", "wc", "ad", "op", "ki", "ju", "hy", "nb", "kj", "hn")
"""ㄱㅋ ㄴㄹ ㄷㅌ ㅂㅍ ㅅㅎ ㅈㅊ ㅇㅁ share a key of 천지인, ㅐㅔ a sound; ㅏㅑ ㅓㅕ ㅗㅛ ㅜㅠ are a stroke apart."""
_ALIKE: Final = frozenset(frozenset(pair) for group in _GROUPS for pair in combinations(group, 2))


def _are_alike(one: str, other: str) -> bool:
    if frozenset((one, other)) in _ALIKE:
        return True
    if one not in _PLACES or other not in _PLACES:
        return False
    (x, y), (u, v) = _PLACES[one], _PLACES[other]
    return (x - u) ** 2 + (y - v) ** 2 <= REACH**2


def is_slip_of_hand(typed: str, keys: str) -> bool:
    """True if a text is one neighbouring key, doubling, swap, omission or like sound away from a name with these keys.

    항국카본 for 한국카본, 네이ㅓㅂ for 네이버; not 리스웰 for 로스웰.
    """
    found = keystrokes(typed).lower()
    if len(found) < len(keys) or any("ㄱ" <= each <= "ㅣ" for each in typed):
        return True  # No name is written with a loose jamo.
    at = next((place for place, (one, other) in enumerate(zip(found, keys, strict=False)) if one != other), len(keys))
    if len(found) > len(keys):
        beside = (found[place] for place in (at - 1, at + 1) if 0 <= place < len(found))
        return any(each == found[at] or _are_alike(each, found[at]) for each in beside)
    if found == keys or found[at : at + 2] == keys[at : at + 2][::-1]:
        return True
    return _are_alike(found[at], keys[at])
