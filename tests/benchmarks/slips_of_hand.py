"""How people get a name wrong: each kind of slip as a function of a name and of chance; None where it cannot be."""

import re
import unicodedata
from collections.abc import Callable
from random import Random

from knowledge.text.hangul import (
    assemble,
    disassemble,
    initials,
    is_syllable,
    keystrokes,
    typed_in_hangul,
)
from knowledge.text.normalise import LETTER_NAMES, fold, without_legal_form
from knowledge.text.romanise import romanised, transliterated

Slip = Callable[[str, Random], str | None]

KEYBOARD = ("qwertyuiop", "asdfghjkl", "zxcvbnm")


def plain(name: str) -> str:
    """A name as people write it: without its legal form, its case kept."""
    folded = without_legal_form(fold(name).text)
    at = name.lower().find(folded)
    return name[at : at + len(folded)] if at >= 0 else folded


def is_hangul(name: str) -> bool:
    return sum(map(is_syllable, name)) >= 2


def neighbour(key: str, chance: Random) -> str:
    """A key beside another one."""
    row = next((row for row in KEYBOARD if key.lower() in row), "")
    at = row.find(key.lower())
    beside = [row[place] for place in (at - 1, at + 1) if row and 0 <= place < len(row)]
    return chance.choice(beside) if beside else key


def _retyped(name: str, change: Callable[[list[str]], list[str]]) -> str:
    jamo = change(list(disassemble(name)))
    return assemble("".join(jamo))


def other_jamo(name: str, chance: Random) -> str | None:
    """A neighbouring key instead of the right one."""
    if not is_hangul(name):
        return None
    keys = list(keystrokes(name))
    at = chance.choice([place for place, key in enumerate(keys) if key.isascii() and key.isalpha()])
    keys[at] = neighbour(keys[at], chance)
    return typed_in_hangul("".join(keys))


def lost_jamo(name: str, chance: Random) -> str | None:
    if not is_hangul(name):
        return None

    def change(jamo: list[str]) -> list[str]:
        del jamo[chance.randrange(len(jamo))]
        return jamo

    return _retyped(name, change)


def extra_jamo(name: str, chance: Random) -> str | None:
    """A key doubled, or its neighbour hit beside it."""
    if not is_hangul(name):
        return None
    keys = list(keystrokes(name))
    at = chance.choice([place for place, key in enumerate(keys) if key.isascii() and key.isalpha()])
    keys.insert(at, chance.choice((keys[at], neighbour(keys[at], chance))))
    return typed_in_hangul("".join(keys))


def swapped_jamo(name: str, chance: Random) -> str | None:
    if not is_hangul(name):
        return None

    def change(jamo: list[str]) -> list[str]:
        at = chance.randrange(len(jamo) - 1)
        jamo[at], jamo[at + 1] = jamo[at + 1], jamo[at]
        return jamo

    return _retyped(name, change)


def lost_syllable(name: str, chance: Random) -> str | None:
    if not is_hangul(name) or len(name) < 3:
        return None
    at = chance.randrange(len(name))
    return name[:at] + name[at + 1 :]


def wrong_space(name: str, chance: Random) -> str | None:
    if not is_hangul(name):
        return None
    at = chance.randrange(1, len(name))
    return name[:at].rstrip() + " " + name[at:].lstrip()


def slip_and_space(name: str, chance: Random) -> str | None:
    """A slip and a wrong space at once."""
    slipped = other_jamo(name, chance) if len(name) > 3 else None
    return wrong_space(slipped, chance) if slipped and is_hangul(slipped) else None


def latin_layout(name: str, chance: Random) -> str | None:
    return keystrokes(name) if all(map(is_syllable, name)) else None


def hangul_layout(name: str, chance: Random) -> str | None:
    return typed_in_hangul(name.lower()) if re.fullmatch(r"[A-Za-z]{4,}", name) else None


def letter_names(name: str, chance: Random) -> str | None:
    """The Latin letters of a name as they are read: LG화학 is 엘지화학."""
    runs = re.findall(r"[A-Z]+", name)
    if not runs or not re.fullmatch(r"[A-Z&]{2,5}[가-힣]*", name):
        return None
    return "".join(LETTER_NAMES.get(each.lower(), each) if each.isascii() else each for each in name)


def letters_of_names(name: str, chance: Random) -> str | None:
    """A name that begins with the names of letters, in letters: 에스티큐브 is ST큐브."""
    rest, letters = name, ""
    by_name = sorted(LETTER_NAMES.items(), key=lambda each: -len(each[1]))
    while True:
        found = next(((letter, spoken) for letter, spoken in by_name if rest.startswith(spoken)), None)
        if found is None:
            break
        letters += found[0].upper()
        rest = rest[len(found[1]) :]
    return letters + rest if len(letters) >= 2 and letters[-1] != "&" and letters[0] != "&" else None


def in_latin(name: str, chance: Random) -> str | None:
    if not all(map(is_syllable, name)) or len(name) < 3:
        return None
    return chance.choice((romanised, transliterated))(name)


def first_consonants(name: str, chance: Random) -> str | None:
    return initials(name) if all(map(is_syllable, name)) else None


def legal_form(name: str, chance: Random) -> str | None:
    if is_hangul(name):
        return chance.choice(("(주){}", "㈜{}", "주식회사 {}", "{}(주)", "{} 주식회사")).format(name)
    return chance.choice(("{} Inc.", "{} Corp.", "{} Co., Ltd.", "{} Corporation")).format(name)


def other_case(name: str, chance: Random) -> str | None:
    return chance.choice((str.lower, str.upper, str.title))(name) if name.isascii() else None


def typing_error(name: str, chance: Random) -> str | None:
    """One slip in a Latin name of five letters or more."""
    if not name.isascii() or len(re.sub(r"[^A-Za-z]", "", name)) < 5:
        return None
    at = chance.choice([place for place in range(len(name) - 1) if name[place : place + 2].isalpha()] or [0])
    key = neighbour(name[at], chance)
    return chance.choice(
        (
            name[:at] + key + name[at + 1 :],
            name[:at] + name[at + 1 :],
            name[:at] + name[at] + name[at:],
            name[:at] + name[at + 1] + name[at] + name[at + 2 :],
        )
    )


def run_together(name: str, chance: Random) -> str | None:
    if not name.isascii() or " " not in name:
        return None
    return name.replace(" ", chance.choice(("", "-")))


def decomposed(name: str, chance: Random) -> str | None:
    at = chance.randrange(1, len(name))
    return chance.choice((unicodedata.normalize("NFD", name), name[:at] + "\u200b" + name[at:]))


SLIPS: dict[str, Slip] = {
    "exact": lambda name, chance: name,
    "other-jamo": other_jamo,
    "lost-jamo": lost_jamo,
    "extra-jamo": extra_jamo,
    "swapped-jamo": swapped_jamo,
    "lost-syllable": lost_syllable,
    "wrong-space": wrong_space,
    "slip-and-space": slip_and_space,
    "latin-layout": latin_layout,
    "hangul-layout": hangul_layout,
    "letter-names": letter_names,
    "letters-of-names": letters_of_names,
    "in-latin": in_latin,
    "initials": first_consonants,
    "legal-form": legal_form,
    "other-case": other_case,
    "typing-error": typing_error,
    "run-together": run_together,
    "decomposed": decomposed,
}
