"""What the buttons under a message stand for, kept in the store under their token: one closed union."""

import hashlib
from base64 import urlsafe_b64encode
from collections.abc import Collection
from datetime import timedelta
from typing import Annotated, Literal

from pydantic import Field, TypeAdapter

from bot.editing.draft import Draft
from bot.editing.proposals import Proposal
from bot.editing.tokens import new_token
from bot.editing.visit import Visit
from knowledge.fields import Frozen, Identifier
from knowledge.storage.drafts import Preview

WAITING = timedelta(hours=1)
"""How long a preview waits for its Save: what it was checked against should still be fresh."""
OFFERED = timedelta(days=14)
"""How long the statements of a pasted article, or an unfinished one, can be gone on with."""
READING = timedelta(days=1)
"""How long the pages of a list can be turned."""


class Change(Frozen):
    """A change that was previewed; `basis` is the state of the record that the preview showed."""

    kind: Literal["change"] = "change"
    proposal: Proposal
    basis: str = ""
    from_draft: bool = False
    article: str | None = None
    """The token of the article's offers that the statement was taken from."""
    gap: str | None = None
    """The unanswered question that the change answers."""


class Undoing(Frozen):
    """Taking back the statement that was recorded a moment ago."""

    kind: Literal["undo"] = "undo"
    statement: Identifier


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


Offer = Annotated[
    Change
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
    | Rejecting,
    Field(discriminator="kind"),
]
OFFERS: TypeAdapter[Offer] = TypeAdapter(Offer)


async def keep(visit: Visit, offer: Offer, *, lasting: timedelta = WAITING, token: str | None = None) -> str:
    """Keep an offer for the visitor and this chat, and give the token for its buttons."""
    token = token or new_token()
    kept = Preview(
        token=token,
        user=visit.user,
        chat=visit.chat,
        payload=OFFERS.dump_python(offer, mode="json"),
        expires=visit.office.clock() + lasting,
        used=None,
    )
    await visit.office.store.previews.put(kept)
    return token


async def kept_offer(visit: Visit, token: str) -> Offer | None:
    """What is kept under a token for the visitor and still lives."""
    kept = await visit.office.store.previews.get(token)
    if kept is None or (kept.user, kept.chat) != (visit.user, visit.chat):
        return None
    if kept.used is not None or kept.expires <= visit.office.clock():
        return None
    return OFFERS.validate_python(kept.payload)


def derived(token: str, purpose: str) -> str:
    """A second token that follows from a first: the same again after a crash, and unknown to anybody else."""
    digest = hashlib.sha256(f"{token}:{purpose}".encode()).digest()
    return urlsafe_b64encode(digest[:16]).decode().rstrip("=")
