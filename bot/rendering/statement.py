"""One statement as readers see it: a heading, who said it when, the quote, and where it was printed."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from zoneinfo import ZoneInfo

from bot.messages.answers import Phrases, phrases
from bot.messages.telling import Telling, telling
from bot.rendering.reply import Paragraph, blockquote, bold, escape, italic, link, split
from knowledge.answer import Answered, StanceAnswer, Stated
from knowledge.fields import Language
from knowledge.model import Source, Stance, Team
from knowledge.said import Said


def label(stance: Stance, language: Language) -> str:
    """The stance's label in a language."""
    return stance.label.ko if language == "ko" else stance.label.en


def name(team: Team, language: Language) -> str:
    """The team's official name in a language."""
    return team.names.official(language)


def alike(entries: Iterable[Stated]) -> list[list[Stated]]:
    """Entries that one sentence makes of several teams alike, together, in the order of the first of each."""
    groups: dict[object, list[Stated]] = {}
    for each in entries:
        key = (each.stance.code, each.quote, each.source.id, each.voice, each.speaker, each.said, each.mark)
        groups.setdefault(key, []).append(each)
    return list(groups.values())


@dataclass(frozen=True)
class StatementView:
    """What every line of one answer needs: its phrases, its time zone and its today.

    Where all its sentences are from one source, `names_sources` is false and the source is named once, at the end.
    """

    answer: Answered
    names_sources: bool = True

    @property
    def phrases(self) -> Phrases:
        """The sentences in the answer's language."""
        return phrases(self.answer.language, self.answer.members)

    @property
    def told(self) -> Telling:
        """The sentences about the record's past, in the answer's language."""
        return telling(self.answer.language)

    @cached_property
    def zone(self) -> ZoneInfo:
        """The programme's time zone."""
        return ZoneInfo(self.answer.zone)

    def name(self, team: Team) -> str:
        """The team's official name."""
        return name(team, self.answer.language)

    def names(self, teams: Iterable[Team]) -> str:
        """Several names in a row."""
        return self.phrases.joined([self.name(team) for team in teams])

    def label(self, stance: Stance) -> str:
        """The stance's label."""
        return label(stance, self.answer.language)

    def day(self, day: date) -> str:
        """A day as it is written."""
        return self.phrases.day(day, self.answer.today)

    def dated(self, heading: str) -> str:
        """A heading with the day that the question asked as of."""
        as_of = self.answer.as_of
        is_of_now = as_of is None or self.answer.known_at is not None
        return heading if as_of is None or is_of_now else self.phrases.as_of(heading, self.day(as_of))

    def said(self, stated: Stated) -> str:
        """When it was said; where that is unknown, also when it was printed."""
        said = self.phrases.said(stated.said, self.zone, self.answer.today)
        if stated.said is not None or stated.source.published is None:
            return said
        return f"{said} ({self.phrases.published(self.day(stated.source.published))})"

    def speaker(self, stated: Stated) -> str:
        """`본인 발언 · 카카오 고위 관계자`."""
        voice = self.phrases.voice(stated.voice, stated.stance.kind)
        return " · ".join(part for part in (voice, stated.speaker) if part)

    def brief(self, stated: Stated) -> str:
        """`1월 16일, 본인`."""
        return f"{self.said(stated)}, {self.phrases.brief_voice(stated.voice)}"

    def since(self, heading: str, since: date | None) -> str:
        """A heading with the days that a history is of: one bracket, also where it begins and ends."""
        as_of = self.answer.as_of
        if since is None:
            return self.dated(heading)
        if as_of is None:
            return self.phrases.since(heading, self.day(since))
        span = self.phrases.said(Said(start=since, end=max(since, as_of)), self.zone, self.answer.today)
        return f"{heading} ({span})"

    def source_text(self, source: Source) -> str:
        """`연합뉴스 · 제목`."""
        return " · ".join(part for part in (source.publisher, source.title) if part) or self.phrases.no_source()

    def source(self, source: Source) -> str:
        """`연합뉴스 · 제목 (1월 16일)`, linked where there is an address."""
        printed = self.source_text(source)
        published = f" ({self.day(source.published)})" if source.published else ""
        return f"{link(printed, source.url)}{escape(published)}"

    def reach(self) -> str | None:
        """The last day that the record speaks of."""
        last = self.answer.reach.last
        return None if last is None else self.day(last)

    def mark(self, stated: Stated) -> Sequence[str]:
        """The line that tells of a correction or a retraction."""
        if stated.mark is None:
            return ()
        on = self.day(stated.mark.on.astimezone(self.zone).date())
        return (italic(self.phrases.mark(stated.mark, on)),)

    def passage(self, heading: str, stated: Stated, *more: str, fold: bool = False) -> Paragraph:
        """A paragraph: the heading in bold, further lines, and the statement whole with its day."""
        said = f"{self.said(stated)} · {self.speaker(stated)}"
        return self.undated(heading, stated, *more, said, fold=fold)

    def undated(self, heading: str, stated: Stated, *more: str, fold: bool = False) -> Paragraph:
        """A paragraph of a statement whose day the heading, or a further line, has."""
        lines = [bold(heading), *map(escape, more), *self.mark(stated), blockquote(stated.quote, fold=fold)]
        if self.names_sources:
            lines.append(f"{escape(self.phrases.source())}: {self.source(stated.source)}")
        return lines

    def footer(self) -> Paragraph:
        """How far the record goes, and what is odd about the day asked for."""
        last, first = self.answer.reach.last, self.answer.reach.first
        lines = [self.phrases.empty_record() if last is None else self.phrases.reach(self.day(last))]
        if self.answer.known_at is not None:
            lines = [self.told.known_footer(day=self.day(self.answer.known_at))]
            first_of_all = None if isinstance(self.answer, StanceAnswer) else self.answer.first_recorded
            # Of a team it stands below its name.
            if first_of_all is not None and first_of_all > self.answer.known_at:
                lines.append(self.told.first_recorded(day=self.day(first_of_all)))
        if self.answer.is_before_record and first is not None:
            lines = [self.phrases.before_record(self.day(first))]
        if self.answer.is_after_today:
            lines.append(self.phrases.after_today())
        return [italic(line) for line in lines]

    def common_source(self, source: Source) -> str:
        """The line for the one source of all the sentences above it."""
        return f"{escape(self.phrases.common_source())}: {self.source(source)}"


def compose(
    answer: Answered, entries: Iterable[Stated], paragraphs: Callable[[StatementView], Iterable[Paragraph]]
) -> tuple[str, ...]:
    """The parts of a reply; a source that all its sentences share is named once, where they fit in one message."""
    shown = list(entries)
    if len(alike(shown)) > 1 and len({each.source.id for each in shown}) == 1:
        page = StatementView(answer, names_sources=False)
        parts = split([*paragraphs(page), [page.common_source(shown[0].source)], page.footer()])
        if len(parts) == 1:
            return parts
    page = StatementView(answer)
    return split([*paragraphs(page), page.footer()])
