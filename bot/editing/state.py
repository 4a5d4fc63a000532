"""What is kept in the store between two updates: what buttons stand for, the form at its step, the last article."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import ConfigDict, Field, TypeAdapter
from telegram import Message, MessageOriginChannel

from bot.editing.context import tells
from bot.editing.draft import Draft, Step
from bot.editing.form import EXPIRY, ArticleExcerpt, Form
from bot.editing.form_view import shortened, told
from bot.editing.update import EditorUpdate, new_token, press_data
from bot.messages.editing_steps import editing_steps
from bot.rendering.reply import Button, utf16_length
from knowledge.fields import SOURCE_TEXT_LENGTH, Frozen, Identifier
from knowledge.record.changes import EditorsChange
from knowledge.storage.drafts import Preview

WAITING = timedelta(hours=1)
"""How long a preview waits for its Save: what it was checked against should still be fresh."""
OFFERED = timedelta(days=14)
"""How long the statements of a pasted article, or an unfinished one, can be gone on with."""
READING = timedelta(days=1)
"""How long the pages of a list can be turned."""


class PreviewedChange(Frozen):
    """A change that was previewed; `basis` is the state of the record that the preview showed."""

    kind: Literal["change"] = "change"
    proposal: EditorsChange
    basis: str = ""
    from_draft: bool = False
    article: str | None = None
    """The token of the article's offers that the statement was taken from."""
    gap: str | None = None
    """The unanswered question that the change answers."""
    quiet: str | None = None
    """Why those who were told the old answer are not told of the change (`bot.editing.reach`)."""


class Undoing(Frozen):
    """Taking back the statement that was recorded a moment ago."""

    kind: Literal["undo"] = "undo"
    statement: Identifier
    others: tuple[Identifier, ...] = ()
    """The others of its batch: they are taken back with it, or nothing is."""

    @property
    def statements(self) -> tuple[Identifier, ...]:
        """All of them."""
        return (self.statement, *self.others)


class StatementPages(Frozen):
    """The pages of a team's statements."""

    kind: Literal["statements"] = "statements"
    team: Identifier


class AuditPages(Frozen):
    """The pages of the audit: of a team, of an editor, or all; `starts` has the entry before which each page begins."""

    kind: Literal["audit"] = "audit"
    team: Identifier | None = None
    by: str | None = None
    starts: tuple[int | None, ...] = (None,)


class Clipped(Frozen):
    """The drafts that were read from a message, one a team; a statement that is recorded takes none of them away."""

    kind: Literal["clipped"] = "clipped"
    drafts: tuple[Draft, ...]
    text: str | None = None
    """The whole text, which each of the drafts is taken from."""
    source: Identifier | None = None
    """The article as it stands on record, once one of its statements was saved."""
    recorded: tuple[Identifier, ...] = ()
    """The teams that have a statement from it."""


class Item(Frozen):
    """One statement of an article, and what was done with it; `doubts` are empty where it is sure."""

    draft: Draft
    doubts: tuple[str, ...] = ()
    state: Literal["open", "saved", "skipped"] = "open"

    @property
    def claim(self) -> tuple[str | None, str | None, str | None]:
        """What it says of whom: team, stance and sentence."""
        return self.draft.team, self.draft.stance, self.draft.quote


class Proposed(Frozen):
    """The statements that an article makes, in its order."""

    kind: Literal["proposed"] = "proposed"
    items: tuple[Item, ...]
    text: str
    """The whole text, which each of them is taken from."""
    source: Identifier | None = None
    """The article as it stands on record, once one of its statements was saved."""
    page: int = 0

    def with_state(self, places: Collection[int], state: Literal["saved", "skipped"]) -> "Proposed":
        """The same list once something was done with the statements at these places."""
        items = tuple(
            item.model_copy(update={"state": state}) if place in places else item
            for place, item in enumerate(self.items)
        )
        return self.model_copy(update={"items": items})


class Pasted(Frozen):
    """The article that an editor sent last, so that its next part can be joined to it; no button leads to it."""

    kind: Literal["pasted"] = "pasted"
    text: str
    last_part: str
    message: int
    """The number of its last message."""
    at: int
    """When that was sent, in Unix seconds."""
    offer: str | None = None
    shown: tuple[int, ...] = ()
    """The messages that show its offers."""


