"""NameIndex: finds the teams that a message names, and refuses what only looks like one."""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from rapidfuzz.distance import OSA

from knowledge.conversation import Candidate, Finding, Mention
from knowledge.decoys import hash_of_core
from knowledge.hangul import keystrokes
from knowledge.model import Team
from knowledge.names import Folded, compact, compact_core, fold

_UNIT: Final = re.compile(r"[가-힣ㄱ-ㅣ]+|[a-z0-9][a-z0-9&.]*|&")
_PARTICLE: Final = re.compile(
    r"(?:은|는|이|가|을|를|의|에|도|만|와|과|랑|이랑|하고|로|으로|에서|에게|한테|한테는|에는|까지|부터|보다|처럼|나|이나|라도|이라도|고|이고|야|이야|요|도요|는요|은요|네|측|쪽)*"
)
FUZZY_KEYS: Final = 6
MAX_UNITS: Final = 6


@dataclass(frozen=True)
class Clash:
    """Two teams that a name cannot tell apart: `keystrokes` is 0 where they share it, 1 where one key parts them."""

    teams: tuple[str, str]
    names: tuple[str, str]
    keystrokes: int


@dataclass(frozen=True)
class NameIndex:
    """The names of every team, ready to be found; `build` makes one, `find` asks it."""

    exact: dict[str, tuple[tuple[str, str], ...]]
    keys: dict[str, tuple[tuple[str, str], ...]]
    others: frozenset[str]
    register: frozenset[int]
    clashes: tuple[Clash, ...] = ()

    @classmethod
    def build(
        cls, teams: Iterable[Team], *, register: Iterable[int] = (), programme_names: Iterable[str] = ()
    ) -> "NameIndex":
        """The index of these teams; `register` holds `decoy_hash`es, `programme_names` are never a team."""
        exact: dict[str, tuple[tuple[str, str], ...]] = {}
        keys: dict[str, tuple[tuple[str, str], ...]] = {}
        others = {compact_core(name) for name in programme_names}
        for team in teams:
            for name in (*team.names.every, *([team.ticker] if team.ticker else [])):
                core = compact_core(name)
                owner = (team.id, team.names.every[0])
                exact[core] = tuple(dict.fromkeys((*exact.get(core, ()), owner)))
                keys[keystrokes(core)] = exact[core]
            others.update(map(compact_core, team.decoys))
        return cls(exact, keys, frozenset(others - exact.keys()), frozenset(register))

    def find(self, text: str) -> Finding:
        """What the text names."""
        folded = fold(text)
        units = list(_UNIT.finditer(folded.text))
        mentions: list[Mention] = []
        candidates: list[Candidate] = []
        others: list[tuple[int, int]] = []
        at = 0
        while at < len(units):
            at = self._at(text, folded, units, at, mentions, candidates, others)
        named = {mention.team for mention in mentions}
        unique = {each.team: each for each in reversed(candidates) if each.team not in named}
        return Finding(
            mentions=tuple(mentions), candidates=tuple(list(unique.values())[::-1][:3]), others=tuple(others)
        )

    def _at(
        self,
        text: str,
        folded: Folded,
        units: list[re.Match[str]],
        at: int,
        mentions: list[Mention],
        candidates: list[Candidate],
        others: list[tuple[int, int]],
    ) -> int:
        for stop in range(min(len(units), at + MAX_UNITS), at, -1):
            window = folded.text[units[at].start() : units[stop - 1].end()]
            for cut in range(len(window), 0, -1):
                core = compact(window[:cut])
                glued = window[cut:]
                if glued and not _PARTICLE.fullmatch(glued):
                    continue
                if core in self.others or (core not in self.exact and hash_of_core(core) in self.register):
                    others.append(folded.span(units[at].start(), units[at].start() + cut))
                    return stop
                owners = self.exact.get(core) or self.keys.get(keystrokes(core), ())
                start, end = folded.span(units[at].start(), units[at].start() + cut)
                kind = Mention if owners else None
                if kind and len(owners) == 1:
                    team, name = owners[0]
                    mentions.append(
                        Mention(
                            team=team, name=name, surface=text[start:end], start=start, end=end, score=1.0, view="exact"
                        )
                    )
                    return stop
                if owners:
                    candidates.extend(Candidate(team=t, name=n, score=1.0, view="exact") for t, n in owners)
                    return stop
                typed = keystrokes(core)
                if len(typed) >= FUZZY_KEYS and stop == at + 1 and not glued:
                    near = [
                        owner
                        for form, owner in self.keys.items()
                        if len(form) >= FUZZY_KEYS and OSA.distance(form, typed, score_cutoff=1) <= 1
                    ]
                    if len(near) == 1 and len(near[0]) == 1:
                        team, name = near[0][0]
                        mentions.append(
                            Mention(
                                team=team, name=name, surface=text[start:end], start=start, end=end,
                                score=round(1 - 1 / len(typed), 3), view="keystroke",
                            )
                        )  # fmt: skip
                        return stop
                    candidates.extend(
                        Candidate(team=t, name=n, score=round(1 - 1 / len(typed), 3), view="keystroke")
                        for owner in near
                        for t, n in owner
                    )
        return at + 1
