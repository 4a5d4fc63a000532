"""`/language`: a choice of two buttons, each pressed for oneself."""

from bot.i18n.talking import TALK, talk
from bot.reply import Button, Reply
from knowledge.fields import Language

PREFIX = "language:"
"""How the data of a choice begins; the buttons of answers have one letter before their language."""


def language_reply(language: Language) -> Reply:
    """The question which language to answer in."""
    buttons = tuple(Button(label=each.own_name(), data=f"{PREFIX}{code}") for code, each in TALK.items())
    return Reply(parts=(talk(language).choose_language(),), buttons=(buttons,))


def chosen_language(data: str) -> Language | None:
    """The language that a pressed button chooses; None where it is no such button."""
    return next((code for code in TALK if data == f"{PREFIX}{code}"), None)
