"""A reply as one message that Telegram sends for us: an inline result, or the answer to a guest's question."""

from hashlib import blake2s

from telegram import InlineQueryResultArticle, InputTextMessageContent
from telegram.constants import ParseMode

from bot.asking import OVERVIEW_PAYLOAD, Asked, payload_of
from bot.messages.talk import talk
from bot.posting import NO_PREVIEW, buttons_markup
from bot.rendering.reply import Button, plain
from knowledge.answer import StanceAnswer

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
