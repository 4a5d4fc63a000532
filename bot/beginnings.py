"""What begins with the keys typed so far: `카캉` and `zkz` are on the way to 카카오."""

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from itertools import islice, takewhile

from knowledge.facts import Facts
from knowledge.text.hangul import keystrokes
from knowledge.text.normalise import compact_core

MOST_FORMS = 200
"""Names that are looked at: a single key may begin thousands."""


class Beginnings:
    """Names by the keys that type them, in order; those of one version of the record."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a name and the id or code that it belongs to."""
        self._keys = sorted((typed_keys(name), owner) for name, owner in names)

    def with_keys(self, text: str) -> Iterator[str]:
        """The owners of names that begin with the keys of a text, each once; the shortest names come first."""
        keys = typed_keys(text)
        begin = bisect_left(self._keys, (keys, "")) if keys else len(self._keys)
        found = takewhile(lambda each: each[0].startswith(keys), islice(self._keys, begin, begin + MOST_FORMS))
        yield from dict.fromkeys(owner for _, owner in sorted(found, key=lambda each: len(each[0])))


def typed_keys(text: str) -> str:
    """The keys that type a name or the beginning of one."""
    return keystrokes(compact_core(text)) if text.strip() else ""


def teams_of(facts: Facts) -> Beginnings:
    """The beginnings of every team's names."""
    return Beginnings((name, team.id) for team in facts.teams.values() for name in team.names.every)


def stances_of(facts: Facts) -> Beginnings:
    """The beginnings of the labels and words of every stance."""
    return Beginnings(
        (word, stance.code)
        for stance in facts.stances.values()
        for word in (stance.label.ko, stance.label.en, *stance.words.ko, *stance.words.en)
    )
