"""The languages of the replies: one Protocol, one class each."""

from collections.abc import Mapping

from bot.i18n.en import English
from bot.i18n.ko import Korean
from bot.i18n.phrases import Phrases
from knowledge.fields import Language

PHRASES: Mapping[Language, Phrases] = {"ko": Korean(), "en": English()}


def phrases(language: Language) -> Phrases:
    """The sentences of a language."""
    return PHRASES[language]
