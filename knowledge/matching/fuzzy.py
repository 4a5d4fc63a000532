"""What is not written as it should be: a slip of a key, the other keyboard layout, a syllable left out, initials."""

import re
from collections.abc import Iterator
from itertools import combinations, islice
from typing import Final, NamedTuple

from knowledge.matching.context import classify, has, is_described
from knowledge.matching.homographs import is_homograph, is_used_as_word
from knowledge.matching.index import Bearers, IndexedName, View, each_of
from knowledge.matching.message import Hit, MatchClass, Message
from knowledge.text.hangul import is_syllable, keystrokes, typed_in_hangul
from knowledge.text.korean import is_ending, without_ending
from knowledge.text.lexicon import listed_tags
from knowledge.text.normalise import is_letter_names
from knowledge.text.particles import PARTICLES, before_particles, is_typed_particle
from knowledge.text.tokens import Gap

SHORTEST_TYPED_NAME: Final = 4
"""Keys of the shortest name before a particle typed in the wrong layout: `rldk` + `sms` is 기아는."""
LONGEST_RUN: Final = 12
"""Words without talk between them that are searched together; a longer run is searched in pieces."""
MOST_WINDOWS: Final = 40
"""Parts of one message that are compared: what people type has fewer, and a longer text is no question."""
SHORT_TALK: Final = 2
"""Syllables of talk that may be a piece of a name with a wrong space in it: 제일 그연, 알지투바 개발."""
LONGEST_WINDOW: Final = 10
LONGEST_TEXT: Final = 60
"""Words, and characters, of the longest window that is compared: the longest names seen are a little shorter."""
_INSIDE: Final = frozenset(("and", "of", "the"))
"""Words of the closed classes that names hold."""
_CONSONANTS: Final = re.compile(r"[ㄱ-ㅎ]{2,}")


class Near(NamedTuple):
    """A name near a window: how many edits away, whose, and its keys."""

    distance: int
    name: IndexedName
    keys: str
    is_latin: bool


def _joined(bearers: list[IndexedName]) -> Bearers:
    return bearers[0] if len(bearers) == 1 else tuple(bearers)


