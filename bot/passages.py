"""One statement as readers see it: a heading, who said it when, the quote, and where it was printed."""

from collections.abc import Sequence
from datetime import date
from zoneinfo import ZoneInfo

from bot.i18n import phrases
from bot.i18n.phrases import Phrases
from bot.markup import blockquote, bold, escape, italic, link
from knowledge.conversation import Answered, Stated
from knowledge.model import Source


class Page:
    """What every line of one answer needs: its phrases, its time zone and its today."""

    def __init__(self, answer: Answered) -> None:
        self.answer = answer
        self.language = answer.language
        self.phrases: Phrases = phrases(answer.language)
        self.zone = ZoneInfo(answer.zone)
        self.today: date = answer.today

    def day(self, day: date) -> str:
        """A day as it is written."""
        return self.phrases.day(day, self.today)

    def attribution(self, stated: Stated) -> str:
        """`1월 16일 · 본인 발언 · 카카오 고위 관계자`."""
        voice = self.phrases.voice(stated.voice, stated.speaker)
        return escape(f"{self.said(stated)} · {voice}")

    def said(self, stated: Stated) -> str:
        """When it was said; where that is unknown, when it was printed."""
        if stated.said is None and stated.source.published is not None:
            return self.phrases.published(self.day(stated.source.published))
        return self.phrases.said(stated.said, self.zone, self.today)

    def source(self, source: Source) -> str:
        """`출처: 연합뉴스 「제목」`, linked where there is an address."""
        printed = " · ".join(part for part in (source.publisher, source.title) if part) or self.phrases.no_source()
        published = f" ({self.day(source.published)})" if source.published else ""
        return f"{escape(self.phrases.source())}: {link(printed, source.url)}{escape(published)}"

    def mark(self, stated: Stated) -> Sequence[str]:
        """The line that tells of a correction or a retraction."""
        if stated.mark is None:
            return ()
        on = self.day(stated.mark.on.astimezone(self.zone).date())
        return (italic(self.phrases.mark(stated.mark, on)),)

    def passage(self, heading: str, stated: Stated, *more: str) -> tuple[str, ...]:
        """A paragraph: the heading in bold, further lines, and the statement whole."""
        lines = (bold(heading), *(escape(line) for line in more), self.attribution(stated))
        return (*lines, *self.mark(stated), blockquote(stated.quote), self.source(stated.source))

    def footer(self) -> tuple[str, ...]:
        """How far the record goes."""
        last = self.answer.reach.last
        line = self.phrases.empty_record() if last is None else self.phrases.reach(self.day(last))
        return (italic(line),)
