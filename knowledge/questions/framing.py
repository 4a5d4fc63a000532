"""What frames a question and is no part of it: greetings, connectives, pleas, laughter, pictures, thanks."""

import re
from typing import Final

_SYMBOL: Final = r"[^\w\s\ue000-\uf8ff\x00-\x7f]"
_KOREAN: Final = (
    r"(?<![가-힣])(?:(?:안녕|하이|ㅎㅇ|헬로|할로|반갑|반가|실례|수고|고생|죄송|미안|굿모닝|좋은\s?(?:아침|하루|저녁))[가-힣]{0,5}"
    r"|혹시나?|근데|그런데|그럼|그러면|그래서|그리고|아니|저기요?|있잖아요?|급함|급해요?|급합니다|급질|질문(?:이요|있어요|드립니다)?|ㅈㅅ)"
    r"(?![가-힣])"
)
_ENGLISH: Final = (
    r"\b(?:hi|hiya|hello|hey|yo|howdy|greetings|good\s(?:morning|afternoon|evening|day)|so|ok|okay|well|and|but|then|also|umm?"
    r"|excuse me|sorry(?: to bother(?: you)?)?|pls|plz|please|asap|quick (?:question|one)|there|guys)\b"
)
_THANKS: Final = (
    r"(?:(?:정말|미리|너무|매우)?\s*(?:감사|고맙|고마워|땡큐)[가-힣]*"
    r"|\b(?:(?:many |much )?thanks?(?: you| a lot| in advance| so much)?|thx|ty|cheers)\b)"
)
OPENING: Final = re.compile(rf"{_KOREAN}|{_ENGLISH}|[ㅋㅎㅠㅜㄷ]{{2,}}|{_SYMBOL}")
CLOSING: Final = re.compile(rf"{_THANKS}[^\w\ue000-\uf8ff]*$")
GRATITUDE: Final = re.compile(_THANKS)


def without_frame(text: str) -> str:
    """A folded text, as long as before, with blanks for what opens it and for the thanks behind it."""
    return CLOSING.sub(_blank, OPENING.sub(_blank, text))


def is_thankful(text: str) -> bool:
    """Whether somebody says thank you."""
    return GRATITUDE.search(text) is not None


def _blank(match: re.Match[str]) -> str:
    return " " * len(match.group())
