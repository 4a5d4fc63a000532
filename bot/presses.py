"""Pressed buttons: each is answered once, and the message that it stands under is edited in place."""

from dataclasses import dataclass

from telegram import CallbackQuery, Message, Update

from bot.asking import BOARD_PAYLOAD, TIMELINE_PAYLOAD, Asked, Asking, payload_of
from bot.conversing import of_answer
from bot.languages import chosen_language
from bot.messages.talk import talk
from bot.pictures import Pictures
from bot.posting import place_of, replace_inline, replace_pressed
from bot.preferences import Preferences
from bot.recent import Steps
from bot.rendering.keyboards import PICTURED, Press, Verb
from bot.rendering.reply import Reply
from bot.telegram.application import Context
from bot.telling.following import Following
from bot.telling.subscriptions import FOLLOW_VERBS
from bot.telling.told import ToldLog
from knowledge.fields import Language
from knowledge.question import Intent, Question


@dataclass(frozen=True, slots=True)
class Presses:
    """The handler of every button that is not an editor's."""

    asking: Asking
    preferences: Preferences
    steps: Steps
    pictures: Pictures
    following: Following | None = None
    told: ToldLog | None = None

    async def pressed(self, update: Update, context: Context) -> None:
        """Answer a press, and show what it asks for."""
        query = update.callback_query
        if query is None:
            return
        language = chosen_language(query.data or "")
        if language is not None:
            await self._choose(query, context, language)
            return
        press = Press.parse(query.data or "")
        if press is None:
            await query.answer(talk(await self.preferences.language(query.from_user)).not_ours())
            return
        if press.verb in FOLLOW_VERBS and self.following is not None:
            await self.following.pressed(query, press, context.bot)
            return
        asked = self.asking.press(press)
        if asked is None:
            await self._outdated(query, context, press)
            return
        if press.verb in PICTURED:
            await self._picture(query, context, press, asked)
            return
        await query.answer()
        reply = asked.reply
        if self.following is not None and isinstance(query.message, Message):
            reply = self.following.marked(reply, query.message)
        await _show(query, context, reply)
        self._remember(query, asked)
        if self.told is not None and query.inline_message_id is not None:
            self.told.given_inline(asked, query.inline_message_id)
        elif self.told is not None and query.message is not None:
            place = place_of(query.message)
            self.told.given(asked, place.chat, place.thread, (query.message.message_id,))

    async def _picture(self, query: CallbackQuery, context: Context, press: Press, asked: Asked) -> None:
        """Send a picture below the message; from where the bot can send nothing, lead to where it can."""
        message = query.message
        if message is None:
            payload = (
                BOARD_PAYLOAD if press.verb is Verb.PICTURE else TIMELINE_PAYLOAD + payload_of(press.subject or "")
            )
            await query.answer(url=f"https://t.me/{context.bot.username}?start={payload}")
            return
        await query.answer()
        place = place_of(message)
        sent = await self.pictures.post(context.bot, place, asked, self.asking.snapshot.facts, press.page)
        self._remember(query, asked)
        if self.told is not None:
            self.told.given(asked, place.chat, place.thread, sent)

    def _remember(self, query: CallbackQuery, asked: Asked) -> None:
        """What was pressed was asked: `왜?` may follow, from who pressed or in reply to the message."""
        if query.message is None:
            return
        chat, now = query.message.chat.id, self.asking.clock()
        person = (chat, query.from_user.id)
        step = asked.step(self.steps.before(person, now))
        for key in (person, of_answer(chat, query.message.message_id)):
            self.steps.keep(key, now, step)

    async def _choose(self, query: CallbackQuery, context: Context, language: Language) -> None:
        await self.preferences.choose(query.from_user.id, language)
        await query.answer(talk(language).language_chosen())
        if query.message is not None and query.message.chat.id == query.from_user.id:
            await _show(query, context, Reply(parts=(talk(language).language_chosen(),)))

    async def _outdated(self, query: CallbackQuery, context: Context, press: Press) -> None:
        """The record no longer knows what the button is about: say so, and show how everything stands now."""
        await query.answer(talk(press.language).outdated())
        now = self.asking.answer(Question(text="", intent=Intent.OVERVIEW), press.language)
        await _show(query, context, now.reply)


async def _show(query: CallbackQuery, context: Context, reply: Reply) -> None:
    if query.inline_message_id is not None:
        await replace_inline(context.bot, query.inline_message_id, reply)
    elif query.message is not None:
        await replace_pressed(context.bot, query.message, reply)