class Started(Frozen):
    """A draft to go on with, step by step."""

    kind: Literal["started"] = "started"
    draft: Draft


class GapList(Frozen):
    """Questions that nobody could answer, to make an alias or a decoy of."""

    kind: Literal["gaps"] = "gaps"
    texts: tuple[str, ...]
    reported: tuple[Identifier, ...] = ()
    """The statements that readers say are wrong."""


class GapChoice(Frozen):
    """A name out of such a question, waiting for its team."""

    kind: Literal["gap"] = "gap"
    text: str
    name: str
    is_alias: bool
    teams: tuple[Identifier, ...]


class Review(Frozen):
    """A pending change as one editor was shown it, to approve or reject; `basis` is the state of the record then."""

    kind: Literal["review"] = "review"
    change: str
    basis: str


class Rejecting(Frozen):
    """A pending change whose reason for rejecting is being asked for."""

    kind: Literal["rejecting"] = "rejecting"
    change: str


class Silencing(Frozen):
    """A preview whose change is told to nobody, for a reason that is being asked for."""

    kind: Literal["silencing"] = "silencing"
    preview: str


ButtonPayload = Annotated[
    PreviewedChange
    | Undoing
    | StatementPages
    | AuditPages
    | Clipped
    | Proposed
    | Pasted
    | Started
    | GapList
    | GapChoice
    | Review
    | Rejecting
    | Silencing,
    Field(discriminator="kind"),
]
PAYLOADS: TypeAdapter[ButtonPayload] = TypeAdapter(ButtonPayload)


async def keep(
    update: EditorUpdate, offer: ButtonPayload, *, lasting: timedelta = WAITING, token: str | None = None
) -> str:
    """Keep an offer for the visitor and this chat, and give the token for its buttons."""
    token = token or new_token()
    kept = Preview(
        token=token,
        user=update.user,
        chat=update.chat,
        payload=PAYLOADS.dump_python(offer, mode="json"),
        expires=update.services.clock() + lasting,
        used=None,
    )
    await update.services.store.previews.put(kept)
    return token


async def kept_payload(update: EditorUpdate, token: str) -> ButtonPayload | None:
    """What is kept under a token for the visitor and still lives."""
    kept = await update.services.store.previews.get(token)
    if kept is None or (kept.user, kept.chat) != (update.user, update.chat):
        return None
    if kept.used is not None or kept.expires <= update.services.clock():
        return None
    return PAYLOADS.validate_python(kept.payload)


def derived(token: str, purpose: str) -> str:
    """A second token that follows from a first: the same again after a crash, and unknown to anybody else."""
    digest = hashlib.sha256(f"{token}:{purpose}".encode()).digest()
    return urlsafe_b64encode(digest[:16]).decode().rstrip("=")


REMEMBERED = 30
"""Messages remembered as taken: what one editor sends between two words of the bot to Telegram, and more."""


class SavedForm(Frozen):
    """A form with the token of its present buttons, that of the ones before, and the messages taken.

    The last two are for updates that are delivered twice: what was taken already is shown again and not taken again.
    """

    model_config = ConfigDict(populate_by_name=True)

    form: Form = Field(alias="conversation")
    """Kept under the name that it had first: forms outlive a new version of the bot."""
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


async def read_form(update: EditorUpdate) -> SavedForm | None:
    """The conversation of an editor, or None where there is none or it has expired."""
    kept = await update.services.store.drafts.get(update.user, update.chat)
    if kept is None or kept.expires <= update.services.clock():
        return None
    return SavedForm.model_validate(kept.state)


async def expired_form(update: EditorUpdate) -> SavedForm | None:
    """The conversation that has expired without its editor being told."""
    kept = await update.services.store.drafts.get(update.user, update.chat)
    if kept is None or kept.expires > update.services.clock():
        return None
    return SavedForm.model_validate(kept.state)


async def store_form(update: EditorUpdate, form: Form, before: SavedForm | None) -> SavedForm:
    """Hold a conversation at its new step, under a new token."""
    mark, earlier = mark_of(update), before or SavedForm(form=form, token="")
    saved_form = SavedForm(
        form=form,
        token=new_token(),
        previous=earlier.token or None,
        seen=mark or earlier.seen,
        seen_before=(*earlier.seen_before, earlier.seen)[-REMEMBERED:] if mark else earlier.seen_before,
        aside=earlier.aside,
    )
    expires = update.services.clock() + EXPIRY
    await update.services.store.drafts.put(
        update.user, update.chat, saved_form.model_dump(mode="json", by_alias=True), expires=expires
    )
    return saved_form


