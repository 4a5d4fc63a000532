"""`/language`: a choice of two buttons, each pressed for oneself; `/language ko` chooses at once."""

from collections.abc import Mapping

from bot.messages.talk import TALK, talk
from bot.rendering.reply import Button, Reply
from knowledge.fields import Language

PREFIX = "language:"
"""How the data of a choice begins; the buttons of answers have one letter before their language."""
NAMED: Mapping[str, Language] = {
    "ko": "ko", "kr": "ko", "kor": "ko", "korean": "ko", "한국어": "ko", "한국말": "ko", "한글": "ko", "국문": "ko",
    "en": "en", "eng": "en", "us": "en", "english": "en", "영어": "en", "영문": "en",
}  # fmt: skip
"""What people type behind the command."""


def language_reply(language: Language) -> Reply:
    """The question which language to answer in."""
    buttons = tuple(Button(label=each.own_name(), data=f"{PREFIX}{code}") for code, each in TALK.items())
    return Reply(parts=(talk(language).choose_language(),), buttons=(buttons,))


def chosen_language(data: str) -> Language | None:
    """The language that a pressed button chooses; None where it is no such button."""
    return next((code for code in TALK if data == f"{PREFIX}{code}"), None)


def named_language(words: str) -> Language | None:
    """The language that is typed behind the command; None where it names none that is spoken here."""
    return NAMED.get(words.strip().strip(".!").removesuffix("로").lower())
