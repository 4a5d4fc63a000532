"""Inline mode: while somebody types, each thing that they may mean as a complete message with its source."""

import asyncio
from bisect import bisect_left
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from hashlib import blake2s
from itertools import chain, islice, takewhile

from telegram import InlineQueryResultArticle, InlineQueryResultsButton, InputTextMessageContent, Update
from telegram.constants import ParseMode

from bot.chat.asking import HELP_PAYLOAD, OVERVIEW_PAYLOAD, Asked, Asking, payload_of
from bot.chat.notes import Preferences
from bot.chat.posting import NO_PREVIEW, buttons_markup
from bot.messages.talk import talk
from bot.rendering.reply import Button, plain
from bot.telegram.application import Context
from bot.telling.told import ToldLog
from knowledge.answer import ListAnswer, StanceAnswer
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.question import Intent, Question
from knowledge.text.hangul import keystrokes
from knowledge.text.normalise import compact_core

SHOWN_LENGTH = 160
"""Characters of a description: two lines in the list of results."""


def article(asked: Asked, bot: str) -> InlineQueryResultArticle:
    """An answer as a complete message, with a button that goes on in a private chat with `bot`."""
    title, description = _shown_in_list(asked)
    return InlineQueryResultArticle(
        id=blake2s(asked.reply.parts[0].encode("utf-8", "replace"), digest_size=16).hexdigest(),
        title=title,
        description=description or None,
        input_message_content=InputTextMessageContent(
            asked.reply.parts[0], parse_mode=ParseMode.HTML, link_preview_options=NO_PREVIEW
        ),
        reply_markup=buttons_markup((*asked.reply.buttons, (private_chat(asked, bot),))),
    )


def _shown_in_list(asked: Asked) -> tuple[str, str]:
    """The title and the description of a result: the reply's first line and the rest; of several teams, their names."""
    text, answer = plain(asked.reply.parts[0]), asked.answer
    title, _, rest = text.partition("\n")
    if isinstance(answer, StanceAnswer) and len(answer.standings) > 1:
        title, rest = ", ".join(each.team.names.official(answer.language) for each in answer.standings), text
    return title[:SHOWN_LENGTH], " ".join(rest.split())[:SHOWN_LENGTH]


def private_chat(asked: Asked, bot: str) -> Button:
    """The button that opens the private chat, at the team that was asked about where there is one."""
    answer = asked.answer
    alone = isinstance(answer, StanceAnswer) and len(answer.standings) == 1
    payload = (
        payload_of(answer.standings[0].team.id) if isinstance(answer, StanceAnswer) and alone else OVERVIEW_PAYLOAD
    )
    return Button(label=talk(answer.language).continue_privately(), url=f"https://t.me/{bot}?start={payload}")


MOST_FORMS = 200
"""Names that are looked at: a single key may begin thousands."""


class PrefixIndex:
    """Names by the keys that type them, in order; those of one version of the record."""

    def __init__(self, names: Iterable[tuple[str, str]]) -> None:
        """Take pairs of a name and the id or code that it belongs to."""
        self._keys = sorted((typed_keys(name), owner) for name, owner in names)

    def with_keys(self, text: str) -> Iterator[str]:
        """The owners of names that begin with the keys of a text, each once; the shortest names come first."""
        keys = typed_keys(text)
        begin = bisect_left(self._keys, (keys, "")) if keys else len(self._keys)
        found = takewhile(lambda each: each[0].startswith(keys), islice(self._keys, begin, begin + MOST_FORMS))
        yield from dict.fromkeys(owner for _, owner in sorted(found, key=lambda each: len(each[0])))


def typed_keys(text: str) -> str:
    """The keys that type a name or the beginning of one."""
    return keystrokes(compact_core(text)) if text.strip() else ""


def teams_of(facts: Facts) -> PrefixIndex:
    """The beginnings of every team's names."""
    return PrefixIndex((name, team.id) for team in facts.teams.values() for name in team.names.every)


def stances_of(facts: Facts) -> PrefixIndex:
    """The beginnings of the labels and words of every stance."""
    return PrefixIndex(
        (word, stance.code)
        for stance in facts.stances.values()
        for word in (stance.label.ko, stance.label.en, *stance.words.ko, *stance.words.en)
    )


