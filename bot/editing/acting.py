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
    review,
    statement_commands,
    talking,
)
from bot.editing.acts import Act
from bot.editing.answers import slip_of
from bot.editing.authorisation import Refusal
from bot.editing.exchange import is_plain_text
from bot.editing.pressing import press
from bot.editing.refusing import refusal
from bot.editing.step_views import mistake
from bot.editing.visit import Visit
from bot.i18n.editing import editing_lists
from bot.rendering.reply import Reply, escape, split
from knowledge.errors import KnowledgeError, StoreError

logger = logging.getLogger(__name__)


async def _cancel(visit: Visit) -> None:
    """`/cancel`: the question for a reason is the newest there can be, then comes the conversation."""
    if not await review.cancel(visit):
        await statement_commands.cancel(visit)


COMMANDS: Mapping[Act, Callable[[Visit], Awaitable[None]]] = {
    Act.ADD: statement_commands.add,
    Act.CORRECT: statement_commands.correct,
    Act.RETRACT: statement_commands.retract,
    Act.REINSTATE: statement_commands.reinstate,
    Act.CANCEL: _cancel,
    Act.STATEMENTS: listing_commands.statements,
    Act.AUDIT: listing_commands.audit,
    Act.EDITORS: listing_commands.editors,
    Act.TEAM: naming_commands.team,
    Act.ALIAS: naming_commands.alias,
    Act.DECOY: naming_commands.decoy,
    Act.EXPORT: exchange.export,
    Act.DOCUMENT: exchange.document,
    Act.GAPS: gap_list.gaps,
    Act.PROPOSALS: review.proposals,
    Act.GRANT: granting.grant,
    Act.REVOKE: granting.revoke,
}


async def act_on(visit: Visit, act: Act) -> Refusal | None:
    """Do what was asked, on the newest record; what the record refuses is told, and an outage too."""
    try:
        await visit.office.record.refresh()
        await _greet(visit)
        if act is Act.PRESS:
            return await press(visit)
        await COMMANDS[act](visit)
    except KnowledgeError as error:
        await _excuse(visit, refusal(error, visit.desk(), visit.language))
    except ValidationError as error:
        slip = slip_of(error, str(error.errors()[0]["loc"][-1]))
        await _excuse(visit, mistake(slip, visit.desk(), visit.language))
    return None


async def take_message(visit: Visit) -> bool:
    """A document, the answer to a step, or an article; false for a question like anybody's."""
    has_document = visit.message is not None and visit.message.document is not None
    if has_document:
        await act_on(visit, Act.DOCUMENT)
        if not visit.text.strip() or is_plain_text(visit):
            return True
    try:
        await _greet(visit)
        await talking.tell_expired(visit)
        if not has_document and await review.take_reason(visit):
            return True
        return await talking.take_text(visit) or await offering.take_article(visit)
    except StoreError as error:
        logger.warning("a conversation with an editor cannot be read: %s", error)
        return has_document


async def after_answer(visit: Visit) -> None:
    """Behind the answer to a question: the offer to record what it says, and the step that it came between."""
    try:
        if visit.message is not None and visit.message.document is None:
            await offering.offer(visit)
        if visit.text.strip():
            await talking.repeat(visit)
    except KnowledgeError as error:
        logger.warning("nothing can be offered for recording: %s", error)


async def help_editor(visit: Visit) -> None:
    """Behind everybody's help: the editors' commands."""
    is_owner = visit.console or visit.user in visit.office.owners
    await visit.post(menus.editors_help(visit.language, is_owner=is_owner))
    if visit.console:
        await visit.post(Reply(parts=(escape(editing_lists(visit.language).many_lines_here()),)))


async def _greet(visit: Visit) -> None:
    """Greet a new editor who could not be told yet, and give the menu to whom Telegram did not know before."""
    office, user = visit.office, visit.user
    if user in office.to_greet:
        await visit.outlet.welcome(user, menus.editors_welcome(office, user, visit.language))
    elif user in office.without_menu:
        await visit.outlet.welcome(user, None)


async def _excuse(visit: Visit, text: str) -> None:
    """Say why nothing was done."""
    await visit.acknowledge()
    await visit.post(Reply(parts=split([tuple(map(escape, text.split("\n")))])))
