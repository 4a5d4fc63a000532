"""Attempts that were refused: one row in the audit each, as long as nobody floods it."""

import logging
from collections import deque
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from telegram import Update

from bot.editing.acts import Act
from bot.editing.authorisation import Refusal, sender_id
from bot.editing.office import Office, signature
from knowledge.errors import StoreError

logger = logging.getLogger(__name__)

WINDOW = timedelta(hours=1)
ROWS_EACH = 30
"""Refused attempts of one sender that are noted within an hour; the next row says that the others are not."""
ROWS_IN_ALL = 600
"""Of all senders together: a flood from many accounts ends here, some 15,000 rows a day at the very worst."""
FLOOD = "flood"


@dataclass
class _Window:
    """The moments of the newest rows."""

    moments: deque[datetime] = field(default_factory=deque)

    def add(self, now: datetime, limit: int) -> int:
        """How many rows there are within the window with this one; beyond the limit and one, none is added."""
        while self.moments and now - self.moments[0] > WINDOW:
            self.moments.popleft()
        if len(self.moments) <= limit:
            self.moments.append(now)
            return len(self.moments)
        return limit + 2


class Attempts:
    """Notes refused attempts in the audit, within bounds."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._all = _Window()
        self._each: dict[int, _Window] = {}

    async def note(self, update: Update, act: Act, refusal: Refusal) -> None:
        """Note one attempt: who, when, what and why it was refused; an outage of the store stops nothing here."""
        now, sender = self._office.clock(), sender_id(update)
        reason = self._reason(sender, refusal, now)
        if reason is None:
            return
        try:
            await self._office.store.audit.note_refusal(by=signature(sender), at=now, action=f"/{act}", reason=reason)
        except StoreError as error:
            logger.warning("a refused attempt could not be noted: %s", error)

    def _reason(self, sender: int, refusal: Refusal, now: datetime) -> str | None:
        """What to note: the refusal, that later ones are not noted, or nothing."""
        if len(self._each) > ROWS_IN_ALL:
            self._each = {each: window for each, window in self._each.items() if now - window.moments[-1] <= WINDOW}
        own = self._each.setdefault(sender, _Window()).add(now, ROWS_EACH)
        if own > ROWS_EACH:
            return FLOOD if own == ROWS_EACH + 1 else None
        every = self._all.add(now, ROWS_IN_ALL)
        if every > ROWS_IN_ALL:
            return FLOOD if every == ROWS_IN_ALL + 1 else None
        return str(refusal)
