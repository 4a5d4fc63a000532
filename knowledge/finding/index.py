"""Index: the names of every team by each of their views, and the names that are somebody else's."""

from array import array
from collections.abc import Iterable, Iterator
from functools import cached_property
from typing import Self

from knowledge.finding.decoys import DecoyRegister
from knowledge.finding.nearby import NearIndex
from knowledge.finding.old import is_english_everyday
from knowledge.finding.own_talk import OwnTalk
from knowledge.finding.rules import Rules
from knowledge.finding.views import PROGRAMME, Owner, Owners, View, forms_of, own, owner_of, with_view
from knowledge.model import Team
from knowledge.resting import collector_resting
from knowledge.text.hangul import keystrokes
from knowledge.text.normalise import compact_core, core_words, fold

SHORTEST_NEAR = 5
"""Keys of the shortest name that is looked for one keystroke away; shorter ones are only found as they are."""
SHORTEST_SYLLABLES = 3
"""Syllables of the shortest name that is looked for one syllable away."""


class Index:
    """The names of every team, ready to be looked up. `build` makes one; nothing changes it afterwards."""

    def __init__(self, rules: Rules) -> None:
        self.rules = rules
        self.team_ids: list[str] = []
        self.team_names: list[str] = []
        self.written: dict[str, Owners] = {}
        self.short_keys: dict[str, Owners] = {}
        self.consonants: dict[str, Owners] = {}
        self.keys = NearIndex(SHORTEST_NEAR)
        self.key_owners: array[int] = array("q")
        self.syllables = NearIndex(SHORTEST_SYLLABLES)
        self.syllable_owners: array[int] = array("q")
        self.decoys: set[str] = set()
        self.register = DecoyRegister(())
        self.has_decoys = False
        self.talk = OwnTalk(())
        self.capitals: dict[str, tuple[str, ...]] = {}
        self.heads: frozenset[str] = frozenset()
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
        rules: Rules | None = None,
    ) -> Self:
        """The index of these teams; `register` holds `decoy_hash`es, `programme_names` are never a team.

        `talk` holds the words of the programme's stances (`words_of`).
        """
        index = cls(rules or Rules())
        known = tuple(teams)
        with collector_resting():
            for team in known:
                index._add_team(team)
        index.talk = OwnTalk(talk, (word for team in known for word in _words_of(team))) if talk else index.talk
        index.in_order = sorted(index.written)
        for core in map(compact_core, programme_names):
            index.written.setdefault(core, PROGRAMME)
        index.decoys.difference_update(index.written)
        index.register = DecoyRegister(register)
        index.has_decoys = bool(index.decoys) or len(index.register) > 0
        index.heads = frozenset(form[:length] for form in index.written for length in (1, 2))
        index.longest = max(map(len, index.written), default=0)
        return index

    def _add_team(self, team: Team) -> None:
        number = len(self.team_ids)
        self.team_ids.append(team.id)
        self.team_names.append(team.names.official("ko"))
        official = {*team.names.ko[:1], *team.names.en[:1]}
        for name in team.names.every:
            self._add_name(name, number, is_alias=name not in official)
        if team.ticker:
            ticker = compact_core(team.ticker)
            own(self.written, ticker, owner_of(number, View.EXACT, is_alias=False, is_latin=True))
        for decoy in team.decoys:
            forms = forms_of(decoy)
            self.decoys.update(form for form in (forms.core, forms.letters) if form)

    def _add_name(self, name: str, number: int, *, is_alias: bool) -> None:
        forms = forms_of(name)
        is_latin = forms.core.isascii()
        owner = owner_of(number, View.EXACT, is_alias=is_alias, is_latin=is_latin)
        for exact in (forms.core, forms.whole, forms.stuck):
            if exact:
                own(self.written, exact, owner)
        if is_latin and is_english_everyday(forms.core):  # Only of these do the capitals say anything.
            self.capitals[forms.core] = (*self.capitals.get(forms.core, ()), name)
        self._add_keys(forms.core, owner)
        if forms.stuck:
            self._add_keys(forms.stuck, owner)
        if forms.letters:
            spelled = owner_of(number, View.LETTERS, is_alias=is_alias, is_latin=False)
            own(self.written, forms.letters, spelled)
            self._add_keys(forms.letters, spelled)
        for latin in forms.romanised:
            own(self.written, latin, with_view(owner, View.ROMANISED))
        if forms.initials:
            own(self.consonants, forms.initials, with_view(owner, View.INITIALS))
        if not is_latin and len(forms.core) >= SHORTEST_SYLLABLES:
            self.syllables.add(forms.core)
            self.syllable_owners.append(with_view(owner, View.SYLLABLE))

    def _add_keys(self, form: str, owner: Owner) -> None:
        keys = keystrokes(form).lower()
        if len(keys) < SHORTEST_NEAR:
            own(self.short_keys, keys, with_view(owner, View.LAYOUT))
        else:
            self.keys.add(keys)
            self.key_owners.append(with_view(owner, View.KEYSTROKE))

    @cached_property
    def is_crowded(self) -> bool:
        """Whether there are so many names that chance finds some in any word."""
        return len(self.team_ids) > self.rules.crowd

    def is_decoy(self, core: str) -> bool:
        """Whether a string without spaces is somebody else's name, by a team's decoys or by a register."""
        return core in self.decoys or core in self.register

    def is_near(self, text: str) -> bool:
        """Whether a name is at most one keystroke away from a text without spaces."""
        return bool(self.keys.near(keystrokes(text).lower()))


def _words_of(team: Team) -> Iterator[str]:
    for name in team.names.every:
        yield from core_words(fold(name).text)
