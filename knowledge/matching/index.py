"""Index: the names of every team by each of their views, the names that are somebody else's, and those that clash."""

import re
from bisect import bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import IntEnum
from functools import cached_property
from itertools import combinations
from typing import Final, NamedTuple, Self

from knowledge.matching.decoys import DecoyRegister
from knowledge.matching.nearby import NearIndex
from knowledge.matching.thresholds import Thresholds
from knowledge.model import Stance, Team
from knowledge.startup import collector_resting
from knowledge.text.english import alike_forms
from knowledge.text.hangul import initials, is_syllable, keystrokes
from knowledge.text.korean import is_made_of
from knowledge.text.lexicon import listed_tags
from knowledge.text.normalise import WORD, compact_core, core_words, fold, spelled
from knowledge.text.particles import PARTICLES
from knowledge.text.romanise import romanised, transliterated
from knowledge.text.tokens import is_talk
from knowledge.text.verbs import forms_of as forms_of_verb
from knowledge.text.verbs import noun_in, stem_of

SHORTEST_NEAR: Final = 5
"""Keys of the shortest name that is looked for one keystroke away; shorter ones are only found as they are."""
SHORTEST_SYLLABLES: Final = 3
"""Syllables of the shortest name that is looked for one syllable away."""
SHORTEST_ROMANISED: Final = 5
"""Letters of the shortest romanised name that is looked for: `hana`, `nara` and `ino` are too many other things."""
HEAD: Final = 4
"""Letters of the beginnings by which it is told quickly that no name begins so."""
REMEMBERED: Final = 4096
"""Words whose kind is remembered by an index."""
SHORTEST_TERM: Final = 2
"""Syllables, and letters, of the shortest word that is taken up: 손 of 손 뗀다 says nothing."""
_STUCK: Final = re.compile(r"[a-z]co[.,\s]+l(?:td|te|imited)\b")


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


@dataclass(frozen=True, slots=True, eq=False)
class IndexedName:
    """One name of a team: `team` is its number, None for the programme's own names, which are no team's."""

    team: int | None
    is_alias: bool
    """True if it is not the first name of its language."""


PROGRAMME: Final = IndexedName(None, is_alias=False)
Bearers = IndexedName | tuple[IndexedName, ...]
"""Who bears a form: mostly one, so mostly no tuple."""


def each_of(bearers: Bearers) -> tuple[IndexedName, ...]:
    """The bearers, whether one or several."""
    return (bearers,) if isinstance(bearers, IndexedName) else bearers


def _enter(forms: dict[str, Bearers], form: str, name: IndexedName) -> None:
    """Enter a bearer of a form; a team bears it once, as an official name rather than as an alias."""
    held = forms.setdefault(form, name)
    if held is name:
        return
    mine = [each for each in each_of(held) if each.team == name.team]
    others = tuple(each for each in each_of(held) if each.team != name.team)
    best = min((*mine, name), key=lambda each: each.is_alias)
    forms[form] = (*others, best) if others else best


def terms_of(stances: Iterable[Stance]) -> tuple[str, ...]:
    """What the stances are called and asked for by, in both languages."""
    return tuple(
        dict.fromkeys(
            word
            for stance in stances
            for word in (stance.label.ko, stance.label.en, *stance.words.ko, *stance.words.en)
        )
    )


class StanceTerms:
    """Which folded words are forms of the programme's own; `names` holds the words of teams' names, which are none."""

    def __init__(self, words: Iterable[str], names: Iterable[str] = ()) -> None:
        taken = frozenset(names)
        listed = {
            part for word in words for part in WORD.findall(fold(word).text) if len(part) >= SHORTEST_TERM
        } - taken
        listed -= taken
        korean = {part for part in listed if is_syllable(part[0])}
        self._nouns = frozenset((*korean, *(noun for word in korean for noun in _nouns_in(word)))) - taken
        self._verbs = frozenset(form for word in korean for form in _verb_forms(word)) - taken
        self._known: dict[str, bool] = {}
        self._latin = frozenset(form for word in listed - korean for form in _latin_forms(word)) - taken

    def __contains__(self, word: str) -> bool:
        if word.isascii() or not self._nouns:
            return word in self._latin
        known = self._known.get(word)
        if known is None:
            known = is_made_of(word, self._nouns, self._verbs)
            if len(self._known) < REMEMBERED:
                self._known[word] = known
        return known

    def is_bare_noun(self, word: str) -> bool:
        """True if a Hangul word is one of them as it stands, which makes one thing with the next: 패찰 대상."""
        return word in self._nouns

    def leaves(self, rest: str) -> bool:
        """True if what is stuck to a name is talk of the programme, with or without a particle: (가)비준했어."""
        return bool(self._nouns) and (
            rest in self or any(rest[:at] in PARTICLES and rest[at:] in self for at in range(1, len(rest) - 1))
        )


