"""NameIndex: text in, the teams that it names out, with what it nearly names and what is somebody else's."""

import re
from collections.abc import Iterable
from typing import Final, Self

from knowledge.conversation import Finding
from knowledge.finding.clashes import Clash, clashes_of
from knowledge.finding.index import Index
from knowledge.finding.own_talk import words_of
from knowledge.finding.search import Search
from knowledge.model import Programme, Stance, Team
from knowledge.names import compact_core

__all__ = ["Clash", "NameIndex"]

_BETWEEN_WORDS: Final = re.compile(r"(?P<before>(?<![^\W_])[^\W_]+)(?P<sign>[&＆])(?=(?P<after>[^\W_]+))")
"""A sign between two words without a blank."""


class NameIndex(Index):
    """The names of every team, ready to be found. `build` makes one; `find` asks it; nothing changes it afterwards."""

    @classmethod
    def of(
        cls, programme: Programme, stances: Iterable[Stance], teams: Iterable[Team], *, register: Iterable[int] = ()
    ) -> Self:
        """The index of a programme's teams, which knows its names and the words of its stances."""
        names, talk = programme.names.every, words_of(stances)
        return cls.build(teams, register=register, programme_names=names, talk=talk)

    @property
    def clashes(self) -> tuple[Clash, ...]:
        """Names that two teams share, and names of two teams that one keystroke parts."""
        return clashes_of(self)

    def find(self, text: str) -> Finding:
        """What a text names; the same for the same index and text."""
        return Search(self, self._with_pairs_parted(text) if "&" in text or "＆" in text else text).finding()

    def _with_pairs_parted(self, text: str) -> str:
        """The text, as long as before, with a comma between two teams: 카카오&KT, but not KT&G, whose G is no team."""
        for sign in reversed(list(_BETWEEN_WORDS.finditer(text))):
            before, after = self._name_in(sign["before"]), self._name_in(sign["after"])
            if before != sign["before"] or not after or not sign["after"].startswith(after):
                continue
            whole = compact_core(f"{before}&{after}")
            if whole not in self.written and not self.is_decoy(whole):
                text = f"{text[: sign.start('sign')]},{text[sign.end('sign') :]}"
        return text

    def _name_in(self, word: str) -> str:
        """The one name that a word holds as it is written, or nothing."""
        found = Search(self, word).finding()
        return found.mentions[0].surface if len(found.mentions) == 1 and found.mentions[0].score == 1 else ""
