"""The languages of the replies: one Protocol, one class each."""

from functools import cache

from bot.i18n.en import English
from bot.i18n.ko import Korean
from bot.i18n.phrases import Phrases
from knowledge.fields import Language
from knowledge.model import Members

TEAMS = Members()


@cache
def phrases(language: Language, members: Members = TEAMS) -> Phrases:
    """The sentences of a language; `members` says what a programme calls its teams."""
    return Korean(members.ko) if language == "ko" else English(members.en)
