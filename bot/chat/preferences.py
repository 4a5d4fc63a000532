"""In which language somebody is answered where the question shows none, and how one is chosen."""

import logging
import time
from collections import OrderedDict
from collections.abc import Mapping

from telegram import User

from bot.messages.talk import TALK, talk
from bot.rendering.reply import Button, Reply
from knowledge.errors import StoreError
from knowledge.fields import Language
from knowledge.question import Question
from knowledge.storage.chats import Chats

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


logger = logging.getLogger(__name__)

REMEMBERED = 2_000
"""People whose choice is kept in memory."""
REMEMBERED_SECONDS = 60.0
"""For how long: another process may have been told of another choice."""


class Preferences:
    """Everybody's language; `default` is that of the settings."""

    def __init__(self, chats: Chats, default: Language) -> None:
        self.default = default
        self._chats = chats
        self._known: OrderedDict[int, tuple[float, Language | None]] = OrderedDict()

    async def language(self, user: User | None) -> Language:
        """The language of somebody whose question shows none."""
        if user is None:
            return self.default
        return await self._chosen(user.id) or self.of_client(user)

    def of_client(self, user: User | None) -> Language:
        """The language that Telegram says somebody uses; all but Korean speakers are more likely to read English."""
        code = (user.language_code or "") if user is not None else ""
        if not code:
            return self.default
        return "ko" if code.lower().partition("-")[0] == "ko" else "en"

    async def for_question(self, user: User | None, question: Question) -> Language:
        """The language to fall back on in answering; asked for only where the question shows none."""
        return question.language or await self.language(user)

    async def choose(self, user: int, language: Language) -> None:
        """Keep somebody's choice; raises StoreError where it cannot be kept."""
        await self._chats.set_language(user, language)
        self._remember(user, language)

    async def _chosen(self, user: int) -> Language | None:
        at, language = self._known.get(user, (0.0, None))
        if time.monotonic() - at < REMEMBERED_SECONDS and user in self._known:
            return language
        try:
            language = (await self._chats.get(user)).language
        except StoreError as error:
            logger.debug("the choice of a language cannot be read: %s", error)
            return language
        self._remember(user, language)
        return language

    def _remember(self, user: int, language: Language | None) -> None:
        self._known[user] = time.monotonic(), language
        self._known.move_to_end(user)
        if len(self._known) > REMEMBERED:
            self._known.popitem(last=False)
