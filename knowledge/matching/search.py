"""One search of one message: what is written there, then what is a slip away from it, then what may be meant."""

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from typing import Final

from knowledge.matching.context import classify, has, is_counted, is_described, is_listed, is_no_name
from knowledge.matching.fuzzy import Fuzzy
from knowledge.matching.homographs import conjoined, is_homograph, is_nobody
from knowledge.matching.index import PROGRAMME, SCORES, IndexedName, View, each_of
from knowledge.matching.message import MOST_PLACES, Hit, MatchClass, Message, Next
from knowledge.question import Candidate, Finding, Mention
from knowledge.text.english import is_stopword
from knowledge.text.korean import is_ending
from knowledge.text.lexicon import PEOPLE_OF, listed_tags
from knowledge.text.particles import PARTICLES, before_particles
from knowledge.text.tokens import Gap

DOUBTFUL: Final = 0.95
"""The score of a name that is written out where it may be something else."""
_HUMPS: Final = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|\d+")
_DERIVED: Final = ("ians", "ans", "ian", "ese", "ns", "an", "is", "n", "s", "i")
"""Endings of plurals and of the people of a country: two Kakaos, the Kenyans, Omanis, Maltese."""
SHORTEST_DERIVED: Final = 4
NEIGHBOURS: Final = 2
"""Words on each side that may make another company's name together with a team's."""