class Fuzzy:
    """Searches what the exact search has left; `hits` are sure, `doubts` are not."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.index = message.index
        self.thresholds = message.thresholds
        self.hits: list[Hit] = []
        self.doubts: list[Hit] = []

    def search(self) -> None:
        """Look at each part of the message that may hold a name."""
        for first, last in _windows(self.message):
            if not (self.message.taken[first] or self.message.taken[last]) and self._search_window(first, last):
                self.message.take(first, last)

    def _search_window(self, first: int, last: int) -> bool:
        message, words = self.message, self.message.words
        if first == last and first in message.ignored:
            return False
        head = "".join("&" if word == "and" else word for word in words[first:last])
        word = words[last]
        is_piece = first < last and message.is_talk(last) and message.gaps[last] is not Gap.GLUED
        cuts = (len(word),) if word.isascii() or is_piece else (len(word), *before_particles(word))
        for cut in cuts:
            found = self._search_text(Hit(first, 0, last, cut), head + word[:cut])
            if found is not None:  # What is near as it stands is not cut any shorter.
                return found
        return first == last and word.isascii() and self._typed_with_particle(first, word)

    def _typed_with_particle(self, number: int, word: str) -> bool:
        """A name and its particle in the wrong layout: `spdlqjsms` is 네이버는."""
        for cut in range(len(word) - 1, max(SHORTEST_TYPED_NAME, len(word) - 4 * PARTICLES.longest) - 1, -1):
            typed = word[:cut]
            is_name = typed in self.index.keys or typed in self.index.forms[View.LAYOUT]
            if is_name and is_typed_particle(word[cut:]):
                near = [each for each in self._near(typed) if not each.distance]
                if self._settle(Hit(number, 0, number, cut), typed, near):
                    return True
        return False

    def _near(self, typed: str) -> list[Near]:
        """The nearest name of each team that is at most one edit away from these keys."""
        index = self.index
        found: dict[int | None, Near] = {}
        for name in each_of(index.forms[View.LAYOUT].get(typed, ())):
            found[name.team] = Near(0, name, typed, is_latin=False)
        for number, distance in index.keys.near(typed).items():
            name = index.key_names[number]
            held = found.get(name.team)
            if held is None or held.distance > distance:
                found[name.team] = Near(distance, name, index.keys.strings[number], number in index.latin_keys)
        return list(found.values())

    def _search_text(self, place: Hit, text: str) -> bool | None:
        """True if a text is a name for sure; None where it is not even near one."""
        if len(text) < 2:
            return None
        bearers = self.index.forms[View.INITIALS].get(text) if _CONSONANTS.fullmatch(text) else None
        if bearers is not None:
            return self._settle_initials(place._replace(bearers=bearers, view=View.INITIALS), text)
        near = self._near(keystrokes(text).lower())
        if near:
            return self._settle(place, text, near)
        return (not text.isascii() and self._search_syllables(place, text)) or None

    def _settle_initials(self, hit: Hit, text: str) -> bool:
        thresholds, spare = self.thresholds, len(text) - self.thresholds.initials
        few = (
            not text.startswith(("ㅋㅋ", "ㅎㅎ"))
            and spare >= 0
            and len(self.index.team_ids) <= min(thresholds.crowd, thresholds.initials_crowd * 10**spare)
        )
        sure = few and len(each_of(hit.bearers)) == 1 and classify(self.message, hit) is MatchClass.NAME
        (self.hits if sure else self.doubts).append(hit)
        return sure

    def _settle(self, place: Hit, text: str, near: list[Near]) -> bool:
        """True if names near a text are one name for sure; otherwise they are doubts, if they are anything."""
        least = min(each.distance for each in near)
        nearest = [each for each in near if each.distance == least]
        if not least and not text.isascii() and all(map(is_syllable, text)):
            least = 1  # 싸이맥스 and 사이맥스 have the same keys: the slip is in the shift.
        length = max(len(each.keys) for each in nearest)
        hit = place._replace(
            bearers=_joined([each.name for each in nearest]),
            view=View.KEYSTROKE if least else View.LAYOUT,
            score=1 - least / length if least else 1.0,
        )
        verdict = classify(self.message, hit)
        if verdict in (MatchClass.PART, MatchClass.OTHER):
            return False
        if least and self._is_inflected(hit, text, nearest[0]):
            return False
        is_sure = len(nearest) == 1 and verdict is MatchClass.NAME and not is_homograph(self.message, hit)
        if is_sure and least:
            is_sure = self._may_answer(hit, text, nearest[0]) and self._stands_alone(hit)
            rivals = self._rivals(text, nearest[0]) if is_sure else []
            if rivals:
                is_sure, hit = False, hit._replace(bearers=(*each_of(hit.bearers), *rivals))
        (self.hits if is_sure else self.doubts).append(hit)
        return is_sure

    def _is_inflected(self, hit: Hit, text: str, near: Near) -> bool:
        """True if what nearly is a name is a word that it is spelled like: she was upstaged, new Jordans."""
        if near.is_latin and text.removesuffix("s") == near.keys != text and is_described(self.message, hit.first):
            return True
        is_form = near.is_latin and text.removesuffix("d") == near.keys != text
        return is_form and self.message.surface(hit).islower()

    def _may_answer(self, hit: Hit, text: str, near: Near) -> bool:
        """True if a name one keystroke away is long enough to be meant, and the slip one of a thumb or an ear."""
        thresholds = self.thresholds
        is_guarded = thresholds.clash_guard and not self.index.is_crowded
        if not thresholds.fuzzy or (is_guarded and self._has_neighbour(near)):
            return False
        if self.index.is_crowded and thresholds.hand_guard and not self._is_one_slip(hit, text, near):
            return False
        if thresholds.dictionary_guard and self._is_in_dictionary(text):
            return False
        if self._has_tail(hit, text, near):
            return False
        if near.is_latin:
            is_abbreviation = self.message.surface(hit).isupper() and len(text) < thresholds.fuzzy_letters
            return len(near.keys) >= thresholds.fuzzy_letters and not is_abbreviation
        head = without_ending(text)
        if thresholds.letter_guard and is_letter_names(head):
            return False
        name = typed_in_hangul(near.keys)
        return len(near.keys) >= thresholds.fuzzy_keys and len(name) >= thresholds.fuzzy_syllables

    def _is_one_slip(self, hit: Hit, text: str, near: Near) -> bool:
        """True if a thumb or an ear made the slip, and no wrong space in Hangul beside it: 넥스 텔 is not 넥스틸."""
        is_split = hit.first != hit.last and all(map(is_syllable, text))
        return not is_split and is_slip_of_hand(text, near.keys)

    def _has_tail(self, hit: Hit, text: str, near: Near) -> bool:
        """True if the slip is a letter of the other script, or a digit, behind a whole name: 네이버Z, kakao2."""
        tail = self.message.words[hit.last]
        is_apart = tail.isascii() and self.message.gaps[hit.last] is Gap.GLUED and hit.first != hit.last
        return (is_apart and keystrokes(text[: -len(tail)]).lower() == near.keys) or text.rstrip(
            "0123456789"
        ) == near.keys

    def _is_in_dictionary(self, text: str) -> bool:
        """True if what was typed is a word of its own: 바나나, 네이비, 오뚝이."""
        return not listed_tags(text).isdisjoint(("dictionary", "thing", "business"))

    def _stands_alone(self, hit: Hit) -> bool:
        """True if what nearly is a name is no ordinary word, nor a half of a compound: 업무 스테이지, 클로버 잎."""
        message, words, after = self.message, self.message.words, hit.last + 1
        if is_used_as_word(message, hit):
            return False
        if not hit.offset and message.gaps[hit.first] is Gap.SPACE and not message.taken[hit.first - 1]:
            before = words[hit.first - 1]
            if has(before, "noun") and not before_particles(before) and before not in self.index.terms:
                return False
        is_bare = hit.cut == len(words[hit.last]) and message.gaps[after] is Gap.SPACE
        is_known = not is_bare or words[after] in PARTICLES or message.is_talk(after)
        return is_known or len(words[after]) > 1 or not is_syllable(words[after])

    def _rivals(self, text: str, near: Near) -> list[IndexedName]:
        """Other teams' names of which the text lacks a syllable: 에팩트 is near 엠팩트 and lacks one of 에이팩트."""
        if not self.thresholds.syllable_guard or text.isascii():
            return []
        return [name for name, _ in self._lacking(text) if name.team != near.name.team]

    def _lacking(self, text: str) -> list[tuple[IndexedName, str]]:
        """The names of which a text lacks one syllable, one a team."""
        found: dict[int | None, tuple[IndexedName, str]] = {}
        for number in self.index.syllables.near(text):
            form, name = self.index.syllables.strings[number], self.index.syllable_names[number]
            if len(form) == len(text) + 1:
                found.setdefault(name.team, (name, form))
        return list(found.values())

    def _has_neighbour(self, near: Near) -> bool:
        """True if another team's name is one keystroke away from the name found: then neither answers for a slip."""
        names = self.index.key_names
        return any(names[number].team != near.name.team for number in self.index.keys.near(near.keys))

    def _search_syllables(self, place: Hit, text: str) -> bool:
        """A whole syllable left out answers where only one name is longer by one; anything else is a doubt."""
        index = self.index
        lacking = self._lacking(text)
        is_sure = len(lacking) == 1 and self._may_lack_syllable(text, lacking[0][1])
        names = {
            index.syllable_names[number].team: index.syllable_names[number]
            for number in index.syllables.near(text)
            if not self._goes_on(index.syllables.strings[number], text)
        }
        if not names:
            return False
        chosen = [lacking[0][0]] if is_sure else list(names.values())
        hit = place._replace(bearers=_joined(chosen), view=View.SYLLABLE, score=1 - 1 / (len(text) + 1))
        verdict = classify(self.message, hit)
        if verdict in (MatchClass.PART, MatchClass.OTHER):
            return False
        is_sure = is_sure and verdict is MatchClass.NAME and self._stands_alone(hit)
        (self.hits if is_sure else self.doubts).append(hit)
        return is_sure

    def _goes_on(self, name: str, text: str) -> bool:
        """True if a text is a name and a noun that makes it another thing: 카카오톡."""
        return text.startswith(name) and is_ending(text[len(name) :])

    def _may_lack_syllable(self, text: str, name: str) -> bool:
        thresholds = self.thresholds
        if not thresholds.syllables or len(name) < thresholds.dropped_syllables:
            return False
        if self.index.is_crowded and thresholds.hand_guard and name[1:] == text and len(name) <= 4:
            return False  # 아세아 is another company than 뉴아세아.
        return not (thresholds.letter_guard and is_letter_names(text))


