"""Programme files to and from an editor: /export, and documents that are sent to be loaded."""

import asyncio

from telegram import Document

from bot.editing import article_offers, dialogue
from bot.editing.preview import difference_lines, left_lines
from bot.editing.save import show
from bot.editing.update import EditorUpdate
from bot.extraction import extract, kind_of
from bot.messages.editing_lists import editing_lists
from bot.messages.editing_steps import editing_steps
from bot.messages.refusals import refusals
from bot.rendering.reply import Reply, bold, escape, split
from knowledge.articles.page import Page
from knowledge.errors import FileRefusedError
from knowledge.facts import Facts
from knowledge.fields import SOURCE_TEXT_LENGTH, Language
from knowledge.files.difference import compare
from knowledge.files.document import FROM_AN_EDITOR
from knowledge.files.export import to_yaml
from knowledge.files.programme_file import refuse_if_any
from knowledge.files.sheet import to_csv
from knowledge.record.changes import Load
from knowledge.record.rules import read_sent

MEGABYTE = 1024 * 1024
PROGRAMME_SUFFIXES = (".yaml", ".yml", ".json", ".csv")
"""What the name of a programme file has to end with: text, and never an archive."""
PAGE_SUFFIXES = (".html", ".htm", ".pdf")
PLAIN_SUFFIXES = (".txt", ".text", ".md")
ARCHIVE_STARTS = (b"PK", b"\x1f\x8b", b"BZh", b"\xfd7zXZ", b"7z\xbc\xaf", b"Rar!")
"""How archives begin, whatever their name says."""


async def export(update: EditorUpdate) -> None:
    """`/export`: the programme file as YAML, and its statements as CSV."""
    facts = update.context().facts
    yaml, csv = await asyncio.to_thread(_exported, facts)
    for kind, text in (("yaml", yaml), ("csv", csv)):
        caption = editing_lists(update.language).export(kind)
        await update.outlet.send_file(f"{facts.programme.id}.{kind}", text.encode(), caption)


def _exported(facts: Facts) -> tuple[str, str]:
    return to_yaml(facts), to_csv(facts)


async def document(update: EditorUpdate) -> None:
    """A document: what it would change is shown, and it is loaded on Save; a text file is read as if it were pasted."""
    sent = update.message.document if update.message is not None else None
    if sent is None:
        return
    said = editing_lists(update.language)
    refused = _refused(sent, update)
    fetched = b"" if refused else await update.outlet.fetch(sent)
    content, refused = fetched or b"", refused if fetched is not None else said.not_a_text()
    kind = kind_of(sent.file_name or "x.", content)
    if not refused and kind in ("html", "pdf"):
        page = await extract(content, kind)
        await _take_text(update, page.text, page)
        return
    if not refused and (b"\0" in content[:MEGABYTE] or content.startswith(ARCHIVE_STARTS)):
        refused = said.not_a_text()
    if not refused and len(content) > FROM_AN_EDITOR.size:
        refused = said.too_large(FROM_AN_EDITOR.size // MEGABYTE)
    if not refused and _is_plain_text(sent):
        await _take_text(update, _decoded(content))
        return
    if refused:
        await update.say(Reply(parts=(escape(refused),)))
        return
    await _compare(update, sent.file_name or "", content)


def is_plain_text(update: EditorUpdate) -> bool:
    """True if a message carries a text file, which is read together with its caption."""
    sent = update.message.document if update.message is not None else None
    return sent is not None and _is_plain_text(sent)


def _is_plain_text(sent: Document) -> bool:
    return isinstance(sent.file_name, str) and sent.file_name.lower().endswith(PLAIN_SUFFIXES)


async def _take_text(update: EditorUpdate, text: str | None, page: Page | None = None) -> None:
    """Read a file's text as if it were pasted: an answer to the step that asks for a sentence, or an article."""
    said = editing_lists(update.language)
    if text is None or not text.strip():
        await update.say(Reply(parts=(escape(said.not_a_text()),)))
        return
    if len(text) > SOURCE_TEXT_LENGTH:
        await update.say(Reply(parts=(escape(said.too_long_a_text(SOURCE_TEXT_LENGTH)),)))
        return
    if await dialogue.take_text(update, text=text.strip()) or await article_offers.take_article(
        update, text=text.strip(), page=page
    ):
        return
    await update.say(Reply(parts=(escape(editing_steps(update.language).no_team_in_text()),)))


def _decoded(content: bytes) -> str | None:
    """UTF-8, or the Korean encoding that Windows still writes; lines end as they do in messages."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return content.decode(encoding).replace("\r\n", "\n")
        except UnicodeDecodeError:
            continue
    return None


def _refused(sent: Document, update: EditorUpdate) -> str | None:
    """Why a document is not even fetched."""
    said = editing_lists(update.language)
    if isinstance(sent.file_size, int) and sent.file_size > FROM_AN_EDITOR.size:
        return said.too_large(FROM_AN_EDITOR.size // MEGABYTE)
    is_readable = isinstance(sent.file_name, str) and sent.file_name.lower().endswith(PROGRAMME_SUFFIXES)
    is_page = isinstance(sent.file_name, str) and sent.file_name.lower().endswith(PAGE_SUFFIXES)
    return None if is_readable or is_page or _is_plain_text(sent) else said.not_a_text()


async def _compare(update: EditorUpdate, name: str, content: bytes) -> None:
    # In a thread: a large file takes most of a second to read, and others are answered meanwhile.
    facts = update.context().facts
    refused = await asyncio.to_thread(refused_preview, content, name, facts, update.language)
    if refused is not None:
        await update.say(Reply(parts=refused))
        return
    await show(update, Load(name=name, content=content.decode()))


def refused_preview(content: bytes, name: str, facts: Facts, language: Language) -> tuple[str, ...] | None:
    """What a document would do and what of it is refused, line by line; None where it can be saved."""
    try:
        file = read_sent(content, name, facts)
        found = compare(file, facts)
    except FileRefusedError as error:
        return split([_refused_head(error, language), _reasons(error, language)])
    try:
        refuse_if_any(found.refused)
    except FileRefusedError as error:
        return split([_refused_head(error, language), difference_lines(found, language), _reasons(error, language)])
    if found.is_empty:
        nothing = bold(editing_lists(language).nothing_new())
        return split([(nothing,), difference_lines(found, language), *left_lines(file, facts, language)])
    return None


def _refused_head(error: FileRefusedError, language: Language) -> tuple[str, ...]:
    return (bold(editing_lists(language).refused(len(error.facts.get("problems") or (None,)))),)


def _reasons(error: FileRefusedError, language: Language) -> tuple[str, ...]:
    return tuple(map(escape, refusals(error, language)))