CACHE_SECONDS = 5
"""For which Telegram may show the same results again: a correction shows within them. Its own default is 300."""
MOST_RESULTS = 12
"""Results at a time: more than anyone reads."""
ANSWERED = ("stance", "list", "overview", "history")


@dataclass(frozen=True, slots=True)
class SuggestionIndex:
    """What can be suggested, by how it begins; `facts` is what it was made of."""

    facts: Facts
    teams: PrefixIndex
    stances: PrefixIndex

    @classmethod
    def of(cls, facts: Facts) -> "SuggestionIndex":
        """The index of one version of the record."""
        return cls(facts, teams_of(facts), stances_of(facts))

    def serves(self, facts: Facts) -> bool:
        """Whether no name or stance has changed since."""
        return self.facts.teams == facts.teams and self.facts.stances == facts.stances


@dataclass(slots=True)
class Inline:
    """The handler of inline queries."""

    asking: Asking
    preferences: Preferences
    told: ToldLog | None = None
    index: SuggestionIndex | None = None

    async def chosen(self, update: Update, context: Context) -> None:
        """Note where a chosen answer went: Telegram tells it where /setinlinefeedback is on at @BotFather."""
        chosen = update.chosen_inline_result
        if chosen is None or chosen.inline_message_id is None or self.told is None:
            return
        language = await self.preferences.language(chosen.from_user)
        for asked in islice(suggestions(self.asking, await self._index(), chosen.query, language), MOST_RESULTS):
            if article(asked, context.bot.username).id == chosen.result_id:
                self.told.given_inline(asked, chosen.inline_message_id)
                return

    async def queried(self, update: Update, context: Context) -> None:
        """Show what a text typed behind the bot's name may mean."""
        query = update.inline_query
        if query is None:
            return
        language = await self.preferences.language(query.from_user)
        suggested = list(islice(suggestions(self.asking, await self._index(), query.query, language), MOST_RESULTS))
        results = {each.id: each for each in (article(asked, context.bot.username) for asked in suggested)}
        button = InlineQueryResultsButton(talk(language).ask_privately(), start_parameter=HELP_PAYLOAD)
        await query.answer(
            list(results.values()),
            cache_time=CACHE_SECONDS,
            is_personal=True,
            button=None if results else button,
        )

    async def _index(self) -> SuggestionIndex:
        facts = self.asking.snapshot.facts
        if self.index is None or (self.index.facts is not facts and not self.index.serves(facts)):
            # In a thread: the names of a hundred thousand teams take seconds, and answers go on meanwhile.
            self.index = await asyncio.to_thread(SuggestionIndex.of, facts)
        return self.index


def suggestions(asking: Asking, index: "SuggestionIndex", text: str, language: Language) -> Iterator[Asked]:
    """What a text may mean, the likeliest first: its answer, the teams and the stances that begin like it."""
    question = asking.read(text, "inline")
    language = question.language or language
    if not text.strip():
        yield from _everything(asking, language)
        return
    asked = asking.answer(question, language)
    if asked.answer.kind in ANSWERED:
        yield asked
    several = question.teams if len(question.teams) > 1 else ()
    near = [candidate.team for candidate in question.finding.candidates]
    for team in dict.fromkeys(chain(several, near, index.teams.with_keys(text))):
        yield asking.answer(Question(text="", intent=Intent.STANCE, teams=(team,)), language)
    for stance in index.stances.with_keys(text):
        yield asking.answer(Question(text="", intent=Intent.LIST, stances=(stance,)), language)


def _everything(asking: Asking, language: Language) -> Iterator[Asked]:
    """Before anything is typed: how everybody stands, and who holds each stance that somebody holds."""
    yield asking.answer(Question(text="", intent=Intent.OVERVIEW), language)
    for stance in asking.snapshot.facts.stances:
        asked = asking.answer(Question(text="", intent=Intent.LIST, stances=(stance,)), language)
        if isinstance(asked.answer, ListAnswer) and any(group.standings for group in asked.answer.groups):
            yield asked
