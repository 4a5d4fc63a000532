"""Inline mode: while somebody types, each thing that they may mean as a complete message with its source."""

import asyncio
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, islice

from telegram import InlineQueryResultsButton, Update

from bot.articles import article
from bot.asking import HELP_PAYLOAD, Asked, Asking
from bot.beginnings import Beginnings, stances_of, teams_of
from bot.messages.talk import talk
from bot.preferences import Preferences
from bot.telegram.application import Context
from bot.telling.told import ToldLog
from knowledge.answer import ListAnswer
from knowledge.facts import Facts
from knowledge.fields import Language
from knowledge.question import Intent, Question

CACHE_SECONDS = 5
"""For which Telegram may show the same results again: a correction shows within them. Its own default is 300."""
MOST = 12
"""Results at a time: more than anyone reads."""
ANSWERED = ("stance", "list", "overview", "history")


@dataclass(frozen=True, slots=True)
class Index:
    """What can be suggested, by how it begins; `facts` is what it was made of."""

    facts: Facts
    teams: Beginnings
    stances: Beginnings

    @classmethod
    def of(cls, facts: Facts) -> "Index":
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
    index: Index | None = None

    async def chosen(self, update: Update, context: Context) -> None:
        """Note where a chosen answer went: Telegram tells it where /setinlinefeedback is on at @BotFather."""
        chosen = update.chosen_inline_result
        if chosen is None or chosen.inline_message_id is None or self.told is None:
            return
        language = await self.preferences.language(chosen.from_user)
        for asked in islice(suggestions(self.asking, await self._index(), chosen.query, language), MOST):
            if article(asked, context.bot.username).id == chosen.result_id:
                self.told.given_inline(asked, chosen.inline_message_id)
                return

    async def queried(self, update: Update, context: Context) -> None:
        """Show what a text typed behind the bot's name may mean."""
        query = update.inline_query
        if query is None:
            return
        language = await self.preferences.language(query.from_user)
        suggested = list(islice(suggestions(self.asking, await self._index(), query.query, language), MOST))
        results = {each.id: each for each in (article(asked, context.bot.username) for asked in suggested)}
        button = InlineQueryResultsButton(talk(language).ask_privately(), start_parameter=HELP_PAYLOAD)
        await query.answer(
            list(results.values()),
            cache_time=CACHE_SECONDS,
            is_personal=True,
            button=None if results else button,
        )

    async def _index(self) -> Index:
        facts = self.asking.snapshot.facts
        if self.index is None or (self.index.facts is not facts and not self.index.serves(facts)):
            # In a thread: the names of a hundred thousand teams take seconds, and answers go on meanwhile.
            self.index = await asyncio.to_thread(Index.of, facts)
        return self.index


def suggestions(asking: Asking, index: "Index", text: str, language: Language) -> Iterator[Asked]:
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
