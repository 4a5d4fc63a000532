"""Korean stance words in a text, in every form, spaced or not, and with what denies them before or behind."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from knowledge.conjugation import forms_of, noun_in, stem_of
from knowledge.model import Stance
from knowledge.senses import Hit, Lemma, Senses

NOT: Final = "안않못몬"
_NOT: Final = rf"[{NOT}]"
_PARTICLE: Final = r"(?:은|는|을|를|도|이|가)?\s*"
_DO: Final = r"[하한할함합해했되된될됨됩됐돼됬]"
_PLAN: Final = r"(?:생각|계획|의사|의향|뜻|마음|예정|기미)"
_NEGATED_BEHIND: Final = re.compile(
    rf"{_PARTICLE}{_NOT}\s*(?:{_DO}|[냈내난났정])"
    rf"|{_DO}?(?:고\s*있)?지(?:는|도|를|은)?\s*(?:{_NOT}|말)"
    rf"|(?:하려는|하겠다는|한다는|겠다는|려는|하는|는|할|의)?\s*{_PLAN}[이은도가는]?\s*(?:전혀|아예|별로)?\s*[없안]"
    r"|\s*(?:거부|포기|철회|취소|불가|고사|사양)"
)
"""참여 안 해, 결정 못 냈다, 나가지 않는, 도전할 생각 없는, 참여 거부."""
_LIGHT_VERB: Final = re.compile(rf"{_PARTICLE}{_DO}[가-힣]*")
"""불참 한대: the verb of a noun says nothing of its own."""
_OPEN: Final = re.compile(rf"{_DO}?지\s*{_NOT}(?:아|나|냐|니|을까|음|습니까|나요|아요|은가|을까요)?\s*[^가-힣a-z]*$")
"""나가지 않아? asks both whether they do not go and whether they do."""
_JOINT: Final = frozenset("은는이가을를도에또다왜더데직서번제국럼론히선면")
"""Syllables that end a particle or an adverb: a verb may begin behind them without a space (누가나가)."""
_SUPPORTED: Final = frozenset("고로지게려까듯")
"""What ends the word before a 하다 that only supports it: 빠지겠다고 한, 나가기로 한."""
_ENDINGS: Final = re.compile(
    r"[다요까나니냐네지죠래대데어아여해고면서게던는은을거든잖려라습시었았겠인가임음함만며자됨줄건걸]*"
    r"(?=$|[^가-힣 ]| +(?:$|[^가-힣 ]|팀|곳|데|회사|기업|업체|지|있|없))"
)
_SPLIT: Final = re.compile(rf"^{_NOT}\s+(?P<rest>.+)$")
_DENIED: Final = re.compile(
    rf"^(?P<rest>.+?)(?:\s+{_NOT}|(?:고\s*있)?지\s*[않못]다?|\s+{_PLAN}이?\s*없다?|\s+{_NOT}\s+\S+)$"
)


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
        for pattern in (_SPLIT, _DENIED):
            if match := pattern.match(word):
                return Lemma(self._key(match["rest"]), negated=True)
        if word[0] in NOT and word[1:] in self._verbs:
            return Lemma(self._verbs[word[1:]], negated=True)
        return Lemma(self._key(word), negated=False)

    def _key(self, word: str) -> str:
        if word in self._verbs:
            return self._verbs[word]
        stem = stem_of(word) or (word[:-1] + "하" if word.endswith(("할", "하")) else word)
        return noun_in(stem) if " " not in word else word

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
        denied = text[at] in NOT and _is_free(text, at)
        begin = at + 1 if denied else at
        while denied and begin < len(text) and text[begin] == " ":
            begin += 1
        surface, end = self._surface_at(text, begin, denied=denied)
        if surface is None:
            return None
        behind = _NEGATED_BEHIND.match(text, end)
        negated = denied != bool(behind)
        codes, rather_denies = self.senses.of(surface.key, negated=negated)
        rest = behind or _LIGHT_VERB.match(text, end)
        is_open = bool(_OPEN.match(text, end))
        return Hit(at, rest.end() if rest else end, codes, rather_denies, is_open, not surface.is_verb)

    def _surface_at(self, text: str, at: int, *, denied: bool) -> tuple[Surface | None, int]:
        for surface in self._surfaces.get(text[at : at + 1], ()):
            match = surface.pattern.match(text, at)
            if match and (denied or not surface.is_verb or _may_begin(text, at, match.end() - at)):
                return surface, match.end()
        return None, at


def _verbs(words: Iterable[str]) -> dict[str, str]:
    """What every listed verb's forms begin with, and the stem of each; a noun's 하다 and 되다 are not among them."""
    found: dict[str, str] = {}
    for word in words:
        stem = stem_of(re.sub(rf"^{_NOT}\s+", "", word)) if word.count(" ") <= 1 else None
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
    return "".join(rf"{re.escape(piece)}{_PARTICLE}" for piece in bare) + f"(?:{last})"


def _is_free(text: str, at: int) -> bool:
    """Whether a word may begin here: not in the middle of a run of Hangul, unless behind a particle or an adverb."""
    return at == 0 or not "가" <= text[at - 1] <= "힣" or text[at - 1] in _JOINT


def _may_begin(text: str, at: int, length: int) -> bool:
    """Whether a verb may begin here; a form of one syllable needs a clean start (한대, but not 위한대)."""
    if length > 1:
        return _is_free(text, at)
    before = text[:at].rstrip(" ")
    is_clean = not before or len(before) < at or not "가" <= before[-1] <= "힣"
    return is_clean and before[-1:] not in _SUPPORTED and _ENDINGS.match(text, at + 1) is not None