def _verb_forms(word: str) -> Iterator[str]:
    stem = stem_of(word)
    if stem is not None and len(stem) >= SHORTEST_TERM:
        yield from forms_of_verb(stem)


def _nouns_in(word: str) -> Iterator[str]:
    """The noun that a verb is made of: 비준 in 비준했다."""
    stem = stem_of(word)
    if stem is not None and len(noun_in(stem)) >= SHORTEST_TERM and noun_in(stem) != stem:
        yield noun_in(stem)


def _latin_forms(word: str) -> Iterator[str]:
    yield word
    if word.isascii() and "function" not in listed_tags(word):
        yield from alike_forms(word)


class Index:
    """The names of every team, ready to be looked up. `build` makes one; nothing changes it afterwards."""

    def __init__(self, thresholds: Thresholds) -> None:
        self.thresholds = thresholds
        self.team_ids: list[str] = []
        self.team_names: list[str] = []
        self.forms: dict[View, dict[str, Bearers]] = {view: {} for view in View}
        """Who bears each form, a dict a view; LAYOUT has the keys of names too short for `keys`."""
        self._exact, self._letters = self.forms[View.EXACT], self.forms[View.LETTERS]
        self._romanised = self.forms[View.ROMANISED]
        self.keys = NearIndex(SHORTEST_NEAR)
        self.key_names: list[IndexedName] = []
        self.latin_keys: set[int] = set()
        """The numbers of those keys whose name is written in Latin letters."""
        self.syllables = NearIndex(SHORTEST_SYLLABLES)
        self.syllable_names: list[IndexedName] = []
        self.decoys: set[str] = set()
        self.register = DecoyRegister(())
        self.has_decoys = False
        self.terms = StanceTerms(())
        self.capitals: dict[str, tuple[str, ...]] = {}
        """The names that are ordinary English words, with their capitals as listed."""
        self.heads: dict[str, int] = {}
        """The first letter and the first two of every written form, with the length of the longest such form."""
        self.beginnings: frozenset[str] = frozenset()
        """The first letters of every written form, or all of a shorter one."""
        self.syllable_long: frozenset[str] = frozenset()
        """The names of one syllable, in small programmes alone: 봄, 숨, where they can hardly mean anything else."""
        self.longest = 0
        self.in_order: list[str] = []

    @classmethod
    def build(
        cls,
        teams: Iterable[Team],
        *,
        register: Iterable[int] = (),
        programme_names: Iterable[str] = (),
        talk: Iterable[str] = (),
        thresholds: Thresholds | None = None,
    ) -> Self:
        """The index of these teams; `register` holds `decoy_hash`es, `programme_names` are never a team.

        `talk` holds the words of the programme's stances (`terms_of`).
        """
        index = cls(thresholds or Thresholds())
        known = tuple(teams)
        with collector_resting():
            for team in known:
                index._add_team(team)
        index.terms = StanceTerms(talk, (word for team in known for word in _words_of(team))) if talk else index.terms
        exact, letters, latin = (index.forms[view] for view in (View.EXACT, View.LETTERS, View.ROMANISED))
        index.in_order = sorted({*exact, *letters, *latin})
        for core in map(compact_core, programme_names):
            exact.setdefault(core, PROGRAMME)
        index.decoys = {decoy for decoy in index.decoys if not index.is_written(decoy)}
        index.register = DecoyRegister(register)
        index.has_decoys = bool(index.decoys) or len(index.register) > 0
        for form in (*exact, *letters, *latin):
            for head in (form[:1], form[:2]):
                index.heads[head] = max(len(form), index.heads.get(head, 0))
        index.beginnings = frozenset(form[:HEAD] for forms in (exact, letters, latin) for form in forms)
        if not index.is_crowded:
            index.syllable_long = frozenset(form for form in exact if len(form) == 1 and is_syllable(form))
        index.longest = max(index.heads.values(), default=0)
        return index

    def _add_team(self, team: Team) -> None:
        number = len(self.team_ids)
        self.team_ids.append(team.id)
        self.team_names.append(team.names.official("ko"))
        official = {*team.names.ko[:1], *team.names.en[:1]}
        for name in team.names.every:
            self._add_name(name, IndexedName(number, is_alias=name not in official))
        if team.ticker:
            _enter(self.forms[View.EXACT], compact_core(team.ticker), IndexedName(number, is_alias=False))
        for decoy in team.decoys:
            forms = forms_of(decoy)
            self.decoys.update(form for form in (forms.core, forms.letters) if form)

    def _add_name(self, text: str, name: IndexedName) -> None:
        forms = forms_of(text)
        is_latin = forms.core.isascii()
        for exact in (forms.core, forms.whole, forms.stuck):
            if exact:
                _enter(self.forms[View.EXACT], exact, name)
        if is_latin and (is_talk(forms.core) or "thing" in listed_tags(forms.core)):
            self.capitals[forms.core] = (*self.capitals.get(forms.core, ()), text)
        for form in (forms.core, forms.stuck):
            if form:
                self._add_keys(form, name, is_latin=is_latin)
        if forms.letters:
            _enter(self.forms[View.LETTERS], forms.letters, name)
            self._add_keys(forms.letters, name, is_latin=False)
        for latin in forms.romanised:
            _enter(self.forms[View.ROMANISED], latin, name)
        if forms.initials:
            _enter(self.forms[View.INITIALS], forms.initials, name)
        if not is_latin and len(forms.core) >= SHORTEST_SYLLABLES:
            self.syllables.add(forms.core)
            self.syllable_names.append(name)

    def _add_keys(self, form: str, name: IndexedName, *, is_latin: bool) -> None:
        keys = keystrokes(form).lower()
        if len(keys) < SHORTEST_NEAR:
            _enter(self.forms[View.LAYOUT], keys, name)
            return
        if is_latin:
            self.latin_keys.add(len(self.key_names))
        self.keys.add(keys)
        self.key_names.append(name)

    @cached_property
    def is_crowded(self) -> bool:
        """True if there are so many names that chance finds some in any word."""
        return len(self.team_ids) > self.thresholds.crowd

    def written(self, text: str) -> tuple[Bearers, View] | None:
        """Who is written so, without spaces, by the surest view: exact, by letter names, romanised."""
        bearers = self._exact.get(text)
        if bearers is not None:
            return bearers, View.EXACT
        bearers, view = (
            (self._romanised.get(text), View.ROMANISED) if text.isascii() else (self._letters.get(text), View.LETTERS)
        )
        return None if bearers is None else (bearers, view)

    def may_begin(self, text: str) -> bool:
        """False where no written form begins a text or goes on with it, which is told quickly."""
        known = self.beginnings
        return len(text) < HEAD or text[:HEAD] in known or text[:2] in known or text[:3] in known or text[:1] in known

    def goes_on(self, text: str) -> bool:
        """True if a written form is longer than a text and begins with it."""
        if text[:HEAD] not in self.beginnings and len(text) >= HEAD:
            return False
        at = bisect_right(self.in_order, text)
        return at < len(self.in_order) and self.in_order[at].startswith(text)

    def is_written(self, text: str) -> bool:
        """True if a string without spaces is a name as it may be written."""
        return self.written(text) is not None

    def is_decoy(self, core: str) -> bool:
        """True if a string without spaces is somebody else's name, by a team's decoys or by a register."""
        return core in self.decoys or core in self.register

    def is_near(self, text: str) -> bool:
        """True if a name is at most one keystroke away from a text without spaces."""
        return bool(self.keys.near(keystrokes(text).lower()))


