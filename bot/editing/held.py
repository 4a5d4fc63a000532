"""The conversation that an editor is in, as it is held in the store between two updates."""

import hashlib
from collections.abc import Sequence

from bot.editing.conversation import EXPIRY, Conversation
from bot.editing.draft import Draft, Step
from bot.editing.offers import Started, kept_offer
from bot.editing.step_views import shortened, told
from bot.editing.tokens import new_token, press_data
from bot.editing.visit import Visit
from bot.i18n.editing import editing_steps
from bot.rendering.reply import Button
from knowledge.fields import Frozen

REMEMBERED = 30
"""Messages remembered as taken: what one editor sends between two words of the bot to Telegram, and more."""


class Held(Frozen):
    """A conversation with the token of its present buttons, that of the ones before, and the messages taken.

    The last two are for updates that are delivered twice: what was taken already is shown again and not taken again.
    """

    conversation: Conversation
    token: str
    previous: str | None = None
    seen: str = ""
    """The newest message taken."""
    seen_before: tuple[str, ...] = ()
    """Those before it: after a crash Telegram gives all again that it was not told of, not only the last."""
    aside: tuple[str, ...] = ()
    """The tokens of statements that were begun before it and wait unfinished, the newest last."""

    def has_taken(self, mark: str) -> bool:
        """Whether the message of this mark was taken already."""
        return bool(mark) and mark in (self.seen, *self.seen_before)


async def read_held(visit: Visit) -> Held | None:
    """The conversation of an editor, or None where there is none or it has expired."""
    kept = await visit.office.store.drafts.get(visit.user, visit.chat)
    if kept is None or kept.expires <= visit.office.clock():
        return None
    return Held.model_validate(kept.state)


async def expired_held(visit: Visit) -> Held | None:
    """The conversation that has expired without its editor being told."""
    kept = await visit.office.store.drafts.get(visit.user, visit.chat)
    if kept is None or kept.expires > visit.office.clock():
        return None
    return Held.model_validate(kept.state)


async def hold(visit: Visit, conversation: Conversation, before: Held | None) -> Held:
    """Hold a conversation at its new step, under a new token."""
    mark, earlier = mark_of(visit), before or Held(conversation=conversation, token="")
    held = Held(
        conversation=conversation,
        token=new_token(),
        previous=earlier.token or None,
        seen=mark or earlier.seen,
        seen_before=(*earlier.seen_before, earlier.seen)[-REMEMBERED:] if mark else earlier.seen_before,
        aside=earlier.aside,
    )
    expires = visit.office.clock() + EXPIRY
    await visit.office.store.drafts.put(visit.user, visit.chat, held.model_dump(mode="json"), expires=expires)
    return held


async def let_go(visit: Visit) -> None:
    """Forget the conversation."""
    await visit.office.store.drafts.drop(visit.user, visit.chat)


def mark_of(visit: Visit) -> str:
    """What tells a message from every other: its number and its words; empty for a press."""
    if visit.message is None:
        return ""
    return hashlib.sha256(f"{visit.message.message_id}:{visit.text}".encode()).hexdigest()[:16]


async def resuming(visit: Visit, aside: Sequence[str]) -> tuple[tuple[Button, ...], ...]:
    """The buttons of the statements that wait unfinished, the newest first."""
    rows = []
    for token in reversed(aside):
        kept = await kept_offer(visit, token)
        if isinstance(kept, Started):
            rows.append((resume_button(kept.draft, token, visit),))
    return tuple(rows)


def resume_button(draft: Draft, token: str, visit: Visit) -> Button:
    """The button that goes on with an unfinished statement."""
    return Button(label=editing_steps(visit.language).resume(title_of(draft, visit)), data=press_data(token, 0))


def title_of(draft: Draft, visit: Visit) -> str:
    """What an unfinished statement is called: its team and stance, or how its sentence begins."""
    desk = visit.desk()
    known = [told(draft, step, desk, visit.language) for step in (Step.TEAM, Step.STANCE)]
    begins = draft.quote or next(iter(draft.readings), "") or draft.text or "…"
    return " · ".join(part for part in known if part) or shortened(begins)
