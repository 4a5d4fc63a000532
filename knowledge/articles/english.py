"""An English sentence: its teams are bound to its verbs, and each verb to whoever says it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from knowledge.articles.claims import Doubt
from knowledge.articles.marked import Told
from knowledge.articles.predicates import Cue, StanceSentence
from knowledge.articles.subjects import NameRow, is_exact
from knowledge.model import Kind, Voice

_BETWEEN: Final = re.compile(r"\s*(?:,\s*(?:and\s+)?|\s+and\s+|\s*&\s*|\s+as well as\s+)", re.IGNORECASE)
_CLAUSE: Final = re.compile(
    r"[,;]?\s+(?:while|but|whereas|although|though|because|after|before|since|until|as well as that)\s+|;\s+"
    r"|,\s+and\s+(?=\ue000)"
)
_SAID: Final = re.compile(
    r"\b(?:said|says|told|announced|confirmed|reiterated|stated|added|declared|insisted|wrote|noted|argued|disclosed|revealed|acknowledged)\b"
)
_PERSON: Final = re.compile(
    r"\b(?:officials?|spokes(?:person|man|woman|people)|executives?|ceo|cto|cfo|president|chairman|chairwoman|chair|head|managers?|directors?|founder|representatives?|chiefs?"
    r"|ministers?|ministry|secretary|delegation|delegates?|envoy|ambassador|mayor|council|government|engineers?|leader)\b"
)
_OUTSIDER: Final = re.compile(
    r"\b(?:analysts?|experts?|professors?|consultants?|observers?|critics|lawmakers?|economists?|researchers?|investors|rivals?|academics?|lawyers?)\b"
)
_SOURCES: Final = re.compile(r"\b(?:people|sources?|persons?|insiders?|media|reports?)\b")
_OWN: Final = re.compile(
    r"\b(?:it|its|their|they|we|he|she|the (?:company|carrier|airline|firm|bidder|startup|institute|group|team))\b"
)
_HEARSAY: Final = re.compile(
    r"\breportedly\b|\b(?:is|are|was|were) (?:said|understood|believed|known|thought|reported|rumou?red) to\b"
    r"|\baccording to (?:people|sources?|media|reports?|industry)|\bsources? (?:said|say)|\bpeople familiar\b"
    r"|\bmedia reports?\b"
)
_SUPPOSED: Final = re.compile(
    r"\b(?:if|unless|whether|might|(?<!\d )may(?! \d)|could|should|hopes?|hoped|hoping|wants?|wanted"
    r"|wish(?:es|ed)?|urged?|urges|asked|calls? on|called on|invited|expects?|expected|likely|unlikely"
    r"|walk(?:ed|s) back|revers(?:ed|es)|rescinded|denied (?:reports|rumou?rs|that)|speculation|rumou?rs?"
    r"|predicts?|predicted|must|ought|supposed to|would have|chance|possibility|whatever|encouraged?"
    r"|welcomes?|welcomed)\b"
)
_CONDITION_BEHIND: Final = re.compile(r"\b(?:only )?(?:if|unless|provided|as long as|once|on condition)\b")
_BE: Final = re.compile(
    r"\b(?:was|were|is|are|been|be|being|got|get|gets)(?:\s+(?:also|not|never|formally|conditionally|officially|later|earlier|then))*\s+$"
)
_PREPOSITION: Final = re.compile(
    r"\b(?:from|with|to|against|of|by|than|for|between|unlike|among|over|on|at|like|into)\s+(?:the\s+)?$"
)
_PLACE_WORDS: Final = re.compile(
    r"\b(?:market|stock exchange|listing|lawsuit|patent|acquisition|merger|european|another)\b"
)
_A_NOUN: Final = re.compile(r"reviews?$|considerations?$|appl\w+$|passage$|cuts?$")
_ARTICLE: Final = re.compile(r"\b(?:the|this|that|another|next|under)\s+(?:\w+\s+)?$")
_COMMENT: Final = re.compile(r"\s*(?:to (?:comment|say|elaborate|answer|respond|disclose|give))\b")


@dataclass(frozen=True)
class EnglishSentence(StanceSentence):
    """One English sentence."""

    @cached_property
    def rows(self) -> list[NameRow]:
        """The rows of names: A, B and C."""
        rows: list[list[int]] = []
        mentions = [each for each in self.marked.mentions if "\ue00f" not in self.marked.flat[each.start : each.end]]
        for number, each in enumerate(mentions):
            gap = self.marked.flat[mentions[number - 1].end : each.start].replace("\ue00f", "") if number else ""
            if number and _BETWEEN.fullmatch(gap):
                rows[-1].append(number)
            else:
                rows.append([number])
        return [
            NameRow(
                mentions[row[0]].start,
                mentions[row[-1]].end,
                tuple(dict.fromkeys(mentions[each].team for each in row)),
                is_exact([mentions[each] for each in row]),
            )
            for row in rows
        ]

    @property
    def last_spoken(self) -> tuple[str, ...]:
        """The teams that are spoken of behind this sentence."""
        subjects = [each for each in self.rows if not self._is_object(each)]
        return subjects[0].teams if subjects else self.before

    def told(self) -> Iterator[Told]:
        """What the sentence tells of its teams."""
        for cue in self.cues:
            if not self._is_supposed(cue) and not _COMMENT.match(self.marked.flat, cue.end):
                yield from self._of(cue)

    def _clause(self, at: int) -> tuple[int, int]:
        """The clause that a place lies in."""
        text = self.marked.masked
        start = 0
        for match in _CLAUSE.finditer(text):
            if match.start() > at:
                return start, match.start()
            if match.end() <= at:
                start = match.end()
        return start, len(text)

    def _is_supposed(self, cue: Cue) -> bool:
        if _A_NOUN.match(self.marked.flat[cue.start : cue.end]) and _ARTICLE.search(self.marked.flat[: cue.start]):
            return True  # in the final review
        start, end = self._clause(cue.start)
        quote = self.marked.quote_at(cue.start)
        start = max(start, quote[0]) if quote else start
        before = self.marked.flat[start : cue.start]
        if re.search(r"\b(?:whether|if)\b", self.marked.flat[cue.start : cue.end]) or _SUPPOSED.search(before):
            return True
        return _CONDITION_BEHIND.search(self.marked.flat, cue.end, end) is not None

    def _is_object(self, row: NameRow) -> bool:
        return _PREPOSITION.search(self.marked.flat[: row.start]) is not None

    def _of(self, cue: Cue) -> Iterator[Told]:
        kind = self.lexicon.kind(cue.codes[0])
        if _PLACE_WORDS.search(self.marked.flat, cue.end, min(len(self.marked.flat), cue.end + 40)):
            return
        quote = self.marked.quote_at(cue.start)
        said = self._said()
        subject, doubts = self._subject(cue, kind, quote, said)
        if subject is None:
            return
        voice, speaker = self._voice(cue, subject, kind, said, quote)
        if voice is None:
            return
        more = () if subject.is_exact else (Doubt.NAME,)
        several = (Doubt.SEVERAL,) if len(cue.codes) > 1 else ()
        clause = self._clause(cue.start)
        spans: tuple[tuple[int, int], ...] = (
            (clause,)
            if voice is Voice.REPORTED and not _HEARSAY.search(self.marked.flat)
            else (clause, (0, len(self.marked.text)))
        )
        if self._is_relative(subject, cue):
            spans = ()
        for code in cue.codes:
            yield Told(subject.teams, code, voice, speaker, spans, (*doubts, *more, *several))

    def _subject(
        self, cue: Cue, kind: Kind, quote: tuple[int, int] | None, said: "Saying | None"
    ) -> tuple[NameRow | None, tuple[Doubt, ...]]:
        """The teams that a verb is about."""
        start, end = self._clause(cue.start)
        if quote is not None:
            inside = [row for row in self.rows if quote[0] <= row.start < cue.start]
            if inside:
                is_own = said is not None and said.row is not None and set(inside[-1].teams) <= set(said.row.teams)
                is_told = said is not None and (said.role == "authority" or (said.is_person and said.row is None))
                return (inside[-1], ()) if is_own or is_told else (None, ())
            if said is None and re.search(r":\s*$", self.marked.flat[: quote[0]]):
                main = next((row for row in self.rows if not self._is_object(row)), None)
                return main, ()
            return (said.row, ()) if said and said.row else (None, ())
        if kind is Kind.RESULT and self._is_active(cue, start):
            objects = [row for row in self.rows if cue.end <= row.start < end]
            return (objects[0], ()) if objects else (None, ())
        rows = [row for row in self.rows if start <= row.start and row.end <= cue.start and not self._is_object(row)]
        relative = next((row for row in reversed(rows) if self._is_relative(row, cue)), None)
        if relative is not None:
            return relative, ()
        decider = self.authority.search(self.marked.flat, start, cue.start)
        if (
            rows
            and decider
            and decider.start() < rows[0].start
            and not _SAID.search(self.marked.flat, start, cue.start)
        ):
            return None, ()
        if rows:
            return self._unless_stranger(rows, cue, kind)
        earlier = [row for row in self.rows if row.end <= cue.start and not self._is_object(row)]
        return (earlier[0], (Doubt.CONTEXT,)) if earlier else self._by_context(cue)

    def _unless_stranger(self, rows: list[NameRow], cue: Cue, kind: Kind) -> tuple[NameRow | None, tuple[Doubt, ...]]:
        """The first row of the clause, unless somebody else's name stands nearer to the verb."""
        row = rows[-1] if re.search(r"\bthat\b|\bsaid\b", self.marked.flat[rows[0].end : rows[-1].start]) else rows[0]
        between = self.marked.flat[row.end : cue.start]
        if any(row.end <= start < cue.start for start, _ in self.marked.others):
            return None, ()
        if kind is Kind.RESULT and re.match(r"'s\s+\w+\s+(?:\w+\s+)?$|'s\s+\w+\s+\w+\s+(?:was|were)", between):
            return row, (Doubt.SUBJECT,)  # X's sample passed the lab
        if between.startswith("'s ") and not _PERSON.search(between[:40]):
            return None, ()
        return row, ()

    def _by_context(self, cue: Cue) -> tuple[NameRow | None, tuple[Doubt, ...]]:
        """The team of the sentence before, where this one begins with a pronoun for it."""
        begins = re.match(r"(?:\W*)(?:it|they|the (?:company|carrier|airline|firm|bidder|startup))\b", self.marked.flat)
        if begins and len(self.before) == 1 and begins.end() <= cue.start:
            return NameRow(0, begins.end(), self.before, True), (Doubt.CONTEXT,)
        return None, ()

    def _is_active(self, cue: Cue, start: int) -> bool:
        """True if a result is made of what stands behind its verb: the board shortlisted X, awarded the slot to X."""
        if _BE.search(self.marked.flat[start : cue.start]) or not self._is_decider(cue):
            return False
        return re.match(r"\s+(?:(?:the|both|its|a|an)\s)?[^,.]*\ue000", self.marked.masked[cue.end :]) is not None or (
            re.match(r"\s+\w+\s+\w+,\s+\ue000", self.marked.masked[cue.end :]) is not None
        )

    def _is_decider(self, cue: Cue) -> bool:
        """True if the authority, and no team, is what a verb follows."""
        decider = self.authority.search(self.marked.flat[: cue.start])
        return decider is not None and not any(
            decider.end() <= row.start and row.end <= cue.start for row in self.rows if not self._is_done_to(row)
        )

    def _is_done_to(self, row: NameRow) -> bool:
        """True if an earlier verb of the sentence has a row for its object: cleared X and blocked Y."""
        return any(each.end <= row.start <= each.end + 8 for each in self.cues) or self._is_object(row)

    def _is_relative(self, row: NameRow, cue: Cue) -> bool:
        """True if a verb stands in the clause that describes a name: Kakao, which was eliminated, …."""
        begins = re.match(r",?\s+(?:which|who)\b", self.marked.flat[row.end :])
        return begins is not None and "," not in self.marked.flat[row.end + 1 : cue.start]

    # Whose word it is

    def _said(self) -> "Saying | None":
        """Who says the sentence, or a quotation in it."""
        text = self.marked.unquoted
        for match in _SAID.finditer(text):
            before = re.search(r"(?:^|[,.\"]|\bthat\b)([^,.\"]*)$", text[: match.start()])
            phrase = before.group(1) if before else ""
            offset = match.start() - len(phrase)
            if not re.search(r"[a-z]", phrase):
                if re.search(r",\s*$", text[: match.start()]) and '"' not in text[: match.start()]:
                    main = next((row for row in self.rows if not self._is_object(row)), None)
                    return Saying("own", main, None)  # X, which was cut, said …
                behind = re.match(r"\s+(?:that\s+)?([^,.\"]*)", text[match.end() :])
                phrase = behind.group(1) if behind else ""
                offset = match.end() + (behind.start(1) if behind else 0)
            saying = self._saying(phrase, offset)
            if saying is not None:
                return saying
        return None

    def _saying(self, phrase: str, offset: int) -> "Saying | None":
        end = offset + len(phrase)
        stripped = self.marked.masked[offset:end].strip()
        printed = self.marked.text[offset:end].strip()
        printed = re.sub(r"^(?:that|and)\s+", "", printed)
        printed = re.sub(r"\s+(?:on|in|at|last|by|late|early)\b.*$", "", printed)
        rows = [row for row in self.rows if offset <= row.start < end]
        if _OUTSIDER.search(stripped):
            return Saying("other", None, printed)
        if _SOURCES.search(stripped):
            return Saying("sources", None, printed)
        if self.authority.search(stripped):
            return Saying("authority", None, printed)
        if rows:
            return Saying("own", rows[-1], printed if _PERSON.search(stripped) else None)
        main = next((row for row in self.rows if not self._is_object(row)), None)
        if _PERSON.search(stripped):
            return Saying("own", main, printed, is_person=True)
        return Saying("own", main, None) if _OWN.search(stripped) else Saying("other", None, printed)

    def _voice(
        self, cue: Cue, subject: NameRow, kind: Kind, said: "Saying | None", quote: tuple[int, int] | None
    ) -> tuple[Voice | None, str | None]:
        """Whose word a verb is, and who speaks; no voice where it is an outsider's opinion."""
        start, end = self._clause(cue.start)
        clause = self.marked.unquoted[start:end]
        if _HEARSAY.search(clause):
            sources = said.speaker if said is not None and said.role == "sources" else None
            return Voice.REPORTED, sources
        decider = self.authority.search(self.marked.flat[: cue.start])
        if kind is Kind.RESULT and subject.start > cue.end and decider:
            printed = self.marked.text[decider.start() : decider.end()]
            return Voice.AUTHORITY, printed
        if self._is_relative(subject, cue):
            return Voice.REPORTED, None
        if said is None or (quote is None and not _SAID.search(clause)):
            return Voice.REPORTED, None
        if said.role == "other":
            return None, None
        if said.role == "authority":
            return Voice.AUTHORITY, said.speaker
        if said.role == "sources":
            return Voice.REPORTED, said.speaker
        if said.row is not None and not set(subject.teams) <= set(said.row.teams):
            return None, None
        return Voice.OWN, said.speaker


@dataclass(frozen=True, slots=True)
class Saying:
    """Who says something: `own` is a team or its people, `authority`, `sources`, or `other`."""

    role: str
    row: NameRow | None
    speaker: str | None
    is_person: bool = False
