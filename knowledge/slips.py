"""What is not written as it should be: a slip of a key, the other keyboard layout, a syllable left out, initials."""

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from knowledge.hangul import is_syllable, keystrokes, typed_in_hangul
from knowledge.hits import Hit, Verdict
from knowledge.letters import is_letter_names
from knowledge.message import Gap
from knowledge.particles import TYPED_PARTICLES, before_particles
from knowledge.scene import Scene
from knowledge.surroundings import is_everyday_name, judge
from knowledge.talk_english import is_english_business, is_english_function
from knowledge.talk_korean import is_business_noun, is_ending, is_korean_talk, without_ending
from knowledge.views import Owner, View, each_of, is_latin, team_of, with_view

LONGEST_RUN: Final = 12
"""Words without talk between them that are searched together; the rest of a longer run is left."""
LONGEST_WINDOW: Final = 10
SHORT_TALK: Final = 2
"""Syllables of talk that may be a piece of a name with a wrong space in it: 제일 그연, 알지투바 개발."""
LONGEST_TEXT: Final = 60
"""Words, and characters, of the longest window that is compared: the longest names seen are a little shorter."""
SHORTEST_TYPED_NAME: Final = 4
"""Keys of the shortest name before a particle typed in the wrong layout: `rldk` + `sms` is 기아는."""
_CONSONANTS: Final = re.compile(r"[ㄱ-ㅎ]{2,}")
_INSIDE: Final = frozenset(("and", "of", "the"))
"""Words of the closed classes that names hold."""


class Near(NamedTuple):
    """A name near a window: how many edits away, whose, and its keys."""

    distance: int
    owner: Owner
    keys: str


