"""Names in a message that are somebody else's: decoys, a team's name inside another word, a team's name and a noun."""

from collections.abc import Iterator, Sequence

from knowledge.matching.context import has
from knowledge.matching.index import View
from knowledge.matching.message import Hit, Message
from knowledge.question import Mention
from knowledge.text.korean import is_ending
from knowledge.text.particles import PARTICLES, before_particles
from knowledge.text.tokens import Gap

NEIGHBOURS = 2
"""Words on each side that may make another company's name together with a team's."""


class UnknownNames:
    """The spans of other companies' names in one message."""

    def __init__(self, message: Message) -> None:
        self.message = message
        self.index = message.index
        self.met: list[tuple[int, int]] = []
        self._read = 0

    def spans(self, mentions: Sequence[Mention]) -> tuple[tuple[int, int], ...]:
        """What was met and is no part of a mention, as code points of the text as given, in order."""
        spans = {self.message.tokens.span(start, end) for start, end in self.met}
        return tuple(
            sorted(
                (start, end)
                for start, end in spans
                if not any(mention.start < end and start < mention.end for mention in mentions)
            )
        )

    def meet_word(self, hit: Hit) -> None:
        """A team's name that is only a part of a word: 카카오뱅크, KT&G."""
        message = self.message
        last = hit.last
        if last < self._read:
            return
        while message.gaps[last + 1] in (Gap.GLUED, Gap.JOINED) and message.words[last + 1] not in PARTICLES:
            last += 1
        rest = message.words[last][hit.cut :] if last == hit.last else ""
        if len(rest) == 1 and not is_ending(rest):  # 코난테크놀로지스 is rather a slip.
            return
        self._read = last + 1
        self.met.append((message.start_of(hit), message.end_of(last)))

    def meet_compound(self, hit: Hit) -> None:
        """A team's name and the noun after it that makes it another thing: 네이버 웹툰."""
        message = self.message
        self.met.append((message.start_of(hit), message.end_of(hit.last + 1)))

    def claim(self, hit: Hit) -> bool:
        """True if a hit is somebody else's name: with the words around it, or as it stands where it is a guess."""
        if not self.message.thresholds.decoys or not self.index.has_decoys:
            return False
        claimed = any(self.index.is_decoy(text) and not self.index.is_written(text) for text in self._around(hit))
        if claimed:
            self.met.append((self.message.start_of(hit), self.message.end_of(hit.last)))
        return claimed

    def _around(self, hit: Hit) -> Iterator[str]:
        word = self.message.words[hit.last]
        begin = self.message.text_of(hit._replace(cut=0)) if hit.first != hit.last else ""
        base = hit.offset if hit.first == hit.last else 0
        if hit.view >= View.KEYSTROKE:
            yield begin + word[base : hit.cut]
        for cut in (len(word), *before_particles(word)):
            if cut > hit.cut:
                yield begin + word[base:cut]
            if hit.offset and cut >= hit.cut:
                yield word[:cut]
        if not hit.offset:
            yield from self._with_words_before(hit)
        if hit.cut == len(word):
            yield from self._with_words_after(hit)

    def _with_words_before(self, hit: Hit) -> Iterator[str]:
        text = self.message.text_of(hit)
        for number in range(hit.first - 1, max(-1, hit.first - 1 - NEIGHBOURS), -1):
            word = self.message.words[number]
            if self.message.gaps[number + 1] is Gap.BREAK or (len(word) > 1 and self.message.is_talk(number)):
                return
            text = word + text
            yield text  # Also across talk of one syllable: 아 이비텍 is 아이비텍.

    def _with_words_after(self, hit: Hit) -> Iterator[str]:
        text = self.message.text_of(hit)
        for number in range(hit.last + 1, hit.last + 1 + NEIGHBOURS):
            if self.message.gaps[number] is Gap.BREAK:
                return
            word = self.message.words[number]
            joined = (text + word, *(text + word[:cut] for cut in before_particles(word)))
            if self.message.is_talk(number):
                # A team's own decoy wins over talk, as in `is Kakao Pay in?`, but KT is in makes no KTis.
                yield from (each for each in joined if each in self.index.decoys and not has(word, "function"))
                if len(word) > 1 or word.isascii():
                    return
            yield from joined
            text += word

    def search(self) -> None:
        """Look for decoys in the words that nothing explains."""
        if not self.message.thresholds.decoys or not self.index.has_decoys:
            return
        for number in range(len(self.message.words)):
            if not self.message.taken[number] and not self.message.is_talk(number):
                self._search_at(number)

    def _search_at(self, first: int) -> None:
        message = self.message
        text = ""
        for last in range(first, min(len(message.words), first + NEIGHBOURS + 1)):
            if last > first and message.gaps[last] is Gap.BREAK:
                return
            word = message.words[last]
            cuts = (len(word),) if word.isascii() else (len(word), *before_particles(word))
            for cut in cuts:
                whole = text + word[:cut]
                if len(whole) > 1 and self.index.is_decoy(whole) and not self.index.is_written(whole):
                    self.met.append((message.items[first].start, message.items[last].start + cut))
                    return
            text += word
