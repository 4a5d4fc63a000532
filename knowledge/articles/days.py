"""The day on which something was said, counted from the day on which the article appeared."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import date, timedelta
from typing import Final

from knowledge.said import Said

_MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), start=1
    )
}
_WEEKDAYS: Final = {name: number for number, name in enumerate(("mon", "tue", "wed", "thu", "fri", "sat", "sun"))}
_MONTH: Final = r"(?:jan|feb|mar|apr|may|june?|july?|aug|sept?|oct|nov|dec)[a-z]*\.?"
_DAY: Final = re.compile(
    r"(?:(?P<year>20\d{2})년\s*|(?P<last_year>지난해|작년)\s*)?(?<!\d)(?P<month>\d{1,2})월\s*(?P<day>\d{1,2})일"
    r"|(?P<last_month>지난달|전달)\s*(?P<last_day>\d{1,2})일"
    r"|(?P<coming>오는|다음\s?달|내달|매월|매달)\s*\d{1,2}일"
    r"|(?<![\d.월])(?P<bare>\d{1,2})일(?!\s?(?:간|동안|만에|째|연속|이내|치|마다))"
    r"|(?P<relative>이틀\s?전|사흘\s?전|전날|어제|이튿날|다음\s?날|그제)(?![가-힣]*까지)"
    r"|(?P<same>이날|같은\s?날|오늘|금일)"
    rf"|\b(?P<english_day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?P<english_month>{_MONTH})(?:,?\s+(?P<english_year>20\d\d))?"
    rf"|\b(?P<month_first>{_MONTH})\s+(?P<day_behind>\d{{1,2}})(?!\d)(?:,?\s+(?P<year_behind>20\d\d))?"
    r"|(?<!next )\b(?P<weekday>mon|tues?|wednes|thurs?|fri|satur|sun)day\b"
    r"|\b(?P<yesterday>yesterday)\b|\b(?P<today>today|the same day)\b",
    re.IGNORECASE,
)
_SINCE: Final = re.compile(r"\s*[^,.\"“]{0,30}?(?:이후|이래|\b(?:since|after)\b)")
"""What makes of a day the beginning of an interval: 전날 결과 공개 이후."""
_UNTIL: Final = re.compile(r"\s?(?:까지|부터|\s마감|개막)")
_BACK: Final = {"이틀전": 2, "사흘전": 3, "전날": 1, "어제": 1, "그제": 2}


@dataclass
class Calendar:
    """Reads days in the order of an article; `last` is the day that it named last, for 이날 and 같은 날."""

    published: date | None
    last: date | None = field(default=None)

    def said(self, text: str, spans: Iterable[tuple[int, int]]) -> Said | None:
        """The first day named in the first of these spans that names one; None where none does."""
        for start, end in spans:
            for match in _DAY.finditer(text, start, end):
                said = self._said(match, text)
                if said is not None:
                    return said
        return None

    def note(self, text: str) -> None:
        """Remember the day that a sentence named last."""
        for match in _DAY.finditer(text):
            day = self._day(match)
            if day is not None and not match["same"]:
                self.last = day

    def _said(self, match: re.Match[str], text: str) -> Said | None:
        day = self._day(match)
        if day is None or _UNTIL.match(text, match.end()):
            return None
        if match["same"] and match["same"] != "오늘" and self.last not in (None, self.published, day):
            return None
        if _SINCE.match(text, match.end()) and self.published is not None and day < self.published:
            return Said(start=day, end=self.published)
        return Said(start=day, end=day)

    def _day(self, match: re.Match[str]) -> date | None:
        if self.published is None:
            return _full(match)
        try:
            return next(self._readings(match, self.published), None)
        except ValueError:  # 30 February
            return None

    def _readings(self, match: re.Match[str], published: date) -> Iterator[date]:
        group = match.groupdict()
        if group["month"]:
            yield _dated(group["year"], int(group["month"]), int(group["day"]), published, bool(group["last_year"]))
        elif group["last_month"]:
            before = published.replace(day=1) - timedelta(days=1)
            yield before.replace(day=int(group["last_day"]))
        elif group["bare"]:
            yield _latest(int(group["bare"]), published)
        elif group["relative"]:
            yield from self._relative(re.sub(r"\s", "", group["relative"]), published)
        elif group["same"]:
            yield published if group["same"] in ("오늘", "금일") else self.last or published
        else:
            yield from self._english(group, published)

    def _english(self, group: dict[str, str | None], published: date) -> Iterator[date]:
        month, day = group["english_month"] or group["month_first"], group["english_day"] or group["day_behind"]
        if month and day:
            year = group["english_year"] or group["year_behind"]
            yield _dated(year, _MONTHS[month[:3].lower()], int(day), published)
        elif group["weekday"]:
            number = _WEEKDAYS[group["weekday"][:3].lower()]
            yield published - timedelta(days=(published.weekday() - number) % 7)
        elif group["yesterday"]:
            yield published - timedelta(days=1)
        elif group["today"]:
            yield self.last or published

    def _relative(self, word: str, published: date) -> Iterator[date]:
        if word in _BACK:
            yield published - timedelta(days=_BACK[word])
        elif self.last is not None:  # 이튿날: the day behind the one that was named last
            yield self.last + timedelta(days=1)


def _full(match: re.Match[str]) -> date | None:
    """A day that names its year, which needs no day of publication."""
    year = match["year"] or match["english_year"] or match["year_behind"]
    month = match["month"] or match["english_month"] or match["month_first"]
    day = match["day"] or match["english_day"] or match["day_behind"]
    if not (year and month and day):
        return None
    try:
        return date(int(year), int(month) if month.isdigit() else _MONTHS[month[:3].lower()], int(day))
    except ValueError:
        return None


def _dated(year: str | None, month: int, day: int, published: date, is_last_year: bool = False) -> date:
    """A day of a month: of the year named, else the most recent one."""
    if year:
        return date(int(year), month, day)
    found = date(published.year - is_last_year, month, day)
    return found if found <= published else found.replace(year=found.year - 1)


def _latest(day: int, published: date) -> date:
    """The most recent day of that number: 30일 on the 2nd is of the month before."""
    if day <= published.day:
        return published.replace(day=day)
    before = published.replace(day=1) - timedelta(days=1)
    return before.replace(day=day)