class Slips:
    """Searches what the exact search has left; `hits` are sure, `doubts` are not."""

    def __init__(self, scene: Scene) -> None:
        self.scene = scene
        self.index = scene.index
        self.rules = scene.rules
        self.hits: list[Hit] = []
        self.doubts: list[Hit] = []

    def search(self) -> None:
        """Look at each run of words that may hold a name."""
        run: list[int] = []
        for number in range(len(self.scene.words)):
            if run and self.scene.gaps[number] is Gap.BREAK:
                self._search_run(run)
                run = []
            if self.scene.taken[number] or self._breaks(number):
                self._search_run(run)
                run = []
            else:
                run.append(number)
        self._search_run(run)

    def _breaks(self, number: int) -> bool:
        """Whether a word cannot be a part of a name, slip or not."""
        word = self.scene.words[number]
        if word.isascii():
            if self.scene.gaps[number] in (Gap.GLUED, Gap.JOINED):  # E&A is a piece of a name, Kakao's is not.
                return word == "s"
            return is_english_function(word) and word not in _INSIDE
        if self.scene.gaps[number] is Gap.GLUED and self.scene.words[number - 1].isascii():
            return False
        return len(word) > SHORT_TALK and is_korean_talk(word)

    def _search_run(self, run: list[int]) -> None:
        run = run[:LONGEST_RUN]
        talk = [self.scene.is_talk(number) and not (at and self._is_glued(number)) for at, number in enumerate(run)]
        if all(talk):
            return
        for at, end in self._windows(run, talk):
            first, last = run[at], run[end - 1]
            if not (self.scene.taken[first] or self.scene.taken[last]) and self._search_window(first, last):
                self.scene.take(first, last)

    def _is_ending(self, number: int) -> bool:
        """Whether a word is a noun that many names end with, and so none on its own: 뱅크, holdings."""
        word = self.scene.words[number]
        return is_english_business(word) if word.isascii() else is_business_noun(word)

    def _is_glued(self, number: int) -> bool:
        return self.scene.gaps[number] is Gap.GLUED

    def _windows(self, run: list[int], talk: list[bool]) -> Iterator[tuple[int, int]]:
        """The parts of a run that may be one name, longest first; Latin words are only cut off where they are talk."""
        words = self.scene.words
        count = len(run)
        latin = [words[number].isascii() for number in run]
        for size in range(min(count, LONGEST_WINDOW), 0, -1):
            for at in range(count - size + 1):
                end = at + size
                if words[run[at]] in _INSIDE or words[run[end - 1]] in _INSIDE:
                    continue
                if all(talk[at:end]) or (size == 1 and self._is_ending(run[at])):
                    continue
                if sum(map(len, words[run[at] : run[end - 1] + 1])) > LONGEST_TEXT:
                    continue
                if at and latin[at] and latin[at - 1] and not talk[at - 1]:
                    continue
                if end < count and latin[end - 1] and latin[end] and not talk[end]:
                    continue
                yield at, end

    def _search_window(self, first: int, last: int) -> bool:
        words = self.scene.words
        head = "".join("&" if word == "and" else word for word in words[first:last])
        word = words[last]
        is_piece = first < last and self.scene.is_talk(last)
        cuts = (len(word),) if word.isascii() or is_piece else (len(word), *before_particles(word))
        for cut in cuts:
            found = self._search_text(Hit(first, 0, last, cut, ()), head + word[:cut])
            if found is not None:  # What is near as it stands is not cut any shorter.
                return found
        return first == last and word.isascii() and self._typed_with_particle(first, word)

    def _typed_with_particle(self, number: int, word: str) -> bool:
        """A name and its particle in the wrong layout: `spdlqjsms` is 네이버는."""
        for cut in range(len(word) - 1, SHORTEST_TYPED_NAME - 1, -1):
            if word[cut:] in TYPED_PARTICLES:
                near = [each for each in self._near(word[:cut]).values() if not each.distance]
                if near and self._settle(Hit(number, 0, number, cut, ()), word[:cut], near):
                    return True
        return False

    def _near(self, typed: str) -> dict[int, Near]:
        """The nearest name of each team that is at most one edit away from these keys."""
        index = self.index
        found: dict[int, Near] = {}
        for owner in each_of(index.short_keys.get(typed, ())):
            found[team_of(owner)] = Near(0, owner, typed)
        for number, distance in index.keys.near(typed).items():
            owner = index.key_owners[number]
            held = found.get(team_of(owner))
            if held is None or held.distance > distance:
                found[team_of(owner)] = Near(distance, owner, index.keys.strings[number])
        return found

    def _search_text(self, place: Hit, text: str) -> bool | None:
        """Whether a text is a name for sure; None where it is not even near one."""
        if len(text) < 2:
            return None
        if _CONSONANTS.fullmatch(text) and (owners := self.index.consonants.get(text)) is not None:
            return self._settle_initials(place._replace(owners=owners), text)
        near = list(self._near(keystrokes(text).lower()).values())
        if near:
            return self._settle(place, text, near)
        return (not text.isascii() and self._search_syllables(place, text)) or None

    def _settle_initials(self, hit: Hit, text: str) -> bool:
        rules, spare = self.rules, len(text) - self.rules.initials
        is_laughter = text.startswith(("ㅋㅋ", "ㅎㅎ"))
        few = (
            not is_laughter
            and spare >= 0
            and len(self.index.team_ids) <= min(rules.crowd, rules.initials_crowd * 10**spare)
        )
        unique = len(each_of(hit.owners)) == 1
        sure = few and unique and judge(self.scene, hit) is Verdict.NAME
        (self.hits if sure else self.doubts).append(hit)
        return sure

    def _settle(self, place: Hit, text: str, near: list[Near]) -> bool:
        """Whether names near a text are one name for sure; otherwise they are doubts, if they are anything."""
        least = min(each.distance for each in near)
        nearest = [each for each in near if each.distance == least]
        if not least and not text.isascii() and all(map(is_syllable, text)):
            least = 1  # 싸이맥스 and 사이맥스 have the same keys: the slip is in the shift.
        view = View.KEYSTROKE if least else View.LAYOUT
        length = max(len(each.keys) for each in nearest)
        hit = place._replace(
            owners=tuple(with_view(each.owner, view) for each in nearest),
            score=1 - least / length if least else 1.0,
        )
        verdict = judge(self.scene, hit)
        if verdict in (Verdict.PART, Verdict.OTHER):
            return False
        is_sure = len(nearest) == 1 and verdict is Verdict.NAME and not is_everyday_name(self.scene, hit)
        if is_sure and least:
            is_sure = self._may_answer(text, nearest[0])
            rivals = self._rivals(text, nearest[0]) if is_sure else ()
            if rivals:
                is_sure, hit = False, hit._replace(owners=(*each_of(hit.owners), *rivals))
        (self.hits if is_sure else self.doubts).append(hit)
        return is_sure

    def _may_answer(self, text: str, near: Near) -> bool:
        """Whether a name one keystroke away is long enough to be meant."""
        rules = self.rules
        if not rules.fuzzy or (self._is_guarded() and self._has_neighbour(near)):
            return False
        if is_latin(near.owner):
            return len(near.keys) >= rules.fuzzy_letters
        head = without_ending(text)
        if rules.letter_guard and is_letter_names(head):
            return False
        name = typed_in_hangul(near.keys)
        return len(near.keys) >= rules.fuzzy_keys and len(name) >= rules.fuzzy_syllables

    def _rivals(self, text: str, near: Near) -> tuple[Owner, ...]:
        """Other teams' names of which the text lacks a syllable: 에팩트 is near 엠팩트 and lacks one of 에이팩트."""
        if not self.rules.syllable_guard or text.isascii():
            return ()
        team = team_of(near.owner)
        return tuple(with_view(owner, View.KEYSTROKE) for owner, _ in self._lacking(text) if team_of(owner) != team)

    def _is_guarded(self) -> bool:
        return self.rules.clash_guard and not self.index.is_crowded

    def _lacking(self, text: str) -> list[tuple[Owner, str]]:
        """The names of which a text lacks one syllable, one a team."""
        index = self.index
        found: dict[int, tuple[Owner, str]] = {}
        for number in index.syllables.near(text):
            name = index.syllables.strings[number]
            if len(name) == len(text) + 1:
                found.setdefault(team_of(index.syllable_owners[number]), (index.syllable_owners[number], name))
        return list(found.values())

    def _has_neighbour(self, near: Near) -> bool:
        """Whether another team's name is one keystroke away from the name found: then neither answers for a slip."""
        team = team_of(near.owner)
        return any(team_of(self.index.key_owners[number]) != team for number in self.index.keys.near(near.keys))

    def _search_syllables(self, place: Hit, text: str) -> bool:
        """A whole syllable left out answers where only one name is longer by one; anything else is a doubt."""
        index = self.index
        lacking = self._lacking(text)
        is_sure = len(lacking) == 1 and self._may_lack_syllable(text, lacking[0][1])
        owners = [
            index.syllable_owners[number]
            for number in index.syllables.near(text)
            if not self._goes_on(index.syllables.strings[number], text)
        ]
        if not owners:
            return False
        chosen = (lacking[0][0],) if is_sure else tuple({team_of(owner): owner for owner in owners}.values())
        hit = place._replace(owners=chosen, score=1 - 1 / (len(text) + 1))
        verdict = judge(self.scene, hit)
        if verdict in (Verdict.PART, Verdict.OTHER):
            return False
        is_sure = is_sure and verdict is Verdict.NAME
        (self.hits if is_sure else self.doubts).append(hit)
        return is_sure

    def _goes_on(self, name: str, text: str) -> bool:
        """Whether a text is a name and a noun that makes it another thing: 카카오톡."""
        return text.startswith(name) and is_ending(text[len(name) :])

    def _may_lack_syllable(self, text: str, name: str) -> bool:
        rules = self.rules
        if not rules.syllables or len(name) < rules.dropped_syllables:
            return False
        return not (rules.letter_guard and is_letter_names(text))
