"""The languages of Talk."""

from collections.abc import Mapping

from bot.i18n.talk import Talk
from bot.i18n.talk_en import EnglishTalk
from bot.i18n.talk_ko import KoreanTalk
from knowledge.fields import Language

TALK: Mapping[Language, Talk] = {"ko": KoreanTalk(), "en": EnglishTalk()}


def talk(language: Language) -> Talk:
    """What the bot says of itself in a language."""
    return TALK[language]