def _windows(message: Message) -> Iterator[tuple[int, int]]:
    """The first and the last word of each part that may be a name, the longest parts of each run first."""
    return islice(_all_windows(message), MOST_WINDOWS)


def _all_windows(message: Message) -> Iterator[tuple[int, int]]:
    for run in _runs(message):
        for start in range(0, len(run), LONGEST_RUN):
            yield from _windows_of(message, run[start : start + LONGEST_RUN])


def _runs(message: Message) -> Iterator[list[int]]:
    """The words that stand together and may all belong to a name."""
    run: list[int] = []
    for number in range(len(message.words)):
        if run and message.gaps[number] is Gap.BREAK:
            yield run
            run = []
        if message.taken[number] or _breaks(message, number):
            yield run
            run = []
        else:
            run.append(number)
    yield run


def _breaks(message: Message, number: int) -> bool:
    """True if a word cannot be a part of a name, slip or not."""
    word, gap = message.words[number], message.gaps[number]
    if word.isascii():
        if gap in (Gap.GLUED, Gap.JOINED):  # E&A is a piece of a name, Kakao's is not.
            return word == "s"
        is_function = "function" in message.items[number].tags and word not in _INSIDE
        return (is_function and not _may_head_name(message, number)) or word in message.index.terms
    if gap is Gap.GLUED and message.words[number - 1].isascii():
        return False
    return len(word) > SHORT_TALK and (message.items[number].is_stopword or word in message.index.terms)


