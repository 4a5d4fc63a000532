"""The words that a programme lists for its stances, found in a text in every form, said and denied."""

import re
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import combinations, pairwise
from pathlib import Path
from typing import Final, NamedTuple

from rapidfuzz.distance import OSA

from knowledge.model import Kind, Stance
from knowledge.text.english import stem, uncontracted
from knowledge.text.hangul import keystrokes, take_apart
from knowledge.text.korean import is_glued as is_glued_talk
from knowledge.text.korean import is_stopword as is_korean_talk
from knowledge.text.lexicon import words
from knowledge.text.particles import PARTICLES
from knowledge.text.verbs import COPULA, forms_of, noun_in, stem_of
from knowledge.understanding.marks import DATE, PROGRAMME, TEAM


class Lemma(NamedTuple):
    """One listed word: what it is found by, and whether it is listed as a denial."""

    key: str
    negated: bool


class StanceHit(NamedTuple):
    """A stance word in a text; `negated` where it means that none of these stances holds."""

    start: int
    end: int
    codes: tuple[str, ...]
    negated: bool = False
    is_open: bool = False
    """Whether its form leaves open which way it is meant: 나가지 않아?"""
    is_noun: bool = False
    is_weak: bool = False
    """Whether it is the all-purpose 하다, which says something only where no other word does."""
    literal: tuple[str, ...] = ()
    """What is denied, where `codes` are the stances opposed to it: of 불참하지 않는 not joining, its codes joining."""


