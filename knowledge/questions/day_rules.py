"""How days are written in Korean and English: a table of patterns, the more exact before the looser."""

import re
from collections.abc import Callable
from datetime import date
from typing import Final

from knowledge.questions.day_readings import (
    NATIVE_DAYS,
    NUMBERS,
    RELATIVE_DAYS,
    YEARLY_DAYS,
    compact_date,
    day_of_month,
    english_date,
    full_date,
    no_day,
    part_of_month,
    relative_day,
    relative_month,
    relative_week,
    relative_year,
    slashed_date,
    this_day,
    time_ago,
    weekday_before,
    whole_year,
    year_behind,
    year_end,
    yearly_day,
)

_YEAR: Final = r"(?:(?P<year>\d{4}|['’]?\d{2})\s{0,3}년?\s{0,3})"
_ENGLISH_MONTH: Final = (
    r"(?P<month>jan(?:uary)?|feb(?:ruary)?|mar(?:ch)?|apr(?:il)?|may|june?|july?|aug(?:ust)?"
    r"|sept?(?:ember)?|oct(?:ober)?|nov(?:ember)?|dec(?:ember)?)\.?"
)
_NUMBER: Final = "|".join(sorted(NUMBERS, key=len, reverse=True))
_ENDED: Final = r"(?![\d%])"
_WEEKDAY: Final = r"(?P<weekday>[월화수목금토일])(?:요일?|욜)"
_LIMIT: Final = r"(?:(?<=since\s)|(?<=until\s)|(?<=before\s)|(?<=after\s)|(?<=from\s))"
"""What stays beside a day, since it says on which side of it something was."""
_ENGLISH_WEEKDAY: Final = r"(?P<weekday>mon|tue(?:s)?|wed(?:nes)?|thu(?:rs|r)?|fri|sat(?:ur)?|sun)(?:day)?(?![a-z])"
_AS_OF: Final = r"(?:\s{0,3}(?:기준|까지|에|엔|자|날|시점|당시|현재|밤|아침|오전|오후))"

Rule = tuple[re.Pattern[str], Callable[[re.Match[str], date], date | None]]