class Search:
    """The search of one message; `finding` is its result."""

    def __init__(self, message: Message) -> None:
        self.index = message.index
        self.message = message
        self.fuzzy = Fuzzy(message)
        self.unknown = UnknownNames(message)
        self.hits: list[Hit] = []
        self.doubts: list[Hit] = []
        self.ordinary: list[Hit] = []
        """Names that are ordinary words, where nothing around them speaks against the name."""

    def finding(self) -> Finding:
        """What the message names."""
        if not self.message.words:
            return Finding()
        self._search_written()
        self._search_parts()
        self.fuzzy.search()
        mentions = self._mentions()
        if not mentions:
            self.unknown.search()
        return Finding(
            mentions=tuple(mentions),
            candidates=self._candidates(mentions),
            others=self.unknown.spans(mentions),
        )

    def _search_written(self) -> None:
        """Go through the message from left to right and take the longest name that stands at each place."""
        message = self.message
        place: Next | None = Next(0)
        while place is not None and place.word < len(message.words):
            after = self._take_written(place) if message.may_begin(*place) else None
            place = after or message.after_talk(place) or Next(place.word + 1)
        for hit in conjoined(message, self.ordinary, self.hits):
            self.hits.append(hit)
            message.take(hit.first, hit.last)

    def _take_written(self, place: Next) -> Next | None:
        """Take the best name written at a place; where to go on, None where there is none."""
        word = self.message.words[place.word]
        if has(word, "of-place") and not self.index.is_written(word):
            return None
        rejected: Hit | None = None
        for hit in self.message.written_at(*place):
            after = self.message.after(hit)
            if after is None or (rejected is not None and not self._is_closed(hit)):
                rejected = rejected or hit
                continue
            if hit.bearers is PROGRAMME:
                self.message.take(hit.first, hit.last)
                return after
            return self._weigh(hit, after)
        if rejected is not None and rejected.bearers is not PROGRAMME:
            if not self.index.is_crowded and not rejected.offset and self._has_unknown_tail(rejected):
                self.doubts.append(rejected._replace(score=DOUBTFUL))
            else:
                self.unknown.meet_word(rejected)
        return None

    def _has_unknown_tail(self, hit: Hit) -> bool:
        """True if what is stuck to a name is nothing that makes another thing of it: 카카오놀, not 카카오뱅크."""
        rest = self.message.words[hit.last][hit.cut :]
        return bool(rest) and not has(rest, "business", "compound", "site", "thing", "noun")

    def _is_closed(self, hit: Hit) -> bool:
        """True if nothing but particles follows a name in its word: talk after a shorter name of several is chance."""
        rest = self.message.words[hit.last][hit.cut :]
        return not rest or rest in PARTICLES

    def _weigh(self, hit: Hit, after: Next) -> Next | None:
        message = self.message
        if is_no_name(message, hit):
            message.ignored.add(hit.first)
            return None
        verdict = classify(message, hit)
        is_doubtful = verdict is MatchClass.DOUBT
        if is_homograph(message, hit):
            is_doubtful = not is_nobody(message, hit)
            if not is_doubtful:
                message.ignored.add(hit.first)
            if verdict is MatchClass.NAME:
                self.ordinary.append(hit)
        elif verdict is MatchClass.NAME:
            self.hits.append(hit)
            message.take(hit.first, hit.last)
            return after
        elif verdict is MatchClass.OTHER:
            self.unknown.meet_compound(hit)
            if not message.words[hit.last + 1].isascii():  # A longer Latin name may still hold both, with a slip.
                message.take(hit.first, hit.last + 1)
            return Next(hit.last + 2)
        elif verdict is MatchClass.PART:
            self.unknown.meet_word(hit)
        if is_doubtful:
            self.doubts.append(hit._replace(score=DOUBTFUL))
        return after if verdict is MatchClass.NAME else None

    def _search_parts(self) -> None:
        """Names inside Latin words: `isKakaoIn`, the Kenyans. Only among few teams, where they are nobody else's."""
        if self.index.is_crowded:
            return
        for number, word in enumerate(self.message.words):
            if not self.message.taken[number] and word.isascii() and not self.message.is_talk(number):
                one = self._derived(number, word) or self._hump(number)
                numbered = self._numbered(number, word) if one is None else None
                if numbered is not None and is_counted(self.message, number):
                    one, numbered = numbered, None
                found = self._against(number, word) or ([one] if one is not None else [])
                if found:
                    self.hits.extend(found)
                    self.message.take(number, number)
                elif numbered is not None:
                    self.doubts.append(numbered)

    def _against(self, number: int, word: str) -> list[Hit]:
        """The names on both sides of `vs` without a space: KTvs카카오, SKTvsKT; none unless all is names."""
        one, against, other = word.partition("vs")
        hits = []
        for offset, name in ((0, one), (len(one) + 2, other)) if against else ():
            bearers = self.index.forms[View.EXACT].get(name)
            if bearers is not None and bearers is not PROGRAMME:
                hits.append(Hit(number, offset, number, offset + len(name), bearers))
            elif name:
                return []
        return hits

    def _numbered(self, number: int, word: str) -> Hit | None:
        """A name with a number that nobody listed, which may be another one's: KT2."""
        stem = word.rstrip("0123456789")
        bearers = self.index.forms[View.EXACT].get(stem)
        if stem == word or bearers is None or bearers is PROGRAMME:
            return None
        return Hit(number, 0, number, len(stem), bearers, score=DOUBTFUL)

    def _derived(self, number: int, word: str) -> Hit | None:
        for tag in listed_tags(word):
            bearers = self.index.forms[View.EXACT].get(tag[1:]) if tag.startswith(PEOPLE_OF) else None
            if bearers is not None and bearers is not PROGRAMME:
                hit = Hit(number, 0, number, len(word), bearers)
                return hit if classify(self.message, hit) is MatchClass.NAME else None
        for ending in _DERIVED:
            stem = word.removesuffix(ending)
            if stem != word and len(stem) >= SHORTEST_DERIVED and self.message.gaps[number + 1] is not Gap.GLUED:
                bearers = self.index.forms[View.EXACT].get(stem)
                if bearers is not None and bearers is not PROGRAMME:
                    hit = Hit(number, 0, number, len(stem), bearers)
                    is_name = classify(self.message, hit._replace(cut=len(word))) is MatchClass.NAME
                    is_name = is_name and not is_described(self.message, number)
                    return hit if is_name and not is_homograph(self.message, hit) else None
        return None

    def _hump(self, number: int) -> Hit | None:
        """A name in camel case among words of talk: isKakaoIn, ShowMeKT."""
        surface = self.message.tokens.surface(number)
        humps = list(_HUMPS.finditer(surface)) if len(surface) == len(self.message.words[number]) else []
        named = [
            (hump.start(), hump.end(), bearers)
            for hump in humps
            if (bearers := self.index.forms[View.EXACT].get(hump[0].lower())) is not None
        ]
        rest = [hump[0].lower() for hump in humps if hump.start() not in {start for start, _, _ in named}]
        if len(humps) < 2 or len(named) != 1 or not all(map(_is_said, rest)) or named[0][2] is PROGRAMME:
            return None
        start, end, bearers = named[0]
        return Hit(number, start, number, end, bearers)

    def _mentions(self) -> list[Mention]:
        found: list[Mention] = []
        for hit in sorted((*self.hits, *self.fuzzy.hits), key=lambda each: (each.first, each.offset)):
            names = each_of(hit.bearers)
            if len(names) > 1 and not all(name.is_alias for name in names):
                self.doubts.insert(0, hit)
            elif self.unknown.claim(hit):
                if hit.view >= View.KEYSTROKE:
                    self.doubts.append(hit)
            else:
                found.extend(self._mention(hit, name) for name in names)
        return found

    def _mention(self, hit: Hit, name: IndexedName) -> Mention:
        start, end = self.message.span(hit)
        return Mention(
            **self._told(hit, name),
            surface=self.message.tokens.given[start:end],
            start=start,
            end=end,
        )

    def _told(self, hit: Hit, name: IndexedName) -> dict[str, str | float]:
        assert name.team is not None
        return {
            "team": self.index.team_ids[name.team],
            "name": self.index.team_names[name.team],
            "score": round(min(SCORES.get(hit.view, 1.0), hit.score), 3),
            "view": hit.view.name.lower(),
        }

    def _candidates(self, mentions: list[Mention]) -> tuple[Candidate, ...]:
        """What may be meant beside what is mentioned, best first; beginnings of names where there is nothing else."""
        named = {mention.team for mention in mentions}
        doubts = (*self.doubts, *self.fuzzy.doubts)
        if not (named or doubts or self.unknown.met):
            doubts = tuple(self._prefixes())
        best: dict[str, Candidate] = {}
        for hit in sorted(doubts, key=lambda each: -each.score):
            for name in each_of(hit.bearers):
                if name.team is not None and self.index.team_ids[name.team] not in named:
                    candidate = Candidate(**self._told(hit, name))
                    best.setdefault(candidate.team, candidate)
        return tuple(best.values())[: self.index.thresholds.candidates]

    def _prefixes(self) -> Iterator[Hit]:
        """The names that begin with a word that nothing explains, few for each."""
        message = self.message
        for number, word in enumerate(message.words[:MOST_PLACES]):
            is_piece = message.gaps[number + 1] in (Gap.GLUED, Gap.JOINED)
            is_known = message.taken[number] or number in message.ignored or message.is_talk(number)
            following = message.words[number + 1] if number + 1 < len(message.words) else ""
            if is_known or is_piece or len(word) < 2 or is_listed(following, "currency"):
                continue
            end = message.end_of(number) - message.items[number].start
            yield from self._beginning_with(word[:end], Hit(number, 0, number, end))

    def _beginning_with(self, text: str, place: Hit) -> Iterator[Hit]:
        in_order = self.index.in_order
        at = bisect_left(in_order, text)
        for form in in_order[at : at + self.index.thresholds.candidates]:
            held = self.index.written(form)
            if len(text) > 1 and form.startswith(text) and held is not None:
                score = SCORES[View.BEGINNING] * len(text) / len(form)
                yield place._replace(bearers=held[0], view=View.BEGINNING, score=score)


def _is_said(word: str) -> bool:
    return is_stopword(word) and not word.isdigit()


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
                if last > first and is_listed(word, "currency") and message.is_in_small_letters(first):
                    return  # a trillion won
                if len(whole) > 1 and self.index.is_decoy(whole) and not self.index.is_written(whole):
                    self.met.append((message.items[first].start, message.items[last].start + cut))
                    return
            text += word