async def drop_form(update: EditorUpdate) -> None:
    """Forget the form."""
    await update.services.store.drafts.drop(update.user, update.chat)


def mark_of(update: EditorUpdate) -> str:
    """What tells a message from every other: its number and its words; empty for a press."""
    if update.message is None:
        return ""
    return hashlib.sha256(f"{update.message.message_id}:{update.text}".encode()).hexdigest()[:16]


async def resuming(update: EditorUpdate, aside: Sequence[str]) -> tuple[tuple[Button, ...], ...]:
    """The buttons of the statements that wait unfinished, the newest first."""
    rows = []
    for token in reversed(aside):
        kept = await kept_payload(update, token)
        if isinstance(kept, Started):
            rows.append((resume_button(kept.draft, token, update),))
    return tuple(rows)


def resume_button(draft: Draft, token: str, update: EditorUpdate) -> Button:
    """The button that goes on with an unfinished statement."""
    return Button(label=editing_steps(update.language).resume(title_of(draft, update)), data=press_data(token, 0))


def title_of(draft: Draft, update: EditorUpdate) -> str:
    """What an unfinished statement is called: its team and stance, or how its sentence begins."""
    context = update.context()
    known = [told(draft, step, context, update.language) for step in (Step.TEAM, Step.STANCE)]
    begins = draft.quote or next(iter(draft.readings), "") or draft.text or "…"
    return " · ".join(part for part in known if part) or shortened(begins)


FOLLOWS_WITHIN = 5
"""Seconds after which a message is no longer the next part of the one before: an app sends all parts at once."""
FULL_PART = 2048
"""UTF-16 units from which a message may have a next part: apps cut at a line's end in the second half of 4,096."""
TELEGRAM_LIMIT = 4096


async def last_article(update: EditorUpdate) -> Pasted | None:
    """The article that the editor sent last."""
    kept = await kept_payload(update, _token(update))
    return kept if isinstance(kept, Pasted) else None


async def with_parts_before(update: EditorUpdate) -> str:
    """The text of a message behind the parts that Telegram cut off it: whole, where it is the last of several."""
    before = await last_article(update)
    if before is not None and update.message is not None and before.message == update.message.message_id:
        return before.text  # delivered again: it was joined already
    if before is None or update.message is None or not _follows(before, update.message):
        return update.text
    joined = f"{before.text}{_between(before.last_part, update.text)}{update.text}"
    return joined if len(joined) <= SOURCE_TEXT_LENGTH else update.text


async def remember(
    update: EditorUpdate, text: str, offers: Clipped | Proposed | None, shown: tuple[int, ...] = ()
) -> str | None:
    """Keep an article, and give the token of its offers; those of its first part become those of the whole."""
    before = await last_article(update)
    is_joined = before is not None and text != update.text
    token = before.offer if before is not None and is_joined else None
    if isinstance(offers, Clipped) and token is not None:
        earlier = await kept_payload(update, token)
        offers = offers.model_copy(update={"recorded": earlier.recorded if isinstance(earlier, Clipped) else ()})
    if offers is not None:
        token = await keep(update, offers, lasting=OFFERED, token=token)
    if update.message is not None:
        number, at = update.message.message_id, int(update.message.date.timestamp())
        pasted = Pasted(text=text, last_part=update.text, message=number, at=at, offer=token, shown=shown)
        await keep(update, pasted, lasting=OFFERED, token=_token(update))
    return token


def excerpt_payload(excerpt: ArticleExcerpt | None) -> Clipped | None:
    """What was read of a message as offers that can be kept: the text once, beside the drafts."""
    if excerpt is None:
        return None
    drafts = tuple(draft.model_copy(update={"text": None}) for draft in excerpt.drafts)
    return Clipped(drafts=drafts, text=excerpt.text)


def _token(update: EditorUpdate) -> str:
    return derived(f"{update.user}:{update.chat}", "article")


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
