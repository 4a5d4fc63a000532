"""One message before one index: its tokens, which of them are taken, what is written at a place, how a word goes on."""

from enum import Enum
from typing import Final, NamedTuple

from knowledge.matching.index import PROGRAMME, Bearers, Index, View
from knowledge.text.hangul import is_syllable
from knowledge.text.korean import CLOSING, is_ending, is_glued
from knowledge.text.lexicon import listed_tags
from knowledge.text.normalise import LEGAL_WORDS, is_letter_names, spelled
from knowledge.text.particles import PARTICLES, agrees, before_particles
from knowledge.text.tokens import Gap, Tokens

LONGEST_PIECE: Final = 3
"""Syllables that one of two names in one word must have: 네이버카카오 is two, 웰크론한텍 another company."""
SHORTEST_TALK_BEFORE: Final = 2
LONGEST_TALK_BEFORE: Final = 5
"""Syllables of talk that may be stuck before a name."""
MOST_TOKENS: Final = 160
"""Tokens in which names are looked for: what people ask has fewer than 40, and a longer text is no question."""
MOST_PLACES: Final = 20
"""Places of one message at which names are written, and read: nobody asks of so many at once."""
_CALLS: Final = frozenset("야아어음네응와오자예")
"""Interjections that stand before anything."""


class Hit(NamedTuple):
    """A form of a name in a message: from character `offset` of word `first` up to `cut` of word `last`."""

    first: int
    offset: int
    last: int
    cut: int
    bearers: Bearers = ()
    view: View = View.EXACT
    score: float = 1.0


class Next(NamedTuple):
    """Where the search goes on: a word, and how much of it is read."""

    word: int
    offset: int = 0


class MatchClass(Enum):
    """What stands around a hit makes it one of these."""

    NAME = "name"
    DOUBT = "doubt"
    """Perhaps a part of a longer name: Hyundai before Information Tchnology."""
    OTHER = "other"
    """A part of another thing's name: 네이버 before 웹툰."""
    PART = "part"
    """A part of a word: KT in KT&G, naver in naver.com."""


