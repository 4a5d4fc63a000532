"""Offering to record what an editor forwarded or pasted, beside the ordinary answer."""

from collections.abc import Iterator, Sequence

from bot.editing import talking
from bot.editing.clipping import clip
from bot.editing.desk import Desk
from bot.editing.draft import Draft, Step
from bot.editing.offers import Clipped, keep
from bot.editing.step_views import rows, told
from bot.editing.tokens import press_data
from bot.editing.visit import Visit
from bot.i18n.editing import editing_steps
from bot.markup import blockquote, bold, escape
from bot.reply import Button, Reply
from bot.splitting import split
from bot.stances import name
from knowledge.fields import Language


async def offer(visit: Visit) -> None:
    """Offer to record a message that names a team in a sentence; nothing for any other message."""
    if visit.message is None:
        return
    desk = visit.desk()
    clipping = clip(visit.message, desk)
    if clipping is None:
        return
    token = await keep(visit, Clipped(drafts=clipping.drafts))
    said = editing_steps(visit.language)
    labels = (said.record_for(name(desk.facts.teams[team], visit.language)) for team in clipping.teams)
    buttons = (Button(label=label, data=press_data(token, place)) for place, label in enumerate(labels))
    read = [_read(draft, desk, visit.language) for draft in clipping.drafts]
    parts = split([(bold(said.offer(len(clipping.drafts))),), *read])
    await visit.post(Reply(parts=parts, buttons=tuple(rows(buttons, 2))))


async def accept(visit: Visit, clipped: Clipped, option: int | None) -> bool:
    """Begin the conversation with what was read; false where there is no such button."""
    if option is None or option >= len(clipped.drafts):
        return False
    await talking.start(visit, clipped.drafts[option])
    return True


def _read(draft: Draft, desk: Desk, language: Language) -> Sequence[str]:
    """Team, stance words and source as far as they were read, and the sentence."""
    return [*map(escape, _parts(draft, desk, language)), blockquote(draft.quote or "")]


def _parts(draft: Draft, desk: Desk, language: Language) -> Iterator[str]:
    known = [told(draft, step, desk, language) for step in (Step.TEAM, Step.STANCE)]
    yield " · ".join(part for part in known if part)
    if draft.publisher or draft.published or draft.url:
        yield told(draft, Step.SOURCE, desk, language) or ""
