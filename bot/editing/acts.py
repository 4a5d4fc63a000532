"""What editors can do, by what command, and how an update shows that somebody tries it."""

import re
from collections.abc import Mapping
from enum import StrEnum

from telegram import Message, Update

from bot.slash import read_command


class Act(StrEnum):
    """One thing that only an editor, or only an owner, may do."""

    ADD = "add"
    CORRECT = "correct"
    RETRACT = "retract"
    REINSTATE = "reinstate"
    STATEMENTS = "statements"
    TEAM = "team"
    ALIAS = "alias"
    DECOY = "decoy"
    AUDIT = "audit"
    EXPORT = "export"
    GAPS = "gaps"
    PROPOSALS = "proposals"
    CANCEL = "cancel"
    GRANT = "grant"
    REVOKE = "revoke"
    EDITORS = "editors"
    DOCUMENT = "document"
    TYPE = "type"
    """A text that answers a step of a conversation, or that may be worth recording."""
    PRESS = "press"


OWNERS_ONLY = frozenset({Act.GRANT, Act.REVOKE, Act.EDITORS})
COMMANDS: Mapping[str, Act] = {str(act): act for act in Act if act not in {Act.DOCUMENT, Act.TYPE, Act.PRESS}}
"""The word of a command -> what it does."""

PRESS_PREFIX = "e:"
"""How the callback data of every editors' button begins."""


def attempt(update: Update) -> Act | None:
    """What an update tries that only editors may do, by whatever way it came; None where it tries nothing."""
    if update.callback_query is not None:
        data = update.callback_query.data
        return Act.PRESS if isinstance(data, str) and data.startswith(PRESS_PREFIX) else None
    if update.inline_query is not None:
        return _command_act(update.inline_query.query)
    if update.chosen_inline_result is not None:
        return _command_act(update.chosen_inline_result.query)
    message = any_message(update)
    return _message_act(message) if message is not None else None


def any_message(update: Update) -> Message | None:
    """The message of an update, whatever kind of message it is."""
    return (
        update.message
        or update.edited_message
        or update.channel_post
        or update.edited_channel_post
        or update.business_message
        or update.edited_business_message
        or update.guest_message
    )


def text_of(message: Message) -> str:
    """The text of a message, or the caption of what it carries."""
    text = message.text or message.caption
    # Only the kinds of update that are answered are checked for their types before they come here.
    return text if isinstance(text, str) else ""


def _message_act(message: Message) -> Act | None:
    command = read_command(text_of(message))
    if command is None:
        return None
    if command.word == "start":
        return _payload_act(command.rest.strip())
    return COMMANDS.get(command.word)


def _command_act(text: str) -> Act | None:
    command = read_command(text.strip())
    return COMMANDS.get(command.word) if command else None


def _payload_act(payload: str) -> Act | None:
    """What a deep link tries: `/start add`, `/start add_KT`, `/start e:token:save`."""
    if payload.startswith((PRESS_PREFIX, "e_", "e-")):
        return Act.PRESS
    return COMMANDS.get(re.split(r"[^a-z]", payload.lower().lstrip("/"), maxsplit=1)[0])
