"""The article that an editor sent last: its parts as one text, and its offers, which live until they are used."""

from telegram import Message, MessageOriginChannel

from bot.editing.clipping import Clipping
from bot.editing.offers import OFFERED, Clipped, Pasted, Proposed, derived, keep, kept_offer
from bot.editing.sentences import tells
from bot.editing.visit import Visit
from bot.rendering.reply import utf16_length
from knowledge.fields import SOURCE_TEXT_LENGTH

FOLLOWS_WITHIN = 5
"""Seconds after which a message is no longer the next part of the one before: an app sends all parts at once."""
FULL_PART = 2048
"""UTF-16 units from which a message may have a next part: apps cut at a line's end in the second half of 4,096."""
TELEGRAM_LIMIT = 4096


async def last_article(visit: Visit) -> Pasted | None:
    """The article that the editor sent last."""
    kept = await kept_offer(visit, _token(visit))
    return kept if isinstance(kept, Pasted) else None


async def with_parts_before(visit: Visit) -> str:
    """The text of a message behind the parts that Telegram cut off it: whole, where it is the last of several."""
    before = await last_article(visit)
    if before is not None and visit.message is not None and before.message == visit.message.message_id:
        return before.text  # delivered again: it was joined already
    if before is None or visit.message is None or not _follows(before, visit.message):
        return visit.text
    joined = f"{before.text}{_between(before.last_part, visit.text)}{visit.text}"
    return joined if len(joined) <= SOURCE_TEXT_LENGTH else visit.text


async def remember(
    visit: Visit, text: str, offers: Clipped | Proposed | None, shown: tuple[int, ...] = ()
) -> str | None:
    """Keep an article, and give the token of its offers; those of its first part become those of the whole."""
    before = await last_article(visit)
    is_joined = before is not None and text != visit.text
    token = before.offer if before is not None and is_joined else None
    if isinstance(offers, Clipped) and token is not None:
        earlier = await kept_offer(visit, token)
        offers = offers.model_copy(update={"recorded": earlier.recorded if isinstance(earlier, Clipped) else ()})
    if offers is not None:
        token = await keep(visit, offers, lasting=OFFERED, token=token)
    if visit.message is not None:
        number, at = visit.message.message_id, int(visit.message.date.timestamp())
        pasted = Pasted(text=text, last_part=visit.text, message=number, at=at, offer=token, shown=shown)
        await keep(visit, pasted, lasting=OFFERED, token=_token(visit))
    return token


def clipped_of(clipping: Clipping | None) -> Clipped | None:
    """What was read of a message as offers that can be kept: the text once, beside the drafts."""
    if clipping is None:
        return None
    drafts = tuple(draft.model_copy(update={"text": None}) for draft in clipping.drafts)
    return Clipped(drafts=drafts, text=clipping.text)


def _token(visit: Visit) -> str:
    return derived(f"{visit.user}:{visit.chat}", "article")


def _follows(before: Pasted, message: Message) -> bool:
    """True if a message may be the next part of the one before: that was long, and this came at once."""
    if utf16_length(before.last_part) < FULL_PART or message.message_id <= before.message:
        return False
    origin = message.forward_origin
    if origin is not None and not isinstance(origin, MessageOriginChannel):
        return False
    return 0 <= message.date.timestamp() - before.at <= FOLLOWS_WITHIN


def _between(part: str, following: str) -> str:
    """What stood between two parts: apps take the blank away at which they cut."""
    if part[-1:].isspace() or following[:1].isspace():
        return ""
    if tells(part):
        return "\n"
    return "" if utf16_length(part) >= TELEGRAM_LIMIT else " "
