"""One message before one index: what is written at a place, and how the word there goes on."""

from knowledge.finding.hits import Hit, Next
from knowledge.finding.index import Index
from knowledge.finding.old import (
    CLOSING,
    is_ending,
    is_english_place,
    is_glued_talk,
    is_korean_place,
    is_korean_talk,
    is_opening,
    is_talk,
)
from knowledge.finding.views import PROGRAMME
from knowledge.text.hangul import is_syllable
from knowledge.text.normalise import is_letter_names, spelled
from knowledge.text.particles import PARTICLES, agrees, before_particles
from knowledge.text.tokens import Gap, Tokens

LONGEST_PIECE = 3
"""Syllables that two names must have to stand in one word: 네이버카카오 is two, 웰크론한텍 another company."""

SHORTEST_TALK_BEFORE, LONGEST_TALK_BEFORE = 2, 5
"""Syllables of talk that may be stuck before a name."""


class Scene:
    """The words of a message and which of them are taken, with the questions that the rules ask of them."""

    def __init__(self, index: Index, text: str) -> None:
        self.index = index
        self.rules = index.rules
        self.message = Tokens(text)
        self.words = self.message.words
        self.gaps = self.message.gaps
        self.taken = [False] * len(self.words)
        self.nobody: set[int] = set()
        """Words that are a name by their letters and so common that they are not even suggested."""

    def take(self, first: int, last: int) -> None:
        """Mark words as explained."""
        for number in range(first, last + 1):
            self.taken[number] = True

    def may_begin(self, number: int, offset: int = 0) -> bool:
        """Whether any name begins with the first two characters there."""
        word, heads = self.words[number], self.index.heads
        if word[offset : offset + 2] in heads:
            return True
        return self.rules.letters and word.isascii() and spelled(word)[:2] in heads

    def written_at(self, first: int, offset: int = 0) -> list[Hit]:
        """The written forms that begin at a place, longest first; programme names too."""
        words, gaps, get = self.words, self.gaps, self.index.written.get
        found: list[Hit] = []
        joined = spelt = ""
        base = offset
        for last in range(first, min(len(words), first + self.rules.words)):
            word = words[last][base:] if base else words[last]
            if word.isascii():
                if word == "and":
                    word = "&"
                joined += word
                spelt += spelled(word) if self.rules.letters else word
            else:
                for cut in range(1, len(word)):
                    owners = get(joined + word[:cut])
                    if owners is None and spelt != joined:
                        owners = get(spelt + word[:cut])
                    if owners is not None:
                        found.append(Hit(first, offset, last, base + cut, owners))
                joined += word
                spelt += word
            owners = get(joined)
            if owners is None and spelt != joined:
                owners = get(spelt)
            if owners is not None:
                found.append(Hit(first, offset, last, len(words[last]), owners))
            if gaps[last + 1] is Gap.BREAK or len(joined) > self.index.longest:
                break
            base = 0
        found.reverse()
        return [hit for hit in found if self.length(hit) > 1] if found else found

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
        if self.rules.particles and self.is_glued_talk(rest):
            begin = hit.offset if hit.first == hit.last else 0
            if is_letter_names(word[begin:]) or not (agrees(word[hit.cut - 1], rest) or not self.is_slip(hit.last)):
                return None
            return Next(hit.last + 1)
        return self._before_another_name(hit, rest)

    def is_slip(self, number: int) -> bool:
        """Whether a whole word is one slip away from a name, so that a shorter name in it is chance: 비츠로네스텍."""
        return self.index.is_near(self.words[number])

    def is_near_with_next(self, hit: Hit) -> bool:
        """Whether a name and the word after it are together one slip away from a longer name: 메가스터디 툐육."""
        return self.rules.fuzzy and self.index.is_near(self.text_of(hit) + self.words[hit.last + 1])

    def _before_another_name(self, hit: Hit, rest: str) -> Next | None:
        if self.index.is_crowded:
            return None
        for length in range(len(rest) - 1):
            if length and not (self.rules.particles and rest[:length] in PARTICLES):
                continue
            offset = hit.cut + length
            if not self.may_begin(hit.last, offset):
                continue
            for following in self.written_at(hit.last, offset):
                if not length and min(self.length(hit), self.length(following)) < LONGEST_PIECE:
                    continue
                if self.after(following) and not self.is_slip(hit.last):
                    return Next(hit.last, offset)
        return None

    def after_talk(self, place: Next) -> Next | None:
        """Where a name may stand in a word after talk that is stuck before it: 혹시카카오 goes on at 2."""
        word = self.words[place.word]
        if word.isascii() or len(word) - place.offset < LONGEST_PIECE + 1 or is_korean_talk(word):
            return None
        for offset in range(
            place.offset + SHORTEST_TALK_BEFORE, min(len(word) - 2, place.offset + LONGEST_TALK_BEFORE) + 1
        ):
            if self.may_begin(place.word, offset) and is_opening(word[place.offset : offset]):
                return Next(place.word, offset)
        return None

    def starts_name(self, number: int, *, or_programme: bool = False) -> bool:
        """Whether a team's name stands at the beginning of a word, or one of the programme's own."""
        return self.may_begin(number) and any(
            (or_programme or hit.owners != PROGRAMME) and self.after(hit) is not None for hit in self.written_at(number)
        )

    def is_talk(self, number: int) -> bool:
        """Whether a word is talk, the programme's own too, or a legal form."""
        word = self.words[number]
        return (is_talk(word) and not self.is_own_place(word)) or word in self.index.talk

    def is_own_place(self, word: str) -> bool:
        """Whether a word of where somebody is names a team of this index: Korea, 한국."""
        is_place = is_english_place(word) if word.isascii() else is_korean_place(word)
        return is_place and word in self.index.written

    def is_glued_talk(self, rest: str) -> bool:
        """Whether what is stuck to a name leaves it a name: particles, talk, the programme's own too."""
        return is_glued_talk(rest) or self.index.talk.leaves(rest)

    def is_shouted(self, hit: Hit) -> bool:
        """Whether a word of a mixed message is in capitals: BET 입장, and not `I bet`."""
        given = self.message.given
        start, end = self.message.span(self.message.items[hit.first].start, self.message.items[hit.last].end)
        is_mixed = any(each.islower() or is_syllable(each) for each in given)
        return end - start > 1 and given[start:end].isupper() and is_mixed

    def is_capitalised(self, hit: Hit) -> bool:
        """Whether a Latin name was typed with a capital letter: Kakao, but not kakao."""
        start, end = self.span(hit)
        return any(each.isupper() for each in self.message.given[start:end])

    def is_in_small_letters(self, number: int) -> bool:
        """Whether a word is in small letters, as the second word of a written name is not: KT mulls, Kakao Brain."""
        message = self.message
        start, end = message.span(message.items[number].start, message.items[number].end)
        return message.given[start:end].islower()

    def end_of(self, number: int) -> int:
        """Where a word ends without its particles, in the folded text; 지도 is no 지 with a particle, nor 시대 시."""
        word = self.words[number]
        if word.isascii():
            return self.message.items[number].end
        cuts = (len(word), *before_particles(word))
        known = (cut for cut in cuts if is_ending(word[:cut]) or self.index.is_decoy(word[:cut]))
        shortest = next((cut for cut in reversed(cuts) if word[cut:] not in CLOSING), len(word))
        return self.message.items[number].start + next(known, shortest)

    def span(self, hit: Hit) -> tuple[int, int]:
        """The code points of a hit in the text as given."""
        message = self.message
        return message.span(message.items[hit.first].start + hit.offset, message.items[hit.last].start + hit.cut)