class Message:
    """The tokens of a message and which of them are taken, with the questions that the rules ask of them."""

    def __init__(self, index: Index, tokens: Tokens) -> None:
        self.index = index
        self.thresholds = index.thresholds
        self.tokens = tokens
        self.items = tokens.items[:MOST_TOKENS]
        self.words = tokens.words[:MOST_TOKENS]
        self.gaps = [*tokens.gaps[: len(self.items)], Gap.BREAK]
        self.taken = [False] * len(self.words)
        self._written: dict[tuple[int, int], list[Hit]] = {}
        self._named = 0
        self._talk: list[bool | None] = [None] * len(self.words)
        self.ignored: set[int] = set()
        """Words that are a name by their letters and so common that they are not even suggested."""

    def take(self, first: int, last: int) -> None:
        """Mark words as explained."""
        for number in range(first, last + 1):
            self.taken[number] = True

    def may_begin(self, number: int, offset: int = 0) -> bool:
        """True if any name begins with the first two characters there."""
        word, heads = self.words[number], self.index.heads
        if word[offset : offset + 2] in heads or (not offset and word[0] in self.index.syllable_long):
            return True
        return self.thresholds.letters and word.isascii() and spelled(word)[:2] in heads

    def written_at(self, first: int, offset: int = 0) -> list[Hit]:
        """The written forms that begin at a place, longest first; programme names too."""
        held = self._written.get((first, offset))
        if held is None:
            held = self._all_written_at(first, offset) if self._named < MOST_PLACES else []
            self._written[first, offset] = held
            self._named += bool(held)
        return held

    def _all_written_at(self, first: int, offset: int) -> list[Hit]:
        found: list[Hit] = []
        index, joined, spelt, base = self.index, "", "", offset
        for last in range(first, min(len(self.words), first + self.thresholds.words)):
            word = "&" if self.words[last] == "and" else self.words[last][base:]
            read = spelled(word) if self.thresholds.letters else word
            longest = max(1, index.heads.get((joined + word)[:2], 0), index.heads.get((spelt + read)[:2], 0))
            if not word.isascii():
                if not (index.may_begin(joined + word) or index.may_begin(spelt + word)):
                    break
                for cut in range(1, min(len(word), longest - len(joined) + 1)):
                    held = self._bearers(joined + word[:cut], spelt + word[:cut])
                    if held is not None:
                        found.append(Hit(first, offset, last, base + cut, *held))
            joined, spelt, base = joined + word, spelt + read, 0
            held = self._bearers(joined, spelt)
            if held is not None:
                found.append(Hit(first, offset, last, len(self.words[last]), *held))
            goes_on = index.goes_on(joined) or index.goes_on(spelt)
            if self.gaps[last + 1] is Gap.BREAK or len(joined) > longest or not goes_on:
                break
        found.reverse()
        return [hit for hit in found if self.length(hit) > 1 or self._is_one_syllable(hit)] if found else found

    def _is_one_syllable(self, hit: Hit) -> bool:
        """True if a hit is a name of one syllable with nothing but particles behind it in its word: 봄은."""
        rest = self.words[hit.last][hit.cut :]
        is_name = not hit.offset and self.words[hit.first][0] in self.index.syllable_long
        return is_name and (not rest or rest in PARTICLES)

    def _bearers(self, joined: str, spelt: str) -> tuple[Bearers, View] | None:
        held = self.index.written(joined)
        return self.index.written(spelt) if held is None and spelt != joined else held

    def length(self, hit: Hit) -> int:
        """The letters of a hit."""
        if hit.first == hit.last:
            return hit.cut - hit.offset
        inner = sum(map(len, self.words[hit.first : hit.last]))
        return inner - hit.offset + hit.cut

    def text_of(self, hit: Hit) -> str:
        """The letters of a hit, without what parts its words."""
        if hit.first == hit.last:
            return self.words[hit.first][hit.offset : hit.cut]
        inner = "".join(self.words[hit.first : hit.last])
        return inner[hit.offset :] + self.words[hit.last][: hit.cut]

    def after(self, hit: Hit) -> Next | None:
        """Where to go on after a name whose word ends with it, or goes on with particles, talk or another name.

        None where it goes on otherwise: then it is another word.
        """
        word = self.words[hit.last]
        rest = word[hit.cut :]
        if not rest:
            return Next(hit.last + 1)
        if not self.index.is_crowded and rest not in PARTICLES and self.index.is_written(rest):
            return self._before_another_name(hit, rest)  # 케냐가나 are two countries, and no 케냐 with a particle.
        if self.thresholds.particles and self.is_glued(rest):
            if self.index.is_crowded and rest not in PARTICLES and self.is_slip(hit.last):
                return None  # 케이엠에이차 is 케이엠에이치, and no 케이엠에 이차.
            begin = hit.offset if hit.first == hit.last else 0
            if is_letter_names(word[begin:]) or not (agrees(word[hit.cut - 1], rest) or not self.is_slip(hit.last)):
                return None
            return Next(hit.last + 1)
        return self._before_another_name(hit, rest)

    def is_slip(self, number: int) -> bool:
        """True if a whole word is one slip away from a name, so that a shorter name in it is chance: 비츠로네스텍."""
        return self.index.is_near(self.words[number])

    def is_decoy_word(self, number: int) -> bool:
        """True if a word, with or without particles, is somebody else's name by itself: 세운메디칼 디브로디엔씨."""
        word = self.words[number]
        cuts = (len(word), *before_particles(word))
        return self.index.has_decoys and any(self.index.is_decoy(word[:cut]) for cut in cuts if cut > LONGEST_PIECE)

    def may_be_name(self, number: int) -> bool:
        """True if a word is a name, or one slip away from one, with or without particles."""
        word = self.words[number]
        cuts = (len(word), *before_particles(word))
        is_near = any(self.index.is_written(word[:cut]) or self.index.is_near(word[:cut]) for cut in cuts)
        return is_near or self.starts_name(number)

    def is_near_with_next(self, hit: Hit) -> bool:
        """True if a name and the word after it are together one slip away from a longer name: 메가스터디 툐육."""
        return self.thresholds.fuzzy and self.index.is_near(self.text_of(hit) + self.words[hit.last + 1])

    def _before_another_name(self, hit: Hit, rest: str) -> Next | None:
        if self.index.is_crowded or len(self.words[hit.last]) > self.index.longest * 3:
            return None
        for length in range(min(len(rest) - 1, PARTICLES.longest)):
            if length and not (self.thresholds.particles and rest[:length] in PARTICLES):
                continue
            offset = hit.cut + length
            if not self.may_begin(hit.last, offset):
                continue
            for following in self.written_at(hit.last, offset):
                if not length and not self._are_two(hit, following):
                    continue
                if self.after(following) and not self.is_slip(hit.last):
                    return Next(hit.last, offset)
        return None

    def _are_two(self, hit: Hit, following: Hit) -> bool:
        """True if two names without anything between them are two: one is long, or they are the whole word."""
        if max(self.length(hit), self.length(following)) >= LONGEST_PIECE:
            return True
        rest = self.words[following.last][following.cut :]
        is_whole = not hit.offset and (not rest or rest in PARTICLES)
        return is_whole and min(self.length(hit), self.length(following)) > 1 and hit.bearers != following.bearers

    def after_talk(self, place: Next) -> Next | None:
        """Where a name may stand in a word after talk that is stuck before it: 혹시카카오 goes on at 2."""
        word = self.words[place.word]
        if word.isascii() or len(word) - place.offset < LONGEST_PIECE + 1 or self.items[place.word].is_stopword:
            return None
        before = {"adverb", "time"} if self.index.is_crowded else {"adverb", "time", "pronoun"}  # 우리카카오
        for offset in range(
            place.offset + SHORTEST_TALK_BEFORE, min(len(word) - 2, place.offset + LONGEST_TALK_BEFORE) + 1
        ):
            if self.may_begin(place.word, offset) and listed_tags(word[place.offset : offset]) & before:
                return Next(place.word, offset)
        return None

    def starts_name(self, number: int, *, or_programme: bool = False) -> bool:
        """True if a team's name stands at the beginning of a word, or one of the programme's own."""
        return self.may_begin(number) and any(
            (or_programme or hit.bearers is not PROGRAMME) and self.after(hit) is not None
            for hit in self.written_at(number)
        )

    def is_talk(self, number: int) -> bool:
        """True if a word is talk, the programme's own too, or a legal form."""
        known = self._talk[number]
        if known is None:
            token = self.items[number]
            word = token.text
            known = "stopword" in token.tags or word in LEGAL_WORDS
            known = self._talk[number] = (known and not self.is_own_place(word)) or word in self.index.terms
        return known

    def is_own_place(self, word: str) -> bool:
        """True if a word of where somebody is names a team of this index: Korea, 한국."""
        return "place" in listed_tags(word) and self.index.is_written(word)

    def is_glued(self, rest: str) -> bool:
        """True if what is stuck to a name leaves it a name: particles, talk, the programme's own too."""
        is_people = not self.index.is_crowded and (rest == "인은" or rest.startswith("인들"))
        return is_people or is_glued(rest) or self.index.terms.leaves(rest)

    def span(self, hit: Hit) -> tuple[int, int]:
        """The code points of a hit in the text as given."""
        return self.tokens.span(self.start_of(hit), self.items[hit.last].start + hit.cut)

    def start_of(self, hit: Hit) -> int:
        """Where a hit begins in the folded text."""
        return self.items[hit.first].start + hit.offset

    def surface(self, hit: Hit) -> str:
        """A hit as it was typed."""
        start, end = self.span(hit)
        return self.tokens.given[start:end]

    def is_shouted(self, hit: Hit) -> bool:
        """True if a word of a mixed message is in capitals: BET 입장, and not `I bet`."""
        surface = self.tokens.surface(hit.first, hit.last)
        is_mixed = any(each.islower() or is_syllable(each) for each in self.tokens.given)
        return len(surface) > 1 and surface.isupper() and is_mixed

    def is_capitalised(self, hit: Hit) -> bool:
        """True if a Latin name was typed with a capital letter: Kakao, but not kakao."""
        return any(each.isupper() for each in self.surface(hit))

    def is_in_small_letters(self, number: int) -> bool:
        """True if a word is in small letters, as the second word of a written name is not: KT mulls, Kakao Brain."""
        return self.tokens.surface(number).islower()

    def is_interjection(self, number: int) -> bool:
        """True if a word is an interjection of one syllable, which may be the first of a name: 아 루히."""
        return self.words[number] in _CALLS

    def end_of(self, number: int) -> int:
        """Where a word ends without its particles, in the folded text; 지도 is no 지 with a particle, nor 시대 시."""
        word = self.words[number]
        if word.isascii():
            return self.items[number].end
        cuts = (len(word), *before_particles(word))
        known = (cut for cut in cuts if is_ending(word[:cut]) or self.index.is_decoy(word[:cut]))
        shortest = next((cut for cut in reversed(cuts) if word[cut:] not in CLOSING), len(word))
        return self.items[number].start + next(known, shortest)
