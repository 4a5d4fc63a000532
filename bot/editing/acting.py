"""What is done for an editor who was let in: each act, and how a refusal of the record is told."""

import logging
from collections.abc import Awaitable, Callable, Mapping

from pydantic import ValidationError

from bot.editing import (
    exchange,
    gap_list,
    granting,
    listing_commands,
    menus,
    naming_commands,
    offering,
    statement_commands,
    talking,
)
from bot.editing.acts import Act
from bot.editing.answers import slip_of
from bot.editing.authorisation import Refusal
from bot.editing.pressing import press
from bot.editing.refusing import refusal
from bot.editing.step_views import mistake
from bot.editing.visit import Visit
from bot.markup import escape
from bot.reply import Reply
from bot.splitting import split
from knowledge.errors import KnowledgeError, StoreError

logger = logging.getLogger(__name__)

COMMANDS: Mapping[Act, Callable[[Visit], Awaitable[None]]] = {
    Act.ADD: statement_commands.add,
    Act.CORRECT: statement_commands.correct,
    Act.RETRACT: statement_commands.retract,
    Act.REINSTATE: statement_commands.reinstate,
    Act.CANCEL: statement_commands.cancel,
    Act.STATEMENTS: listing_commands.statements,
    Act.AUDIT: listing_commands.audit,
    Act.EDITORS: listing_commands.editors,
    Act.TEAM: naming_commands.team,
    Act.ALIAS: naming_commands.alias,
    Act.DECOY: naming_commands.decoy,
    Act.EXPORT: exchange.export,
    Act.DOCUMENT: exchange.document,
    Act.GAPS: gap_list.gaps,
    Act.GRANT: granting.grant,
    Act.REVOKE: granting.revoke,
}


async def act_on(visit: Visit, act: Act) -> Refusal | None:
    """Do what was asked, on the newest record; what the record refuses is told, and an outage too."""
    try:
        await visit.office.record.refresh()
        if act is Act.PRESS:
            return await press(visit)
        await COMMANDS[act](visit)
        if visit.user.id in visit.office.without_menu:
            await menus.put_up(visit.bot, visit.office, visit.user.id)
    except KnowledgeError as error:
        await _excuse(visit, refusal(error, visit.desk(), visit.language))
    except ValidationError as error:
        slip = slip_of(error, str(error.errors()[0]["loc"][-1]))
        await _excuse(visit, mistake(slip, visit.desk(), visit.language))
    return None


async def take_message(visit: Visit) -> bool:
    """A document, or the answer to a step; false for a question like anybody's."""
    if visit.message is not None and visit.message.document is not None:
        await act_on(visit, Act.DOCUMENT)
        return True
    try:
        await talking.tell_expired(visit)
        return await talking.take_text(visit)
    except StoreError as error:
        logger.warning("a conversation with an editor cannot be read: %s", error)
        return False


async def offer(visit: Visit) -> None:
    """The offer to record what a message says, where it reads like news."""
    try:
        await offering.offer(visit)
    except StoreError as error:
        logger.warning("nothing can be offered for recording: %s", error)


async def _excuse(visit: Visit, text: str) -> None:
    """Say why nothing was done."""
    await visit.acknowledge()
    await visit.post(Reply(parts=split([tuple(map(escape, text.split("\n")))])))
