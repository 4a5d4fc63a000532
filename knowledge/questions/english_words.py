"""English stance words in a text: inflected, denied before the word or by a listed denial."""

import re
from collections.abc import Iterable, Iterator
from typing import Final, NamedTuple

from knowledge.model import Stance
from knowledge.questions.hearing import DATE, PROGRAMME, TEAM
from knowledge.questions.senses import Hit, Lemma, Senses
from knowledge.text.lexicon import words

IRREGULAR: Final = {
    "withdrew": "withdraw", "withdrawn": "withdraw", "chose": "choose", "chosen": "choose", "went": "go", "gone": "go",
    "goes": "go", "gave": "give", "given": "give", "took": "take", "taken": "take", "made": "make", "sat": "sit",
    "won": "win", "winner": "win", "winners": "win", "lost": "lose", "fell": "fall", "fallen": "fall", "ran": "run",
    "left": "leave", "came": "come", "said": "say", "got": "get", "stood": "stand", "kept": "keep", "thought": "think",
    "thinking": "think", "knew": "know", "known": "know", "bade": "bid", "beaten": "beat", "stuck": "stick",
}  # fmt: skip
NEGATIONS: Final = frozenset({"not", "never", "no", "without", "nor", "neither"})
DERIVING: Final = ("cation", "ation", "ion", "al", "or", "er", "atori", "ment")
"""Stems of endings that make a noun of a verb: application, participation, withdrawal, objector, signatory."""
REPEATED: Final = frozenset({"rejoin", "reenter", "reappli", "resubmit"})
"""What is done again and cannot be misread without a hyphen; who resigned has not signed again."""
SHORTEST_DERIVED: Final = 6
DENIAL_REACH: Final = 4
"""Words between a `not` and what it denies: `not yet been formally selected`."""
PLACES: Final = frozenset({"in", "out", "on", "off", "run", "runs", "running", "cut", "pass", "bid"})
"""Words that are a stance only where nothing follows that would make them something else: who is in?, in Seoul."""
_AUXILIARIES: Final = words("en", "auxiliary")
_SUBJECTS: Final = words("en", "subject")
_OUT_VERBS: Final = words("en", "out-verb")
_FOLLOWERS: Final = words("en", "follower") | set("?!.,;:")
_AREAS: Final = words("en", "area")
_LATIN: Final = re.compile(r"[a-z]")
_TOKEN: Final = re.compile(r"[a-z][a-z0-9'’\-]*|[\ue000-\ue003]|[.?!,;:]")
_CONTRACTED: Final = re.compile(r"(?<=[a-z])n['’]?t$")
_SHORT: Final = {"won't": "will", "can't": "can", "ain't": "be", "wont": "will", "cant": "can"}
_UNMARKED: Final = re.compile(r"(?:is|are|was|were|do|does|did|has|have|had|would|could|should)nt")
"""Contractions typed without their apostrophe."""


class Token(NamedTuple):
    """A word of the text, stemmed, with its place."""

    stem: str
    start: int
    end: int
    word: str


def stem(word: str) -> str:
    """A rough stem that all forms of a word share: joins, joined, joining; drop, dropped; decide, deciding."""
    word = word.replace("’", "'")
    word = IRREGULAR.get(word, word.removesuffix("'s"))
    for suffix in ("ing", "ed", "es", "s"):
        if word.endswith(suffix) and len(word) - len(suffix) >= 3 and not word.endswith("ss"):
            word = word[: -len(suffix)]
            break
    if len(word) > 3 and word[-1] == word[-2] and word[-1] not in "sl":
        word = word[:-1]
    return (
        word[:-1] + "i" if word.endswith("y") and len(word) > 3 else word.removesuffix("e") if len(word) > 3 else word
    )


