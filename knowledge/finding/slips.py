"""What is not written as it should be: a slip of a key, the other keyboard layout, a syllable left out, initials."""

import re
from typing import Final, NamedTuple

from knowledge.finding.everyday import is_everyday_name, is_used_as_word
from knowledge.finding.hits import Hit, Verdict
from knowledge.finding.old import is_ending, is_unknown_noun, without_ending
from knowledge.finding.scene import Scene
from knowledge.finding.surroundings import judge
from knowledge.finding.views import Owner, View, each_of, is_latin, team_of, with_view
from knowledge.finding.windows import windows
from knowledge.text.hangul import is_syllable, keystrokes, typed_in_hangul
from knowledge.text.normalise import is_letter_names
from knowledge.text.particles import PARTICLES, before_particles, is_typed_particle
from knowledge.text.tokens import Gap

SHORTEST_TYPED_NAME: Final = 4
"""Keys of the shortest name before a particle typed in the wrong layout: `rldk` + `sms` is 기아는."""
_CONSONANTS: Final = re.compile(r"[ㄱ-ㅎ]{2,}")


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
        """Look at each part of the message that may hold a name."""
        for first, last in windows(self.scene):
            if not (self.scene.taken[first] or self.scene.taken[last]) and self._search_window(first, last):
                self.scene.take(first, last)

    def _search_window(self, first: int, last: int) -> bool:
        if first == last and first in self.scene.nobody:
            return False
        words = self.scene.words
        head = "".join("&" if word == "and" else word for word in words[first:last])
        word = words[last]
        is_piece = first < last and self.scene.is_talk(last) and self.scene.gaps[last] is not Gap.GLUED
        cuts = (len(word),) if word.isascii() or is_piece else (len(word), *before_particles(word))
        for cut in cuts:
            found = self._search_text(Hit(first, 0, last, cut, ()), head + word[:cut])
            if found is not None:  # What is near as it stands is not cut any shorter.
                return found
        return first == last and word.isascii() and self._typed_with_particle(first, word)

    def _typed_with_particle(self, number: int, word: str) -> bool:
        """A name and its particle in the wrong layout: `spdlqjsms` is 네이버는."""
        for cut in range(len(word) - 1, SHORTEST_TYPED_NAME - 1, -1):
            if is_typed_particle(word[cut:]):
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
            is_sure = self._may_answer(hit, text, nearest[0]) and self._stands_alone(hit)
            rivals = self._rivals(text, nearest[0]) if is_sure else ()
            if rivals:
                is_sure, hit = False, hit._replace(owners=(*each_of(hit.owners), *rivals))
        (self.hits if is_sure else self.doubts).append(hit)
        return is_sure

    def _may_answer(self, hit: Hit, text: str, near: Near) -> bool:
        """Whether a name one keystroke away is long enough to be meant."""
        rules = self.rules
        if not rules.fuzzy or (self._is_guarded() and self._has_neighbour(near)):
            return False
        if is_latin(near.owner):
            start, end = self.scene.span(hit)
            is_abbreviation = self.scene.message.given[start:end].isupper() and len(text) < rules.fuzzy_letters
            return len(near.keys) >= rules.fuzzy_letters and not is_abbreviation
        head = without_ending(text)
        if rules.letter_guard and is_letter_names(head):
            return False
        name = typed_in_hangul(near.keys)
        return len(near.keys) >= rules.fuzzy_keys and len(name) >= rules.fuzzy_syllables

    def _stands_alone(self, hit: Hit) -> bool:
        """Whether what nearly is a name is no ordinary word, nor a half of a compound: 업무 스테이지, 클로버 잎."""
        scene, words, after = self.scene, self.scene.words, hit.last + 1
        if is_used_as_word(scene, hit):
            return False
        if not hit.offset and scene.gaps[hit.first] is Gap.SPACE and not scene.taken[hit.first - 1]:
            before = words[hit.first - 1]
            if is_unknown_noun(before) and not before_particles(before) and before not in scene.index.talk:
                return False
        is_bare = hit.cut == len(words[hit.last]) and scene.gaps[after] is Gap.SPACE
        is_known = not is_bare or words[after] in PARTICLES or scene.is_talk(after)
        return is_known or len(words[after]) > 1 or not is_syllable(words[after])

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
        is_sure = is_sure and verdict is Verdict.NAME and self._stands_alone(hit)
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