def _may_head_name(message: Message, number: int) -> bool:
    """True if a word of the closed classes has capitals before another with them: who speaks for EVER RSOURCES."""
    if message.gaps[number + 1] is not Gap.SPACE or message.gaps[number] is Gap.BREAK:
        return False
    return not (message.is_in_small_letters(number) or message.is_in_small_letters(number + 1))


def _windows_of(message: Message, run: list[int]) -> Iterator[tuple[int, int]]:
    talk = [message.is_talk(number) and not (at and message.gaps[number] is Gap.GLUED) for at, number in enumerate(run)]
    if all(talk):
        return
    for size in range(min(len(run), LONGEST_WINDOW), 0, -1):
        for at in range(len(run) - size + 1):
            first, last = run[at], run[at + size - 1]
            if all(talk[at : at + size]) or (first == last and _is_ending(message.words[first])):
                continue
            if _is_whole(
                message, first, last, opens=not at or talk[at - 1], closes=talk[at + size : at + size + 1] != [False]
            ):
                yield first, last


def _is_ending(word: str) -> bool:
    """True if a word is a noun that many names end with, and so none on its own: 뱅크, holdings."""
    return has(word, "business", "place") if word.isascii() else has(word, "business")


def _is_whole(message: Message, first: int, last: int, *, opens: bool, closes: bool) -> bool:
    """True if a part may stand for itself: Latin words are only cut off where they are talk."""
    words = message.words
    if (
        words[first] in _INSIDE - {"the"}
        or words[last] in _INSIDE
        or sum(map(len, words[first : last + 1])) > LONGEST_TEXT
    ):
        return False
    if not opens and words[first].isascii() and words[first - 1].isascii():
        return False
    return closes or not (words[last].isascii() and words[last + 1].isascii())


_ROWS: Final = ("qwertyuiop", "asdfghjkl", "zxcvbnm")
_PLACES: Final = {key: (column + row / 2, row) for row, keys in enumerate(_ROWS) for column, key in enumerate(keys)}
REACH: Final = 1.3
"""How far apart two keys are at most that a thumb hits one for the other, in widths of a key: a neighbour's."""
_GROUPS: Final = ("rz", "sf", "ex", "qv", "tg", "wc", "ad", "op", "ki", "ju", "hy", "nb", "kj", "hn")
"""ㄱㅋ ㄴㄹ ㄷㅌ ㅂㅍ ㅅㅎ ㅈㅊ ㅇㅁ share a key of 천지인, ㅐㅔ a sound; ㅏㅑ ㅓㅕ ㅗㅛ ㅜㅠ are a stroke apart."""
_ALIKE: Final = frozenset(frozenset(pair) for group in _GROUPS for pair in combinations(group, 2))


def _are_alike(one: str, other: str) -> bool:
    if frozenset((one, other)) in _ALIKE:
        return True
    if one not in _PLACES or other not in _PLACES:
        return False
    (x, y), (u, v) = _PLACES[one], _PLACES[other]
    return (x - u) ** 2 + (y - v) ** 2 <= REACH**2


def is_slip_of_hand(typed: str, keys: str) -> bool:
    """True if a text is one neighbouring key, doubling, swap, omission or like sound away from a name with these keys.

    항국카본 for 한국카본, 네이ㅓㅂ for 네이버; not 리스웰 for 로스웰.
    """
    found = keystrokes(typed).lower()
    if len(found) < len(keys) or any("ㄱ" <= each <= "ㅣ" for each in typed):
        return True  # No name is written with a loose jamo.
    at = next((place for place, (one, other) in enumerate(zip(found, keys, strict=False)) if one != other), len(keys))
    if len(found) > len(keys):
        beside = (found[place] for place in (at - 1, at + 1) if 0 <= place < len(found))
        return any(each == found[at] or _are_alike(each, found[at]) for each in beside)
    if found == keys or found[at : at + 2] == keys[at : at + 2][::-1]:
        return True
    return _are_alike(found[at], keys[at])
