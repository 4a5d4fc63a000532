"""Korean stance words in a text, in every form, spaced or not, and with what denies them."""

import re
from collections.abc import Iterable, Iterator
from typing import NamedTuple

from knowledge.model import Stance
from knowledge.questions.korean_forms import (
    DENIED_BEHIND,
    ENDINGS,
    LIGHT_VERB,
    LISTED_DENIAL,
    NOT,
    OF_NOUN,
    OPEN,
    PARTICLE,
    is_apart,
    may_begin,
    may_deny,
)
from knowledge.questions.senses import Hit, Lemma, Senses
from knowledge.text.verbs import forms_of, noun_in, stem_of

ALL_PURPOSE = "하"
"""한대, 안 한대: listed as 하겠다 or 안 한다."""


class Surface(NamedTuple):
    """One way in which a listed word begins in a text."""

    pattern: re.Pattern[str]
    key: str
    is_verb: bool


class KoreanWords:
    """Finds the listed Korean words of the stances in folded texts."""

    def __init__(self, stances: Iterable[Stance]) -> None:
        self.senses = Senses()
        listed = [
            (word.strip().lower(), stance.code) for stance in stances for word in (*stance.words.ko, stance.label.ko)
        ]
        self._verbs = _verbs(word for word, _ in listed)
        surfaces: dict[str, str] = dict(self._verbs)
        for word, code in listed:
            lemma = self._lemma(word)
            self.senses.add(lemma, code)
            surfaces.setdefault(lemma.key, lemma.key)
        self._surfaces = self._by_first(surfaces)

    def _lemma(self, word: str) -> Lemma:
        """안 나간다, 안나가, 나가지 않 and 나갈 계획이 없 are all 나가, denied."""
        for pattern in LISTED_DENIAL:
            if match := pattern.match(word):
                return Lemma(self._key(match["rest"]), negated=True)
        if word[0] in NOT and word[1:] in self._verbs:
            return Lemma(self._verbs[word[1:]], negated=True)
        return Lemma(self._key(word), negated=False)

    def _key(self, word: str) -> str:
        """The stem of a verb in any form, the noun of 참여하나, or the words themselves."""
        if " " in word:
            return word
        for at in range(len(word), 0, -1):
            if word[:at] in self._verbs and ENDINGS.fullmatch(word, at):
                return self._verbs[word[:at]]
        stem = stem_of(word)
        made = OF_NOUN.fullmatch(word)
        return noun_in(stem) if stem else made["noun"] if made else word

    def _by_first(self, surfaces: dict[str, str]) -> dict[str, tuple[Surface, ...]]:
        found: dict[str, list[Surface]] = {}
        for surface in sorted(surfaces, key=len, reverse=True):
            pattern = re.compile(_loose(surface))
            found.setdefault(surface[0], []).append(Surface(pattern, surfaces[surface], surface in self._verbs))
        return {first: tuple(each) for first, each in found.items()}

    def find(self, text: str) -> list[Hit]:
        """The words in their order, none inside another."""
        return list(self._hits(text))

    def _hits(self, text: str) -> Iterator[Hit]:
        at = 0
        while at < len(text):
            hit = self._hit_at(text, at) if text[at] in self._surfaces or text[at] in NOT else None
            if hit:
                yield hit
            at = hit.end if hit else at + 1

    def _hit_at(self, text: str, at: int) -> Hit | None:
        denied = text[at] in NOT and may_deny(text, at)
        begin = at + 1 if denied else at
        while denied and begin < len(text) and text[begin] == " ":
            begin += 1
        surface, end = self._surface_at(text, begin, denied=denied)
        if surface is None:
            return None
        behind = DENIED_BEHIND.match(text, end)
        negated = denied != bool(behind)
        codes, rather_denies = self.senses.of(surface.key, negated=negated)
        rest = behind or LIGHT_VERB.match(text, end)
        is_open = bool(OPEN.match(text, end))
        return Hit(
            at,
            rest.end() if rest else end,
            codes,
            rather_denies,
            is_open,
            not surface.is_verb,
            surface.key == ALL_PURPOSE,
        )

    def _surface_at(self, text: str, at: int, *, denied: bool) -> tuple[Surface | None, int]:
        for surface in self._surfaces.get(text[at : at + 1], ()):
            match = surface.pattern.match(text, at)
            if match and (denied or _may_stand(text, surface, match)):
                return surface, match.end()
        return None, at


def _may_stand(text: str, surface: Surface, match: re.Match[str]) -> bool:
    """Whether a word may stand where it was found: a verb where verbs begin, a noun not inside somebody's name."""
    at, end = match.span()
    if surface.is_verb:
        return may_begin(text, at, surface.key, end - at)
    return is_apart(text, at, end)


def _verbs(words: Iterable[str]) -> dict[str, str]:
    """What every listed verb's forms begin with, and the stem of each; a noun's 하다 and 되다 are not among them."""
    found: dict[str, str] = {}
    for word in words:
        stem = stem_of(re.sub(rf"^[{NOT}]\s+", "", word)) if word.count(" ") <= 1 else None
        if stem is not None and " " not in stem and noun_in(stem) == stem:
            found.update((form, stem) for form in (stem, *forms_of(stem)))
    return found


def _loose(word: str) -> str:
    """The word as a pattern: spaces may be missing or stand between the syllables of a long one; particles may vary."""
    pieces = word.split()
    if len(pieces) == 1:
        return r"\s?".join(map(re.escape, word)) if len(word) > 2 else re.escape(word)
    bare = (piece[:-1] if len(piece) > 1 and piece[-1] in "이가은는을를" else piece for piece in pieces[:-1])
    stem = stem_of(pieces[-1])
    last = "|".join(map(re.escape, forms_of(stem))) if stem else re.escape(pieces[-1])
    return "".join(rf"{re.escape(piece)}{PARTICLE}" for piece in bare) + f"(?:{last})"