RULES: Final[tuple[Rule, ...]] = tuple(
    (re.compile(pattern), reading)
    for pattern, reading in (
        (rf"(?:(?<!\d){_YEAR})?(?P<word>{'|'.join(YEARLY_DAYS)})", yearly_day),
        (rf"(?<!\d)(?P<year>20\d\d)(?P<month>[01]\d)(?P<day>[0-3]\d){_ENDED}", compact_date),
        (
            rf"(?<![\d.]){_YEAR}\s{{0,3}}[-./년]?\s{{0,3}}(?P<month>\d{{1,2}})\s{{0,3}}[-./월]\s{{0,3}}(?P<day>\d{{1,2}})(?:\s{{0,3}}일)?{_ENDED}",
            full_date,
        ),
        (
            r"(?<![\d./])(?P<one>\d{1,2})\s?[-./]\s?(?P<two>\d{1,2})\s?[-./]\s?(?P<year>20\d\d)(?!\d)",
            year_behind,
        ),
        (
            r"(?P<which>재작년|작년|지난해|올해)\s{0,3}(?:(?P<month>\d{1,2})\s{0,3}월\s{0,3}(?:(?P<day>\d{1,2})\s{0,3}일)?)?\s{0,3}(?:연?말)?",
            relative_year,
        ),
        (
            rf"(?P<year>(?!))?(?<!\d)(?P<month>\d{{1,2}})\s{{0,3}}월\s{{0,3}}(?P<day>\d{{1,2}})(?:\s{{0,3}}일)?{_ENDED}",
            full_date,
        ),
        (
            rf"(?<![a-z]){_ENGLISH_MONTH}\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:,?\s{{0,3}}(?P<year>20\d\d))?{_ENDED}",
            english_date,
        ),
        (
            rf"(?<![\d])(?P<day>\d{{1,2}})(?:st|nd|rd|th)?\s+(?:of\s+)?{_ENGLISH_MONTH}(?:,?\s{{0,3}}(?P<year>20\d\d))?{_ENDED}",
            english_date,
        ),
        (r"(?<![\d/])(?P<month>\d{1,2})/(?P<day>\d{1,2})(?![\d/%])", slashed_date),
        (
            r"(?<![\d.])(?P<month>\d{1,2})[.\-](?P<day>\d{1,2})(?=\.?\s{0,3}(?:일|기준|현재|자|까지|에|당시|시점))",
            slashed_date,
        ),
        (r"(?:the\s+)?(?:end of\s+)?(?P<which>last year)(?P<month>(?!))?(?P<day>(?!))?", relative_year),
        (
            r"(?P<which>지지난|저저번|지난|저번|전|이번|이)\s{0,3}달\s{0,3}(?:(?P<day>\d{1,2})\s{0,3}일|(?P<part>초순|초|중순|하순|말))?",
            relative_month,
        ),
        (r"(?:the\s+)?(?:end of\s+)?(?P<which>last|previous) month(?P<day>(?!))?(?P<part>(?!))?", relative_month),
        (
            rf"(?:{_YEAR}\s{{0,3}})?(?<!\d)(?P<month>\d{{1,2}})\s{{0,3}}월(?!\s{{0,3}}\d)\s{{0,3}}(?P<part>초순|초|중순|하순|말)?(?![가-힣]*(?:요일|욜))",
            part_of_month,
        ),
        (
            rf"(?:the\s+)?(?:end of|in|during|by|as of|of|through)\s+(?:the end of\s+)?{_ENGLISH_MONTH}(?!\w)"
            r"(?:,?\s{0,3}(?P<year>20\d\d))?(?P<part>(?!))?",
            part_of_month,
        ),
        (
            rf"(?P<which>지지난|저저번|지난|저번|이번|전|금)\s{{0,3}}주(?![시대역민권식])\s{{0,3}}(?:{_WEEKDAY}|말까지|말|초)?",
            relative_week,
        ),
        (
            rf"(?:다음|담|매)\s{{0,3}}주(?:\s{{0,3}}{_WEEKDAY})?|(?:next|every|coming)\s+(?:week|month|year|\w+day)",
            no_day,
        ),
        (rf"(?P<which>last|this) week(?:'s)?(?:\s+{_ENGLISH_WEEKDAY})?", relative_week),
        (rf"(?:지난|저번)\s{{0,3}}{_WEEKDAY}", weekday_before),
        (rf"(?:(?<![a-z])(?:last|on|past|as of)\s+|{_LIMIT}){_ENGLISH_WEEKDAY}", weekday_before),
        (rf"{_WEEKDAY}(?={_AS_OF})|^\s{{0,3}}{_WEEKDAY.replace('weekday', 'first')}(?=\s)", weekday_before),
        (
            r"지난\s{0,3}연말|연말(?=\s{0,3}(?:기준|당시|시점|현재))"
            r"|(?:at|as of|by|since|until|before)\s+(?:the\s+)?(?:year[\s-]?end|end of (?:the\s+|last\s+)?year)",
            year_end,
        ),
        (
            r"(?<![\d.])(?P<year>20\d\d)\s{0,3}년?\s{0,3}(?:연말|말|(?=(?:기준|까지|에|엔|당시|시점)))"
            r"|(?:the\s+)?(?:end of|in|during|by|as of|back in)\s+(?:the end of\s+)?(?P<year_2>20\d\d)(?![\d.\-/])",
            whole_year,
        ),
        (
            rf"(?:(?:on|as of)\s+|{_LIMIT})the\s+(?P<day>\d{{1,2}})(?:st|nd|rd|th)"
            r"(?![a-z]|\s+(?:of|team|place|round))",
            day_of_month,
        ),
        (rf"(?P<native>{'|'.join(NATIVE_DAYS)})\s{{0,3}}전", time_ago),
        (
            rf"(?P<number>\d{{1,3}}|(?<![가-힣])(?:{_NUMBER}))\s{{0,3}}(?P<unit>일|주일|주|달|개월|년|해)\s{{0,3}}전",
            time_ago,
        ),
        (
            rf"(?P<number>\d{{1,3}}|(?<![a-z])(?:{_NUMBER}))\s+(?P<unit>day|week|month|year)s?\s+(?:ago|earlier|back)",
            time_ago,
        ),
        (rf"(?:the\s+)?(?P<word>{'|'.join(RELATIVE_DAYS)})", relative_day),
        (r"(?:오늘|금일)\s{0,3}(?:자|기준|까지|현재|시점)|as of (?:today|now)", this_day),
    )
)