def _words_of(team: Team) -> Iterator[str]:
    """The first words of the names: what stands within one (Korea Advanced Institute) keeps its meaning as a stance."""
    for name in team.names.every:
        yield from core_words(fold(name).text)[:1]


@dataclass(frozen=True)
class Clash:
    """Two teams that a name cannot tell apart: `keystrokes` is 0 where they share it, 1 where one key parts them."""

    teams: tuple[str, str]
    names: tuple[str, str]
    keystrokes: int


def clashes_of(index: Index) -> tuple[Clash, ...]:
    """Every clash of an index once, the shared names first."""
    return tuple(dict.fromkeys((*_shared(index), *_near(index))))


def _clash(index: Index, teams: tuple[int, int], names: tuple[str, str], keystrokes: int) -> Clash:
    one, other = sorted(zip(teams, names, strict=True))
    return Clash((index.team_ids[one[0]], index.team_ids[other[0]]), (one[1], other[1]), keystrokes)


def _shared(index: Index) -> Iterator[Clash]:
    exact, letters = index.forms[View.EXACT], index.forms[View.LETTERS]
    for form, bearers in (*exact.items(), *((form, held) for form, held in letters.items() if form not in exact)):
        teams = [each.team for each in each_of(bearers) if each.team is not None]
        for one, other in combinations(teams, 2):
            yield _clash(index, (one, other), (form, form), 0)


def _near(index: Index) -> Iterator[Clash]:
    for number, keys in enumerate(index.keys.strings):
        team = index.key_names[number].team
        for other, distance in index.keys.near(keys).items():
            other_team = index.key_names[other].team
            if team is None or other_team is None:
                continue
            if other > number and distance and other_team != team:
                names = (index.team_names[team], index.team_names[other_team])
                yield _clash(index, (team, other_team), names, 1)
