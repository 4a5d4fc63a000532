"""What editors are told, in both languages: one Protocol a subject, one class each."""

from collections.abc import Mapping

from bot.i18n.editing_steps import EditingSteps
from bot.i18n.editing_steps_en import EnglishEditingSteps
from bot.i18n.editing_steps_ko import KoreanEditingSteps
from knowledge.fields import Language

STEPS: Mapping[Language, EditingSteps] = {"ko": KoreanEditingSteps(), "en": EnglishEditingSteps()}


def editing_steps(language: Language) -> EditingSteps:
    """What the conversation with an editor says in a language."""
    return STEPS[language]