def tokens_of(text: str) -> list[Token]:
    """The words, marks and punctuation of a folded text; `isn't` is `is` and `not`."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[Token]:
    for match in _TOKEN.finditer(text):
        word = match.group().replace("’", "'")
        start, end = match.span()
        if word in _SHORT or word.endswith("n't") or _UNMARKED.fullmatch(word):
            yield Token(_SHORT.get(word) or _CONTRACTED.sub("", word), start, end, word)
            yield Token("not", start, end, "not")
        elif word == "cannot":
            yield Token("not", start, end, "not")
        else:
            yield Token(stem(word), start, end, word)


class EnglishWords:
    """Finds the listed English words of the stances in folded texts."""

    def __init__(self, stances: Iterable[Stance]) -> None:
        self.senses = Senses()
        self._verbs: set[str] = set()
        found: dict[str, set[tuple[str, ...]]] = {}
        for stance in stances:
            for word in (*stance.words.en, stance.label.en):
                lemma, key = _lemma(word.lower())
                self._verbs.update(key if len(key) == 1 else ())
                if key:
                    self.senses.add(lemma, stance.code)
                    found.setdefault(key[0], set()).add(key)
        self._keys = {first: sorted(keys, key=len, reverse=True) for first, keys in found.items()}

    def find(self, text: str) -> list[Hit]:
        """The words in their order, none inside another."""
        return list(self._hits([self._as_verb(token) for token in tokens_of(text)])) if _LATIN.search(text) else []

    def _as_verb(self, token: Token) -> Token:
        """A noun that is made of a listed word, as that word: ratifications of ratify, withdrawal of withdraw."""
        if token.stem in self._verbs or len(token.stem) < SHORTEST_DERIVED:
            return token
        made = [token.stem.removesuffix(ending) for ending in DERIVING if token.stem.endswith(ending)]
        if token.stem in REPEATED or token.stem.startswith("re-"):
            made.append(token.stem.removeprefix("re").lstrip("-"))
        return next((token._replace(stem=each) for each in made if each in self._verbs), token)

    def _hits(self, tokens: list[Token]) -> Iterator[Hit]:
        at = 0
        while at < len(tokens):
            length = self._length_at(tokens, at)
            if length:
                yield self._hit(tokens, at, length)
            at += length or 1

    def _length_at(self, tokens: list[Token], at: int) -> int:
        if tokens[at].word == "left" and at and _is_be(tokens[at - 1].word):  # who's left?
            return 0
        for key in self._keys.get(tokens[at].stem, ()):
            heard = tuple(token.stem for token in tokens[at : at + len(key)])
            if heard == key and (len(key) > 1 or _stands_free(tokens, at)):
                return len(key)
        return 0

    def _hit(self, tokens: list[Token], at: int, length: int) -> Hit:
        key = " ".join(token.stem for token in tokens[at : at + length])
        denial = _denial(tokens, at)
        is_left = denial is not None and denial.word == "left"  # Who is left to join has said neither.
        codes, rather_denies = self.senses.of(key, negated=denial is not None and not is_left)
        is_derived = length == 1 and stem(tokens[at].word) != tokens[at].stem
        start, end = (denial or tokens[at]).start, tokens[at + length - 1].end
        return Hit(start, end, codes, rather_denies or is_left, is_weak=is_derived)


def _lemma(word: str) -> tuple[Lemma, tuple[str, ...]]:
    """`won't join` is `join`, denied; `no plans` is listed as it is."""
    stems = [token.stem for token in tokens_of(word)]
    while stems and stems[0] in _AUXILIARIES and len(stems) > 1:
        stems = stems[1:]
    negated = bool(stems) and stems[0] == "not" and len(stems) > 1
    key = tuple(stems[1:] if negated else stems)
    return Lemma(" ".join(key), negated), key


def _denial(tokens: list[Token], at: int) -> Token | None:
    """The negation before the word with no subject between: hasn't decided, but not "didn't they drop out"."""
    for token in reversed(tokens[max(0, at - DENIAL_REACH) : at]):
        if token.stem in NEGATIONS or token.word == "left":  # who is left to join
            return token
        if token.word == TEAM:
            return _neither(tokens, at)
        if token.word in _SUBJECTS or not token.word[0].isalpha():
            return None
    return None


def _neither(tokens: list[Token], at: int) -> Token | None:
    """The `neither` at the head of the names before a word: neither Kia nor BMW joined."""
    for token in reversed(tokens[:at]):
        if token.word == "neither":
            return token
        if token.word not in (TEAM, "nor", "or", "and", ",", "of", "them") and token.stem not in _AUXILIARIES:
            return None
    return None


def _is_be(word: str) -> bool:
    return word in ("is", "are", "was", "were", "be") or word.endswith("'s")


def _stands_free(tokens: list[Token], at: int) -> bool:
    """Whether a word that is mostly something else (in, out, run) is a stance here."""
    word = tokens[at].word
    after = [token.word for token in tokens[at + 1 : at + 3]]
    if word in ("going", "goes", "go") and after[:1] == ["on"]:
        return False
    if word not in PLACES:
        return True
    if word == "out" and at and tokens[at - 1].stem in _OUT_VERBS:
        return False
    if len(after) > 1 and after[1] == DATE and after[0] in ("on", "by", "in"):  # in on April 1
        return True
    if not after or after[0] in _FOLLOWERS or after[0] == PROGRAMME:
        return True
    return after[0] == "the" and (after[1:] == [PROGRAMME] or after[-1] in _AREAS)
