"""What editors are told, in both languages: one Protocol a subject, one class each."""

from collections.abc import Mapping

from bot.i18n.editing_changes import EditingChanges
from bot.i18n.editing_changes_en import EnglishEditingChanges
from bot.i18n.editing_changes_ko import KoreanEditingChanges
from bot.i18n.editing_lists import EditingLists
from bot.i18n.editing_lists_en import EnglishEditingLists
from bot.i18n.editing_lists_ko import KoreanEditingLists
from bot.i18n.editing_steps import EditingSteps
from bot.i18n.editing_steps_en import EnglishEditingSteps
from bot.i18n.editing_steps_ko import KoreanEditingSteps
from knowledge.fields import Language

STEPS: Mapping[Language, EditingSteps] = {"ko": KoreanEditingSteps(), "en": EnglishEditingSteps()}

CHANGES: Mapping[Language, EditingChanges] = {"ko": KoreanEditingChanges(), "en": EnglishEditingChanges()}

LISTS: Mapping[Language, EditingLists] = {"ko": KoreanEditingLists(), "en": EnglishEditingLists()}


def editing_steps(language: Language) -> EditingSteps:
    """What the conversation with an editor says in a language."""
    return STEPS[language]


def editing_changes(language: Language) -> EditingChanges:
    """What is said about a change in a language."""
    return CHANGES[language]


def editing_lists(language: Language) -> EditingLists:
    """Lists, documents and usage in a language."""
    return LISTS[language]