class Senses:
    """Which stances words stand for; what is opposed to what follows from words that are listed both ways."""

    def __init__(self) -> None:
        self._codes: dict[Lemma, list[str]] = {}
        self._opposed: dict[frozenset[str], tuple[str, ...]] = {}

    def add(self, lemma: Lemma, code: str) -> None:
        """One listed word of a stance."""
        self._opposed.clear()
        codes = self._codes.setdefault(lemma, [])
        if code not in codes:
            codes.append(code)

    def of(self, key: str, *, negated: bool) -> tuple[tuple[str, ...], bool, tuple[str, ...]]:
        """The stances that a word stands for, whether it rather denies them, and what it denies in so many words.

        With 나간다 listed for joining and 안 나간다 for not joining, 참여하지 않는다 is not joining too.
        """
        exactly = self._codes.get(Lemma(key, negated))
        if exactly:
            return tuple(exactly), False, ()
        other_way = tuple(self._codes.get(Lemma(key, not negated), ()))
        opposed = self.opposed(other_way)
        return (opposed, False, other_way if negated else ()) if opposed else (other_way, True, ())

    @property
    def refusals(self) -> frozenset[str]:
        """The stances that a denial is listed for: 안 나간다, not joining."""
        return frozenset(code for lemma, codes in self._codes.items() if lemma.negated for code in codes)

    def opposed(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The stances that a word of these ones stands for when it is denied, or the other way round."""
        asked = frozenset(codes)
        if asked not in self._opposed:
            self._opposed[asked] = self._opposed_to(asked)
        return self._opposed[asked]

    def opposite(self, code: str) -> str | None:
        """The one stance that most words speak of when they are denied: of joining it is not joining."""
        shared = Counter(
            other
            for lemma, held in self._codes.items()
            if code in held
            for other in self._codes.get(Lemma(lemma.key, not lemma.negated), ())
        )
        return max(shared, key=shared.__getitem__, default=None)

    def _opposed_to(self, asked: frozenset[str]) -> tuple[str, ...]:
        found: dict[str, None] = {}
        for lemma, held in self._codes.items():
            if asked & set(held):
                found.update(dict.fromkeys(self._codes.get(Lemma(lemma.key, not lemma.negated), ())))
        return tuple(code for code in found if code not in asked)


NOT: Final = "안않못몬"
_NOT: Final = rf"[{NOT}]"
PARTICLE: Final = r"(?:은|는|을|를|도|이|가)?\s*"
_DO: Final = r"[하한할함합해했햇되된될됨됩됐돼됬]"
_PLAN: Final = r"(?:생각|계획|의사|의향|뜻|마음|예정|기미)"
_ENDING: Final = r"[다요까나니냐네지죠래대데어아여해고면서게던는은을거든잖려라습시었았겠인가임음함만며자됨줄건걸]*"
_TEAM: Final = r"(?:팀|곳|데|회사|기업|업체|컨소|거|것|건)"

DENIED_BEHIND: Final = re.compile(
    rf"{PARTICLE}{_NOT}\s*(?:{_DO}|[냈내난났정])"
    rf"|{PARTICLE}{_DO}지(?:는|도|를|은)?\s*(?:{_NOT}|말|아니)|{_DO}?(?:고\s*있)?지(?:는|도|를|은)?\s*(?:{_NOT}|말)"
    rf"|(?:하려는|하겠다는|한다는|겠다는|려는|하는|는|할|의)?\s*{_PLAN}[이은도가는]?\s*(?:전혀|아예|별로)?\s*[없안]"
    rf"|\s*(?:거부|포기|철회|취소|불가|고사|사양)|{PARTICLE}(?:면했|면한|면하|피했|피한|모면)"
    rf"|(?:에|에도|까지)?{PARTICLE}(?:받|들|뜨|따|타|붙|오르|올라가|되|뽑히)지(?:는|도|를)?\s*{_NOT}"
    rf"|(?:에|에도|까지)?{PARTICLE}{_NOT}\s*(?:받|딴|땄|탄|탔|든|들|붙|오른|올라|올랐|간|갔|뽑|따)"
    r"|(?:된|한|했던|됐던)?\s*(?:적|바|선언|발표|의사)?[은이도]?\s*(?:없는|없이|없다|없고|없던|(?<=선언\s)안\s한|(?<=선언은\s)안\s한)"
    r"|[은는이가]\s*아직(?=인|이|임|도?\s*[못안]|\s*[?.]|\s*$)"
)
"""참여 안 해, 결정 못 냈다, 나가지 않는, 도전할 생각 없는, 참여 거부, 상은 못 받은, 인증 없는, 선정은 아직인."""
OPEN: Final = re.compile(
    rf"{_DO}?지\s*{_NOT}(?:아|나|냐|니|을까|음|습니까|나요|아요|은가|을까요)?\s*[^가-힣a-z]*$"
    rf"|[가-힣]{{0,3}}(?:다|라)(?:고|는)(?:는|도)?\s*(?:{_NOT}\s*(?:[했하한할]|말|밝)|(?:말|얘기"
    rf"|발표)?[은도을]?\s*(?:한\s*)?(?:적|바|말|얘기"
    rf"|발표)?[은이도]?\s*없)"
)
"""나가지 않아? asks both whether they do not go and whether they do; 불참 아니지? denies what it names; 안 나간다고
안 했지? denies that it was said."""
LIGHT_VERB: Final = re.compile(
    rf"{PARTICLE}(?!한\s?(?:꺼번|번|눈|데\s?모|줄|장|쪽|마디|문장))(?!할\s?(?:곳|팀))"
    rf"{_DO}{_ENDING.replace('데', '')}(?:(?<=던)데|(?<=다는)데)?"
)
"""불참 한대: the verb of a noun says nothing of its own; 데 may be a place (불참한데어디), 한 a number (한번에)."""
ENDINGS: Final = re.compile(_ENDING)
OF_NOUN: Final = re.compile(rf"(?P<noun>[가-힣]{{2,}}){_DO}{_ENDING}")
"""참여하나, 탈락한: a noun with its verb."""
LISTED_DENIAL: Final = (
    re.compile(rf"^{_NOT}\s+(?P<rest>.+)$"),
    re.compile(rf"^(?P<rest>.+?)(?:\s+{_NOT}|(?:고\s*있)?지\s*[않못]다?|\s+{_PLAN}이?\s*없다?|\s+{_NOT}\s+\S+)$"),
)
"""How a denial is listed: 안 나간다, 참여 안, 나가지 않, 나갈 계획이 없, 결정 안 했다."""

_JOINT: Final = frozenset("은는이가을를도에또다왜더데직서번제국럼론히선면금시팀사")
"""Syllables that end a particle, an adverb or a noun for teams: 누가붙었어, 어느팀이접었어."""
_SUBJECT: Final = frozenset("가이은는도다")
_OTHER_VERBS: Final = frozenset("만지끝어타긋떠각러신화혼빛깨벗성겁풀오")
"""Syllables that make another verb of the one behind them: 만나가, 일어나서, 끝나가, 신나가, 오빠지."""
_BEFORE_AN: Final = frozenset("방제불보미동대법초현위연천도편치예의기답하")
_SUPPORTED: Final = frozenset("고로지게려까듯")
"""What ends the word before a 하다 that only supports it: 빠지겠다고 한, 나가기로 한."""
_BEFORE: Final = re.compile(r"[가-힣]{1,12}$")
_BEHIND: Final = re.compile(r"[가-힣]{1,12}")
"""As much of what is stuck to a word as tells talk from a name; taking more apart would take long."""
_NEXT: Final = re.compile(
    rf"[국자사처](?=$|[^가-힣]|들|[은는이가을를도만의과와])|{_DO}|{_NOT}|{_TEAM}|{_PLAN}"
    rf"|[은는이가을를도만의에으로라인임았었]|{_ENDING}$"
)
_FAMILIAR: Final = words("ko", "familiar")
_QUOTED: Final = "대"
"""Ends what others say only behind a verb (한대): behind a noun it ends the name of a university, 고려대는."""
_SHORT: Final = 2
"""Syllables of a verb that is mostly the end of another: 정하다 in 결정하다, 확정하다."""
_WORD_END: Final = re.compile(rf"{_ENDING}(?=$|[^가-힣]|{_TEAM})")
_SENTENCE_END: Final = re.compile(rf"{_ENDING}(?=$|[^가-힣 ]| +(?:$|[^가-힣 ]|{_TEAM}|지|있|없|{_NOT})|{_TEAM})")


def is_apart(text: str, start: int, end: int) -> bool:
    """Whether what surrounds a noun in its run of Hangul is talk: 전원불참이야, but not 미성포기테크."""
    before, behind = _BEFORE.search(text, 0, start), _BEHIND.match(text, end)
    prefix, suffix = before[0] if before else "", behind[0] if behind else ""
    if suffix[:1] == _QUOTED and (len(suffix) == 1 or suffix[1:] in PARTICLES):
        return False
    is_begun = len(prefix) < _SHORT or prefix[-1] in _JOINT or is_korean_talk(prefix) or prefix in _FAMILIAR
    return is_begun and (
        len(suffix) < _SHORT or is_glued_talk(suffix) or _begins(suffix) or COPULA.fullmatch(suffix) is not None
    )


def _begins(suffix: str) -> bool:
    """Whether a verb of the noun's, an ending, a noun for teams or a word of talk comes next."""
    return _NEXT.match(suffix) is not None or is_korean_talk(suffix) or is_korean_talk(suffix[:_SHORT])


def may_deny(text: str, at: int) -> bool:
    """Whether 안 is "not" here, and no part of 방안, 제안, 동안."""
    return at == 0 or text[at - 1] not in _BEFORE_AN


def may_begin(text: str, at: int, stem: str, length: int) -> bool:
    """Whether a form, of that many syllables, of a verb may begin here.

    A short one needs a clean start: 한대 and 정했어, but not 위한대 and 확정했어.
    """
    before = text[:at].rstrip(" ")
    is_apart = len(before) < at or not "가" <= before[-1:] <= "힣"
    if length > 1:
        is_short = len(stem) == _SHORT and stem.endswith("하")
        return is_apart or text[at - 1] in _JOINT or (not is_short and text[at - 1] not in _OTHER_VERBS)
    if stem == "나서" and before.endswith("고"):  # 지나고 나서
        return False
    if stem == "하" and text[at - 1 : at] == TEAM and text.startswith(("하고", "한테"), at):
        return False
    if stem == "하":
        return is_apart and before[-1:] not in _SUPPORTED and _SENTENCE_END.match(text, at + 1) is not None
    return (is_apart or before[-1] in _SUBJECT) and _WORD_END.match(text, at + 1) is not None


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
        self._verbs = _verbs(word for word, _ in listed if word[0] != "!")
        surfaces: dict[str, str] = dict(self._verbs)
        for word, code in listed:
            lemma = self._lemma(word)
            self.senses.add(lemma, code)
            surfaces.setdefault(lemma.key, lemma.key)
        self._surfaces = self._by_first(surfaces)

    def _lemma(self, word: str) -> Lemma:
        """안 나간다, 안나가, 나가지 않 and 나갈 계획이 없 are all 나가, denied; what is marked !, only as it stands."""
        if word[0] == "!":
            return Lemma(word[1:], negated=False)
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

    def find(self, text: str) -> list[StanceHit]:
        """The words in their order, none inside another."""
        return list(self._hits(text))

    def _hits(self, text: str) -> Iterator[StanceHit]:
        at = 0
        while at < len(text):
            hit = self._hit_at(text, at) if text[at] in self._surfaces or text[at] in NOT else None
            if hit:
                yield hit
            at = hit.end if hit else at + 1

    def _hit_at(self, text: str, at: int) -> StanceHit | None:
        denied = text[at] in NOT and may_deny(text, at)
        begin = at + 1 if denied else at
        while denied and begin < len(text) and text[begin] == " ":
            begin += 1
        surface, end = self._surface_at(text, begin, denied=denied)
        if surface is None:
            return None
        behind = DENIED_BEHIND.match(text, end)
        negated = denied != bool(behind)
        codes, rather_denies, literal = self.senses.of(surface.key, negated=negated)
        rest = behind or LIGHT_VERB.match(text, end)
        is_open = bool(OPEN.match(text, end))
        return StanceHit(
            at,
            rest.end() if rest else end,
            codes,
            rather_denies,
            is_open,
            not surface.is_verb,
            surface.key == ALL_PURPOSE,
            literal,
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
            if take_apart(stem[-1])[2]:  # 붙었는교: behind a form that is whole any dialect may end
                found.update((stem + each, stem) for each in "었았은는을음")
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
_FOLLOWERS: Final = words("en", "follower")
_AREAS: Final = words("en", "area")
_OUT_VERBS: Final = words("en", "out-verb")
_LATIN: Final = re.compile(r"[a-z]")
_TOKEN: Final = re.compile(r"w/o\b|[a-z][a-z0-9'’\-]*|[\ue000-\ue003]|[.?!,;:]")


class StemmedToken(NamedTuple):
    """A word of the text, stemmed, with its place."""

    stem: str
    start: int
    end: int
    word: str


def tokens_of(text: str) -> list[StemmedToken]:
    """The words, marks and punctuation of a folded text; `isn't` is `is` and `not`."""
    return list(_tokens(text))


def _tokens(text: str) -> Iterator[StemmedToken]:
    for match in _TOKEN.finditer(text):
        word = match.group().replace("’", "'")
        start, end = match.span()
        verb = uncontracted(word)
        if verb is not None:
            yield StemmedToken(verb, start, end, word)
            yield StemmedToken("not", start, end, "not")
        elif word in ("cannot", "w/o"):
            yield StemmedToken("not", start, end, "not")
        else:
            yield StemmedToken(stem(word), start, end, word)


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

    def find(self, text: str) -> list[StanceHit]:
        """The words in their order, none inside another."""
        if not _LATIN.search(text):
            return []
        return list(self._hits([self._as_verb(token) for token in tokens_of(text)], text))

    def _as_verb(self, token: StemmedToken) -> StemmedToken:
        """A noun that is made of a listed word, as that word: ratifications of ratify, withdrawal of withdraw."""
        if token.stem in self._verbs or len(token.stem) < SHORTEST_DERIVED:
            return token
        made = [token.stem.removesuffix(ending) for ending in DERIVING if token.stem.endswith(ending)]
        if token.stem.endswith("ention"):  # abstention
            made.append(f"{token.stem.removesuffix('ention')}ain")
        if token.stem in REPEATED or token.stem.startswith("re-"):
            made.append(token.stem.removeprefix("re").lstrip("-"))
        return next((token._replace(stem=each) for each in made if each in self._verbs), token)

    def _hits(self, tokens: list[StemmedToken], text: str) -> Iterator[StanceHit]:
        at = 0
        while at < len(tokens):
            length = self._length_at(tokens, at)
            if length:
                yield self._hit(tokens, at, length, text)
            at += length or 1

    def _length_at(self, tokens: list[StemmedToken], at: int) -> int:
        if tokens[at].word in _AUXILIARIES:  # can, of canned
            return 0
        if tokens[at].word == "left" and at and _is_be(tokens[at - 1].word):  # who's left?
            return 0
        for key in self._keys.get(tokens[at].stem, ()):
            heard = tuple(token.stem for token in tokens[at : at + len(key)])
            if heard == key and (len(key) > 1 or _stands_free(tokens, at)):
                return len(key)
        return 0

    def _hit(self, tokens: list[StemmedToken], at: int, length: int, text: str) -> StanceHit:
        key = " ".join(token.stem for token in tokens[at : at + length])
        denial = _denial(tokens, at)
        is_left = denial is not None and denial.word == "left"  # Who is left to join has said neither.
        start, end = (denial or tokens[at]).start, tokens[at + length - 1].end
        behind = DENIED_BEHIND.match(text, end)  # funding 못 받은
        is_denied = (denial is not None and not is_left) != (behind is not None)
        codes, rather_denies, literal = self.senses.of(key, negated=is_denied)
        is_derived = length == 1 and stem(tokens[at].word) != tokens[at].stem
        end = behind.end() if behind else end
        return StanceHit(start, end, codes, rather_denies or is_left, is_weak=is_derived, literal=literal)


def _lemma(word: str) -> tuple[Lemma, tuple[str, ...]]:
    """`won't join` is `join`, denied; `no plans` is listed as it is."""
    stems = [token.stem for token in tokens_of(word)]
    while stems and stems[0] in _AUXILIARIES and len(stems) > 1:
        stems = stems[1:]
    negated = bool(stems) and stems[0] == "not" and len(stems) > 1
    key = tuple(stems[1:] if negated else stems)
    return Lemma(" ".join(key), negated), key


def _denial(tokens: list[StemmedToken], at: int) -> StemmedToken | None:
    """The negation before the word with no subject between: hasn't decided, but not "didn't they drop out"."""
    for token in reversed(tokens[max(0, at - DENIAL_REACH) : at]):
        if token.stem in NEGATIONS or token.word == "left":  # who is left to join
            return None if _opens_question(tokens, token, at) else token
        if token.word == "yet" and tokens[tokens.index(token) + 1].word == "to":  # have yet to be nominated
            return token
        if token.word == TEAM:
            return _neither(tokens, at)
        if token.word in _SUBJECTS or not token.word[0].isalpha():
            return None
    return None


def _opens_question(tokens: list[StemmedToken], denial: StemmedToken, at: int) -> bool:
    """True for the not of a verb that opens a question, with its subject behind: arent the Irish signing."""
    first = tokens.index(denial)
    return (
        first > 0
        and tokens[first - 1].start == denial.start
        and at - first > 1
        and (first == 1 or tokens[first - 2].word in ("so", "and", "but", ",", ".", "?", "!"))
    )


def _neither(tokens: list[StemmedToken], at: int) -> StemmedToken | None:
    """The `neither` at the head of the names before a word: neither Kia nor BMW joined."""
    for token in reversed(tokens[:at]):
        if token.word == "neither":
            return token
        if token.word not in (TEAM, "nor", "or", "and", ",", "of", "them") and token.stem not in _AUXILIARIES:
            return None
    return None


def _is_be(word: str) -> bool:
    return word in ("is", "are", "was", "were", "be") or word.endswith("'s")


def _stands_free(tokens: list[StemmedToken], at: int) -> bool:
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
    if not after or not after[0].isalpha() or after[0] in _FOLLOWERS or after[0] == PROGRAMME:
        return True
    return after[0] == "the" and (after[1:] == [PROGRAMME] or after[-1] in _AREAS)


OBJECT_GAPS = ("", " ", "를 ", "을 ", "를", "을")
"""What stands between a noun and the word that takes it for its object: 출전을 검토, 참여 신청."""


ENGLISH_GAP = re.compile(r"\s+(?:(?:about|of|on|to|whether|if|the|a|an|it|they|will|should|would|be)\s+){0,3}")
"""What stands between an English verb and what it is about: thinking about rejoining, refuses to take part."""
SETTING = re.compile(
    r"\s*(?:에서|에(?!\s*대)|때|당시|과정|결과|절차|여부|공모|심사|평가|대상|자격|조건|방법|기간|일정|비용|서류)"
)
"""What makes of a noun the occasion that is spoken of: 1차 선발에서 탈락한, 참여 여부."""


UNDECIDED: Final = re.compile(
    r"미정|미결|검토|고민|보류|고려|저울질|논의|협의|협상|조율|관망|유보|정하지|결정\s?(?:안|못)"
    r"|undecided|consider|review|thinking|on hold|weigh|unsure|not sure|talks|negotiat|wait|open\b"
)
"""What shows that who holds a position has not made up its mind."""


_OF_OBJECT: Final = re.compile(r"[가-힣][은는도을를]\s$")
SHORTEST_MISSPELT: Final = 6
"""Letters of an English stance word that one slip leaves what it is: shorter ones are other words."""
SHORTEST_KEYS: Final = 5
"""Keys of a Korean one: 탈락 has six, 참여 five."""
_NOUN: Final = re.compile(r"[가-힣]{2,4}")
_FOLLOWS_NOUN: Final = re.compile(rf"$|{_DO}|중|[은는이가을를도임이인팀]|이[야냐었]|{PARTICLE}$")


def _is_open(stance: Stance) -> bool:
    """True if the label of a position, or most of its words, say that nothing is decided: 미정, in talks."""
    words = [word.lower() for word in (*stance.words.ko, *stance.words.en)]
    said = sum(UNDECIDED.search(word) is not None for word in words)
    return UNDECIDED.search(f"{stance.label.ko} {stance.label.en.lower()}") is not None or 2 * said > len(words)


@dataclass(frozen=True)
class StanceRole:
    """What stances of all programmes have in common: the words that show it, and what else people say for it."""

    name: str
    language: str
    anchors: frozenset[str]
    synonyms: tuple[str, ...]


_STANDS_IN: Final = {
    "considering": "undecided",
    "undecided": "considering",
    "ousted": "fail",
    "stage": "win",
    "win": "stage",
}
"""Which role's synonyms a programme hears that has no stance for their own."""


@cache
def roles() -> tuple[StanceRole, ...]:
    """The roles of `synonyms.tsv`."""
    lines = Path(__file__).with_name("synonyms.tsv").read_text(encoding="utf-8").splitlines()
    fields = (line.split("\t") for line in lines if not line.startswith("#"))
    return tuple(
        StanceRole(name, language, frozenset(anchors.split(",")), tuple(synonyms.split(",")))
        for name, language, anchors, synonyms in fields
    )


def _listed_words(stance: Stance) -> set[str]:
    return {word.lower() for word in (*stance.words.ko, *stance.words.en, stance.label.ko, stance.label.en)}


def _weight(stance: Stance, name: str) -> int:
    """How many anchors of a role a stance lists: whole words, or within its label (최종 선정)."""
    words, kind = _listed_words(stance), Kind.RESULT if name in RESULTS else Kind.POSITION
    if stance.kind is not kind:
        return 0
    anchors = frozenset().union(*(role.anchors for role in roles() if role.name == name))
    return 2 * len(words & anchors) + any(anchor in word for word in words for anchor in anchors if len(anchor) > 2)


RESULTS: Final = frozenset({"win", "stage", "fail", "ousted", "settle", "broken", "suspend"})


def _role_holders(stances: Iterable[Stance]) -> dict[str, str]:
    """Which stance of a programme has each role: the one that lists most of its anchors."""
    known = tuple(stances)
    found: dict[str, str] = {}
    for name in dict.fromkeys(role.name for role in roles()):
        weight, best = max(
            ((_weight(each, name), each.code) for each in known), key=lambda pair: pair[0], default=(0, "")
        )
        if weight:
            found[name] = best
    if "settle" in found:  # 도장 찍 is a settlement there
        found.pop("sign", None)
    for name, other in _STANDS_IN.items():
        if name not in found and other in found:
            found[name] = found[other]
    return found


def _key(word: str) -> str:
    """What all forms of a word have in common, roughly: 고민한다 is 고민."""
    verb = stem_of(word)
    return noun_in(verb) if verb else word


def with_synonyms(stance: Stance, stances: Collection[Stance]) -> Stance:
    """A stance with the synonyms of its roles that no stance of the programme lists itself."""
    holders = _role_holders(stances)
    taken = set[str]().union(*(_listed_words(each) for each in stances if each.kind is stance.kind))
    keys = set(map(_key, taken))
    more: dict[str, list[str]] = {"ko": [], "en": []}
    for role in roles():
        if holders.get(role.name) == stance.code:
            heard = dict.fromkeys((*role.synonyms, *(sorted(role.anchors - {"취소"}) if role.language == "ko" else ())))
            more[role.language] += [word for word in heard if word not in taken and _key(word) not in keys]
    words = stance.words.model_copy(
        update={"ko": (*stance.words.ko, *more["ko"]), "en": (*stance.words.en, *more["en"])}
    )
    return stance.model_copy(update={"words": words})


class StanceWords:
    """Finds stance words, and says which stances a question by them asks for."""

    def __init__(self, stances: Iterable[Stance]) -> None:
        self._stances = {stance.code: stance for stance in stances}
        heard = [with_synonyms(stance, self._stances.values()) for stance in self._stances.values()]
        self._korean = KoreanWords(heard)
        self._english = EnglishWords(heard)
        self._senses = (self._korean.senses, self._english.senses)
        self._holders = holders = _role_holders(self._stances.values())
        self._leaning = frozenset(holders[role] for role in ("yes", "conditional") if role in holders)
        own = {
            stem_of(word.lower()) or word.lower().replace(" ", "")
            for stance in self._stances.values()
            for word in (*stance.words.ko, *stance.words.en, stance.label.ko, stance.label.en)
        }
        self._own = re.compile("|".join(map(re.escape, sorted(own))))
        self.refusals = self._korean.senses.refusals | self._english.senses.refusals
        """The stances that deny another one: not joining."""
        nouns = {word for stance in heard for word in (*stance.words.ko, stance.label.ko)}
        self._spelled_ko: dict[str, list[tuple[str, str]]] = {}
        """The nouns with their keys, by the first key."""
        for word in sorted(nouns):
            if _NOUN.fullmatch(word):
                keys = keystrokes(word)
                self._spelled_ko.setdefault(keys[0], []).append((word, keys))
        self._spelled_en = sorted(
            {word.lower() for stance in heard for word in (*stance.words.en, stance.label.en) if word.isalpha()}
        )
        self._undecided = tuple(
            code for code, stance in self._stances.items() if stance.kind is Kind.POSITION and _is_open(stance)
        )

    def find(self, text: str) -> list[StanceHit]:
        """The words in their order; the object of another one gives way to it."""
        found = self._korean.find(text) + self._english.find(text) + list(self._answers(text))
        hits = sorted(map(self._literally, found))
        kinds = {self.kind_of(hit.codes[0]) for hit in hits if not hit.is_weak and hit.codes}
        hits = [hit for hit in hits if not (hit.is_weak and _REPORTED.search(text, 0, hit.start))]
        hits = [hit for hit in hits if not hit.is_weak or not kinds or self._stands_beside(hit, kinds, text)]
        governed = {_governed(text, one, other) for one, other in pairwise(hits)} - _listed_side_by_side(text, hits)
        return [hit for hit in hits if hit not in governed and not (hit.is_noun and SETTING.match(text, hit.end))]

    def _answers(self, text: str) -> Iterator[StanceHit]:
        """A bare English yes or no in a Korean sentence: no라 캤제, yes인 데."""
        for match in _ANSWER.finditer(text):
            code = self._holders.get(match.group())
            if code:
                yield StanceHit(*match.span(), (code,), is_noun=True)

    def opposed(self, codes: Iterable[str]) -> tuple[str, ...]:
        """The stances that speak plainly against these."""
        asked = tuple(codes)
        found = (*self._korean.senses.opposed(asked), *self._english.senses.opposed(asked))
        return tuple(code for code in dict.fromkeys(found) if code not in asked)

    def against(self, codes: Collection[str]) -> tuple[str, ...]:
        """The stances that make a plain no of a claim: of a refusal all that say yes, of a yes the refusals."""
        asked = set(codes)
        if asked & self.refusals:
            return tuple(sorted(self._leaning))
        yes, conditional, no = (self._holders.get(role, "") for role in ("yes", "conditional", "no"))
        found = ({no} if asked & self._leaning else set()) | ({yes} if asked == {conditional} else set())
        return tuple(sorted(found - asked - {""}))

    @property
    def undecided(self) -> tuple[str, ...]:
        """The positions that leave it open, by the words that are listed for them: 미정, 검토 중."""
        return self._undecided

    def _literally(self, hit: StanceHit) -> StanceHit:
        """A hit of a denied result as that: who has not won has not lost, as who does not join is not joining."""
        if hit.literal and self.kind_of(hit.literal[0]) is Kind.RESULT:
            return hit._replace(codes=hit.literal, negated=True, literal=())
        return hit

    def _stands_beside(self, hit: StanceHit, kinds: Collection[Kind], text: str) -> bool:
        """True if the all-purpose verb speaks of a position beside a result: 배달은 하는데 상은 못 탄."""
        return self.kind_of(hit.codes[0]) not in kinds and _OF_OBJECT.search(text, 0, hit.start) is not None

    def corrected(self, text: str, words: Iterable[tuple[int, int]]) -> str:
        """The text with stance words in place of unknown words that are one slip of hand away: 탁락, 검퇴, undecied."""
        for start, end in sorted(words, reverse=True):
            meant = self._meant(text[start:end])
            text = f"{text[:start]}{meant}{text[end:]}" if meant else text
        return text

    def _meant(self, word: str) -> str | None:
        if word.isascii():
            near = [each for each in self._spelled_en if self._is_near(word, each, SHORTEST_MISSPELT)]
            return near[0] if near and len(word) >= SHORTEST_MISSPELT else None
        for size in range(min(len(word), 4), 1, -1):
            keys = keystrokes(word[:size])
            if len(keys) < SHORTEST_KEYS:
                continue
            for listed, listed_keys in self._spelled_ko.get(keys[0], ()):
                is_near = abs(len(keys) - len(listed_keys)) < 2 and OSA.distance(keys, listed_keys, score_cutoff=1) == 1
                if is_near and _FOLLOWS_NOUN.match(word, size):
                    return f"{listed}{word[size:]}"
        return None

    @staticmethod
    def _is_near(word: str, listed: str, least: int) -> bool:
        return (
            len(listed) >= least
            and word[0] == listed[0]
            and abs(len(word) - len(listed)) < 2
            and OSA.distance(word, listed, score_cutoff=1) == 1
        )

    def plainest(self, hits: Sequence[StanceHit], text: str) -> list[StanceHit]:
        """The hits without synonyms beside a word that the programme itself lists for a stance of the same kind."""
        listed = [hit for hit in hits if self._is_listed(hit, text)]
        kinds = {self.kind_of(hit.codes[0]) for hit in listed if hit.codes}
        return [hit for hit in hits if hit in listed or self.kind_of(hit.codes[0]) not in kinds]

    def _is_listed(self, hit: StanceHit, text: str) -> bool:
        """True if what was heard begins with a word that the programme lists."""
        said = text[hit.start : hit.end].replace(" ", "")
        return self._own.search(said) is not None

    def listed(self, hits: Sequence[StanceHit]) -> tuple[str, ...]:
        """The stances that a list asks for: of words that two kinds share, the positions (out: not joining)."""
        codes = dict.fromkeys(code for hit in hits for code in self.of_one_kind(hit.codes))
        return tuple(codes)

    def apart(self, hits: Sequence[StanceHit]) -> tuple[str, ...]:
        """The results that a list's words stand for beside the positions that it is of (out: eliminated)."""
        asked = self.listed(hits)
        return tuple(dict.fromkeys(code for hit in hits for code in hit.codes if code not in asked))

    def offers_opposites(self, codes: Sequence[str]) -> bool:
        """Whether both sides are asked for at once: who is in and who is out?"""
        return any(self._are_opposites(one, other) for one, other in combinations(codes, 2))

    def _are_opposites(self, one: str, other: str) -> bool:
        return any(each.opposite(one) == other and each.opposite(other) == one for each in self._senses)

    def kind_of(self, code: str) -> Kind:
        """The kind of a stance."""
        return self._stances[code].kind

    def of_one_kind(self, codes: Sequence[str]) -> Sequence[str]:
        """The positions among stances that one word names, or all of them."""
        positions = [code for code in codes if self._stances[code].kind is Kind.POSITION]
        return positions or codes


def _listed_side_by_side(text: str, hits: Sequence[StanceHit]) -> set[StanceHit]:
    """Three nouns and more with nothing but spaces between them, of which none is about another: 참여 불참 미정."""
    found: set[StanceHit] = set()
    for three in zip(hits, hits[1:], hits[2:], strict=False):
        if all(hit.is_noun for hit in three) and all(text[one.end : two.start] == " " for one, two in pairwise(three)):
            found.update(three)
    return found


_ANSWER: Final = re.compile(r"\b(?:yes|no)(?=\s?(?:한|했|라|래|인|야|임|이[라래야]))")
_REPORTED: Final = re.compile(r"(?![둘셋넷양두부죄한함겠])[가-힣]다(?:고|는)?\s$")
"""Before a 하다 that only says that somebody said so: 됐다 하는가, but not 둘다 하는."""
_SPOKEN: Final = re.compile(r"[가-힣]?[다단라](?:고|는)?\s?(?:거|것|게)?\s?")
"""Between what somebody says and the verb of saying: 안 한다 했지, 못한다 한거."""
_CAME_OUT: Final = re.compile(r"나온|나왔")
_SETTLED: Final = re.compile(r"확정|confirmed\b|certain\b")
_BESIDE_SETTLED: Final = re.compile(r"(?:으?로|[은는이가]|[은는]?\s?거|[은는]?\s?것|[은는]?\s?게)?\s?(?:이|은|는)?\s?")
_AS: Final = re.compile(r"(?: (?:this|it))?(?: right)?[?,]? as (?:an? )?")


def _governed(text: str, one: StanceHit, other: StanceHit) -> StanceHit | None:
    """Which of two neighbours only says what the other is about: 출전 of 출전을 검토, joining of refuses to join.

    Of a word that denies what it is listed for (decided, with "hasn't decided" in the file) the other tells more.
    """
    gap = text[one.end : other.start]
    if _CAME_OUT.match(text, other.start) and gap in ("", " ", "이 ", "가 "):  # 쟁의권 나온 데
        return other
    if other.is_weak and text[other.start] not in NOT and _SPOKEN.fullmatch(gap):  # 안 한다 했지
        return other
    if _SETTLED.match(text, other.start) and _BESIDE_SETTLED.fullmatch(gap):  # 불참 확정, not joining으로 확정된
        return other
    if _AS.fullmatch(gap):  # coming in as a partner
        return one
    if one.is_noun and gap in OBJECT_GAPS and not text.endswith(("거나", "든", "든지", "고", "는"), one.start, one.end):
        return one
    if one.is_noun and gap.strip() in ("로", "으로"):  # 조건부로 참여한다는 곳
        return other
    if ENGLISH_GAP.fullmatch(gap):
        return one if one.negated else other
    return None
