"""Offering to record what an editor forwarded or pasted: an article alone, a sentence beside the ordinary answer."""

import logging
import re
from collections.abc import Sequence
from dataclasses import replace

from bot.article_fetch import NotFetchedError
from bot.editing import article_list, talking
from bot.editing.answers import from_source
from bot.editing.articles import clipped_of, last_article, remember, with_parts_before
from bot.editing.clipping import Clipping, clip
from bot.editing.conversation import begin
from bot.editing.desk import Desk
from bot.editing.draft import Draft, Step
from bot.editing.offers import Clipped, Pasted, Proposed, kept_offer
from bot.editing.saving import offer_buttons
from bot.editing.sentences import is_article, sentences, tells
from bot.editing.step_views import told
from bot.editing.visit import Visit
from bot.i18n.article import article_messages
from bot.i18n.editing import editing_steps
from bot.rendering.reply import Reply, blockquote, bold, escape, split
from knowledge.articles.page import Page
from knowledge.fields import Language

logger = logging.getLogger(__name__)

_LINK = re.compile(r"https?://\S{3,2000}", re.IGNORECASE)


async def offer(visit: Visit) -> None:
    """Offer to record a sentence that names a team; nothing for any other message."""
    if visit.message is None:
        return
    clipping = clip(visit.message, visit.desk())
    if clipping is not None:
        await _show(visit, clipping)


async def take_article(visit: Visit, *, text: str | None = None, page: Page | None = None) -> bool:
    """Offer the statements that an article makes, and nothing else for it; false where a message is no article.

    A part that Telegram cut off the message before is read together with it, and offered in its place. `text` is the
    text of a file, and `page` what its markup says of it.
    """
    if visit.message is None or not (text or visit.text).strip():
        return False
    if text is None and _LINK.fullmatch(visit.text.strip()):
        return await _take_link(visit)
    before = await last_article(visit)
    if before is not None and before.message == visit.message.message_id and text is None and before.shown:
        return True  # delivered twice: it was offered
    whole = text if text is not None else await with_parts_before(visit)
    is_joined = text is None and whole != visit.text
    if not is_joined and page is None and not is_article(whole) and not _is_page(whole):
        return False
    reading, proposed = await article_list.read(whole, page, visit.message, visit.desk())
    if proposed is not None:
        await _show_article(visit, proposed, before if is_joined else None)
        return True
    await remember(visit, whole, None)
    word = article_messages(visit.language).empty[reading.empty or "no_stance"]
    await visit.post(Reply(parts=(escape(word),)))
    return True


async def _take_link(visit: Visit) -> bool:
    """Fetch the article at a bare address, where the settings allow its host; else ask for the text."""
    said, fetcher = article_messages(visit.language), visit.office.fetcher
    if fetcher is None:
        await visit.post(Reply(parts=(escape(said.send_text),)))
        return True
    try:
        page = await fetcher.page(visit.text.strip())
    except NotFetchedError as error:
        logger.info("an address was not read: %s", error)
        await visit.post(Reply(parts=(escape(said.send_text if error.is_forbidden else said.not_fetched),)))
        return True
    return await take_article(visit, text=page.text, page=page)


def _is_page(text: str) -> bool:
    """True if a text stands as on a page: a title, a date or a link on lines of their own around what it states."""
    lines = [line for line in text.split("\n") if line.strip()]
    return len(lines) > 2 and any(map(tells, sentences(text)))


async def _show_article(visit: Visit, proposed: Proposed, before: Pasted | None) -> None:
    """Show an article's statements; where the message before was its first part, in the place of what that offered."""
    earlier = await kept_offer(visit, before.offer) if before is not None and before.offer is not None else None
    if isinstance(earlier, Proposed):
        proposed = article_list.with_states_of(proposed, earlier)
    token = await remember(visit, proposed.text, proposed) or ""
    reply = article_list.shown(proposed, token, visit.desk(), visit.language)
    numbers = await visit.outlet.repost(before.shown, reply) if before is not None else await visit.post(reply)
    await remember(visit, proposed.text, proposed, numbers)


async def _show(visit: Visit, clipping: Clipping) -> None:
    """Show what may be recorded from a sentence or two."""
    token = await remember(visit, clipping.text, clipped_of(clipping))
    said, desk = editing_steps(visit.language), visit.desk()
    source = _source_of(clipping.drafts[0], desk, visit.language)
    heading = (bold(said.offer(len(clipping.drafts))), *map(escape, filter(None, [source])))
    parts = split([heading, *(_read(draft, desk, visit.language) for draft in clipping.drafts)])
    await visit.post(Reply(parts=parts, buttons=offer_buttons(token or "", Clipped(drafts=clipping.drafts), visit)))


async def accept(visit: Visit, clipped: Clipped, token: str, option: int | None) -> bool:
    """Begin the conversation with what was read, below the offers, which stay; false where there is no such button."""
    if option is None or option >= len(clipped.drafts):
        return False
    desk = visit.desk()
    draft = clipped.drafts[option]
    draft = draft.model_copy(update={"article": token, "text": clipped.text or draft.text})
    if clipped.source in desk.facts.sources and clipped.source is not None:
        draft = from_source(draft, clipped.source, desk)
    await talking.start(replace(visit, is_press=False), begin(draft, desk))
    return True


def _read(draft: Draft, desk: Desk, language: Language) -> Sequence[str]:
    """Team and stance as far as they were read, and the sentence."""
    known = [told(draft, step, desk, language) for step in (Step.TEAM, Step.STANCE)]
    return [escape(" · ".join(part for part in known if part)), blockquote(draft.quote or "")]


def _source_of(draft: Draft, desk: Desk, language: Language) -> str | None:
    """What was read of the source, which is the same for all sentences of a message."""
    is_read = draft.publisher or draft.published or draft.url
    return told(draft, Step.SOURCE, desk, language) if is_read else None
