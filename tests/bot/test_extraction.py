"""Documents with an article: what they are, what is read of them, and what is refused."""

from io import BytesIO

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from bot.extraction import extract, kind_of
from knowledge.articles.page import SIZE_LIMIT
from knowledge.errors import FileProblem, FileRefusedError


def pdf(content: bytes = b"BT /F1 12 Tf 20 700 Td (KT said it will not join.) Tj ET", *, password: str = "") -> bytes:
    """A PDF of one page; without content a scanned one, as far as a reader can tell."""
    writer = PdfWriter()
    page = writer.add_blank_page(600, 800)
    names = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica"}
    font = DictionaryObject({NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in names.items()})
    fonts = DictionaryObject({NameObject("/F1"): font})
    page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
    stream = DecodedStreamObject()
    stream.set_data(content)
    page[NameObject("/Contents")] = writer._add_object(stream.flate_encode())
    if password:
        writer.encrypt(password, algorithm="RC4-128")
    written = BytesIO()
    writer.write(written)
    return written.getvalue()


@pytest.mark.parametrize(
    ("name", "content", "kind"),
    [
        ("a.txt", b"x", "text"), ("a.HTML", b"x", "html"), ("a.pdf", b"x", "pdf"), ("", b"%PDF-1.7", "pdf"),
        ("", b" <!DOCTYPE html>", "html"), ("", b"plain", "text"), ("a.hwp", b"x", None), ("a.txt", b"PK\3\4", None),
        ("a.txt", b"a\0b", None),
    ],
)  # fmt: skip
def test_what_a_document_is_is_told_by_its_name_and_its_beginning(name: str, content: bytes, kind: str | None) -> None:
    assert kind_of(name, content) == kind


async def test_a_pdf_with_a_text_layer_is_read() -> None:
    assert (await extract(pdf(), "pdf")).text == "KT said it will not join."


@pytest.mark.parametrize(
    ("content", "problem"),
    [
        (pdf(b""), FileProblem.NO_TEXT),
        (pdf(password="x"), FileProblem.ENCRYPTED),
        (b"%PDF-1.7 nothing", FileProblem.NOT_A_PDF),
        (pdf(b" " * 300_000_000), FileProblem.TOO_HEAVY),
    ],
    ids=["scanned", "encrypted", "broken", "bomb"],
)
async def test_a_hostile_or_empty_pdf_is_refused(content: bytes, problem: FileProblem) -> None:
    with pytest.raises(FileRefusedError) as refused:
        await extract(content, "pdf")
    assert refused.value.code in (problem, FileProblem.NOT_A_PDF if problem is FileProblem.TOO_HEAVY else problem)


async def test_a_page_of_200000_tags_is_refused() -> None:
    with pytest.raises(FileRefusedError) as refused:
        await extract(b"<b></b>" * 200_000, "html")
    assert refused.value.code == FileProblem.TOO_MANY_PARTS


async def test_a_document_that_is_too_large_is_not_read_at_all() -> None:
    with pytest.raises(FileRefusedError) as refused:
        await extract(b"a" * (SIZE_LIMIT + 1), "text")
    assert refused.value.code == FileProblem.TOO_LARGE
