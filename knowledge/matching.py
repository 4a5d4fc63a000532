"""NameIndex: text in, the teams that it names out, with what it nearly names and what is somebody else's."""

import gc
from array import array
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cached_property

from knowledge.conversation import Finding
from knowledge.finding.clashes import Clash, clashes_of
from knowledge.finding.decoys import DecoyRegister
from knowledge.finding.hits import Hit
from knowledge.finding.message import Gap
from knowledge.finding.nearby import NearIndex
from knowledge.finding.rules import Rules
from knowledge.finding.scene import Scene
from knowledge.finding.search import Search
from knowledge.finding.views import PROGRAMME, SCORES, Owner, Owners, View, each_of, forms_of, own, owner_of, with_view
from knowledge.hangul import keystrokes
from knowledge.model import Team
from knowledge.names import compact_core

__all__ = ["Clash", "NameIndex"]

SHORTEST_NEAR = 5
"""Keys of the shortest name that is looked for one keystroke away; shorter ones are only found as they are."""
SHORTEST_SYLLABLES = 3
"""Syllables of the shortest name that is looked for one syllable away."""


@contextmanager
def _uncollected() -> Iterator[None]:
    """Without the collection of cycles: an index makes millions of objects and no cycle, and would wait for a third."""
    was_enabled = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_enabled:
            gc.enable()


class NameIndex:
    """The names of every team, ready to be found. `build` makes one; `find` asks it; nothing changes it afterwards."""

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
        self.heads: frozenset[str] = frozenset()
        self.longest = 0
        self._sorted: list[str] = []

    @classmethod
    def build(
        cls,
        teams: Iterable[Team],
        *,
        register: Iterable[int] = (),
        programme_names: Iterable[str] = (),
        rules: Rules | None = None,
    ) -> "NameIndex":
        """The index of these teams; `register` holds `decoy_hash`es, `programme_names` are never a team."""
        index = cls(rules or Rules())
        with _uncollected():
            for team in teams:
                index._add_team(team)
        index._sorted = sorted(index.written)
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

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """Names that two teams share, and names of two teams that one keystroke parts."""
        return clashes_of(self)

    @cached_property
    def is_crowded(self) -> bool:
        """Whether there are so many names that chance finds some in any word."""
        return len(self.team_ids) > self.rules.crowd

    def find(self, text: str) -> Finding:
        """What a text names; the same for the same index and text."""
        return Search(self, text).finding()

    def is_decoy(self, core: str) -> bool:
        """Whether a string without spaces is somebody else's name, by a team's decoys or by a register."""
        return core in self.decoys or core in self.register

    def is_near(self, text: str) -> bool:
        """Whether a name is at most one keystroke away from a text without spaces."""
        return bool(self.keys.near(keystrokes(text).lower()))

    def beginnings(self, scene: Scene) -> Iterator[Hit]:
        """The names that begin with a word that nothing explains, few for each."""
        for number, word in enumerate(scene.words):
            is_piece = scene.gaps[number + 1] in (Gap.GLUED, Gap.JOINED)
            if scene.taken[number] or is_piece or len(word) < 2 or scene.is_talk(number):
                continue
            end = scene.end_of(number) - scene.message.starts[number]
            yield from self._beginning_with(word[:end], Hit(number, 0, number, end, ()))

    def _beginning_with(self, text: str, place: Hit) -> Iterator[Hit]:
        at = bisect_left(self._sorted, text)
        for form in self._sorted[at : at + self.rules.candidates]:
            if len(text) > 1 and form.startswith(text):
                owners = tuple(with_view(owner, View.BEGINNING) for owner in each_of(self.written[form]))
                yield place._replace(owners=owners, score=SCORES[View.BEGINNING] * len(text) / len(form))
