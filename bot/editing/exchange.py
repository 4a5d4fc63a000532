"""Programme files to and from an editor: /export, and documents that are sent to be loaded."""

import asyncio

from telegram import Document, InputFile

from bot.editing.documents import has_readable_name, refused_preview
from bot.editing.proposals import Loading
from bot.editing.saving import show
from bot.editing.visit import Visit
from bot.i18n.editing import editing_lists
from bot.markup import escape
from bot.reply import Reply
from knowledge.facts import Facts
from knowledge.files.export import to_yaml
from knowledge.files.file_text import FROM_AN_EDITOR
from knowledge.files.spreadsheet import to_csv

MEGABYTE = 1024 * 1024
ARCHIVE_STARTS = (b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
"""How archives begin, whatever their name says."""


async def export(visit: Visit) -> None:
    """`/export`: the programme file as YAML, and its statements as CSV."""
    facts = visit.desk().facts
    yaml, csv = await asyncio.to_thread(_exported, facts)
    for kind, text in (("yaml", yaml), ("csv", csv)):
        await visit.bot.send_document(
            visit.chat,
            InputFile(text.encode(), filename=f"{facts.programme.id}.{kind}"),
            caption=editing_lists(visit.language).export(kind),
        )


def _exported(facts: Facts) -> tuple[str, str]:
    return to_yaml(facts), to_csv(facts)


async def document(visit: Visit) -> None:
    """A document: what it would change is shown, and it is loaded on Save."""
    sent = visit.message.document if visit.message is not None else None
    if sent is None:
        return
    refused = _refused(sent, visit)
    content = b"" if refused else await _download(sent, visit)
    if not refused and (b"\0" in content[:MEGABYTE] or content.startswith(ARCHIVE_STARTS)):
        refused = editing_lists(visit.language).not_a_text()
    if not refused and len(content) > FROM_AN_EDITOR.size:
        refused = editing_lists(visit.language).too_large(FROM_AN_EDITOR.size // MEGABYTE)
    if refused:
        await visit.say(Reply(parts=(escape(refused),)))
        return
    await _compare(visit, sent.file_name or "", content)


def _refused(sent: Document, visit: Visit) -> str | None:
    """Why a document is not even fetched."""
    said = editing_lists(visit.language)
    if isinstance(sent.file_size, int) and sent.file_size > FROM_AN_EDITOR.size:
        return said.too_large(FROM_AN_EDITOR.size // MEGABYTE)
    return None if isinstance(sent.file_name, str) and has_readable_name(sent.file_name) else said.not_a_text()


async def _download(sent: Document, visit: Visit) -> bytes:
    file = await visit.bot.get_file(sent.file_id)
    return bytes(await file.download_as_bytearray())


async def _compare(visit: Visit, name: str, content: bytes) -> None:
    # In a thread: a large file takes most of a second to read, and others are answered meanwhile.
    facts = visit.desk().facts
    refused = await asyncio.to_thread(refused_preview, content, name, facts, visit.language)
    if refused is not None:
        await visit.say(Reply(parts=refused))
        return
    await show(visit, Loading(name=name, content=content.decode()))
