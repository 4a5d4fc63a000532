"""Marks that ask what this record knew: 네가 … 답했어?, what did you say about KT on the 18th? (pure)."""

import re
from typing import Final

from knowledge.understanding.marks import blank

_BEFORE: Final = r"(?<![가-힣a-z0-9])"
_SELF: Final = re.compile(
    rf"{_BEFORE}(?:네가|니가|너는|넌|너도|너|당신(?:은|이)?|(?:이\s?)?(?:입장)?봇(?:은|이)?)(?![가-힣a-z0-9,])"
    rf"|{_BEFORE}(?:너|봇|여기)(?:한테|에게|에)(?=[^.?!]{{0,20}}물어\s?[봤보])"
    rf"|{_BEFORE}(?:네|니|너의|이|봇의|여기)\s?기록(?:에는|에|엔|은|이)?(?![가-힣])"
    rf"|{_BEFORE}(?:네|니|너의|봇의|여기)\s?(?:대답|답변|답)(?:은|이)?(?![가-힣])"
    rf"|{_BEFORE}여기서(?:는|도)?(?=.*(?:답|안내|알려))",
    re.IGNORECASE,
)
_KNEW: Final = (
    r"(?:뭐라고|뭐라|머라고|어떻게|뭘|뭐)?\s*(?:(?:대답|답변|답)(?:했|햇|한|해)\S*|알고\s?있(?:었|던)\S*|알았\S*|알던)"
    r"(?:\s?(?:내용|거|게|것)(?=\s|이|은|$))?"
)
_ANSWERED: Final = re.compile(
    rf"{_KNEW}|물어\s?[봤보]\S*(?:\s?때)?"
    r"|말(?:했|한)\S*|알려\s?(?:줬|준)\S*|(?:알려\s?|내놓|내\s?)?준\s?(?:[가-힣]+\s?)?(?:답|정보)\S*|안내(?:했|한)\S*|(?:전해|소개해)\s?(?:줬|준)\S*|파악(?:했|한|하고)\S*(?:\s?있\S*)?"
    r"|(?:어떻다|뭐라|다|라)고\s?봤\S*|(?:뭐라|머라|어떻|라|다)고?\s?(?:했|햇|그랬|하)\S*|돼\s?있\S*"
    r"|되어\s?있\S*|알고\s?있\S*|적혀\s?있\S*|나와\s?있\S*"
)
_KNEW_ALONE: Final = re.compile(_KNEW)
_OWN_ANSWER: Final = re.compile(rf"{_BEFORE}(?:네|니|너의|봇의|여기)\s?(?:대답|답변|답)(?:은|이)?(?![가-힣])")
_OTHERWISE: Final = re.compile(r"는지|은지|알기로|알기에|보기에|보기엔|생각에|생각엔")
"""What asks somebody addressed for their knowledge of today: 카카오가 18일에 뭐라고 했는지 알아?"""
_BOT: Final = r"(?:you|u|ipjang|(?:this|the)\s+bot|(?:the|your)\s+records?)"
_VERB: Final = (
    r"(?:say(?:ing)?|said|answer(?:ed|ing)?|reply|replied|know|known|tell(?:ing)?|told|think|thought|believed?"
    r"|have(?:\s+(?:said|answered|known|told|replied|listed))?|list(?:ed)?|record(?:ed)?|gi(?:ve|ven)|report(?:ed)?|heard|show(?:n|ed)?|state[d]?|mention(?:ed)?)"
)
_ENGLISH: Final = re.compile(
    rf"\b(?:did|had|has|have|would|were|was)\s+{_BOT}\s+(?:already\s+|really\s+|actually\s+|ever\s+)?{_VERB}\b(?:\s+(?:me|us|people|as)\b)?"
    rf"|\b(?:as\s+far\s+as|according\s+to\s+what|from\s+what|what)\s+{_BOT}\s+(?:knew|had|said|recorded)\b"
    r"|\b(?:your|(?:this|the)\s+bot['’]?s)\s+(?:answer|reply|response|records?|info(?:rmation)?|understanding)\b"
    r"|\b(?:would|was|were)\s+(?:i|we|people)\s+(?:have\s+been\s+)?told\b"
    r"|\bwas\s+known\s+here\b",
    re.IGNORECASE,
)
_LISTED: Final = re.compile(r"\blisted\b", re.IGNORECASE)
_THEN: Final = re.compile(
    r"그때|그땐|그\s?당시|당시|그날|\b(?:then|at\s+(?:the|that)\s+time|that\s+day|on\s+that\s+day)\b", re.IGNORECASE
)

WHEN_LEARNT: Final = (
    r"언제\s?(?:알았|알게|등록|기록)\S*"
    r"|when\sdid\s(?:you|this\sbot|the\sbot)\s(?:first\s)?(?:learn|find\sout|know|hear|record|add)(?:\s(?:about|of))?"
)
"""What asks when something came on record, which the source view tells."""


def without_marks(text: str, *, names_team: bool) -> str | None:
    """The text with blanks in the place of what asks for this record's own past; None where nothing does.

    What a team said is asked by the same verbs (`카카오가 뭐라고 답했어?`): where it is named, so is whoever answered.
    """
    english = _ENGLISH.sub(blank, text)
    if english != text:
        return _LISTED.sub(blank, english)
    if _OTHERWISE.search(text):
        return None
    is_marked = _SELF.search(text) and (_ANSWERED.search(text) or _OWN_ANSWER.search(text))
    if not is_marked and (names_team or not _KNEW_ALONE.search(text)):
        return None
    return _ANSWERED.sub(blank, _SELF.sub(blank, text))


def points_at_then(text: str) -> bool:
    """True for words that point at a day named before: 그때, back then."""
    return _THEN.search(text) is not None
