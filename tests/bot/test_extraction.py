"""Documents with an article: what they are, what is read of them, and what is refused."""

import re
import signal
import subprocess
import sys
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfWriter
from pypdf.generic import DecodedStreamObject, DictionaryObject, NameObject

from bot.extraction import Kind, extract, kind_of
from knowledge.articles.page import SIZE_LIMIT
from knowledge.errors import FileProblem, FileRefusedError


def pdf(
    content: bytes = b"BT /F1 12 Tf 20 700 Td (KT said it will not join.) Tj ET",
    *,
    password: str = "",
    pages: int = 1,
) -> bytes:
    """A PDF of one page, or of several with the same content; without any it is as good as scanned."""
    writer = PdfWriter()
    names = {"Type": "Font", "Subtype": "Type1", "BaseFont": "Helvetica"}
    font = DictionaryObject({NameObject(f"/{key}"): NameObject(f"/{value}") for key, value in names.items()})
    fonts = DictionaryObject({NameObject("/F1"): font})
    stream = DecodedStreamObject()
    stream.set_data(content)
    contents = writer._add_object(stream.flate_encode())
    for _ in range(pages):
        page = writer.add_blank_page(600, 800)
        page[NameObject("/Resources")] = DictionaryObject({NameObject("/Font"): fonts})
        page[NameObject("/Contents")] = contents
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


OPERATIONS = b"BT /F1 12 Tf 20 700 Td (KT said it will not join the round.) Tj ET\n"
HOSTILE: dict[str, tuple[Kind, bytes, FileProblem]] = {
    "a scanned PDF": ("pdf", pdf(b""), FileProblem.NO_TEXT),
    "an encrypted PDF": ("pdf", pdf(password="x"), FileProblem.ENCRYPTED),
    "a broken PDF": ("pdf", b"%PDF-1.7 nothing", FileProblem.NOT_A_PDF),
    "a PDF that unpacks to 40 MB": ("pdf", pdf(b" " * 40_000_000), FileProblem.TOO_HEAVY),
    "a PDF of 70,000 sentences on a page": ("pdf", pdf(OPERATIONS * 70_000), FileProblem.TOO_HEAVY),
    "a PDF of brackets in brackets": ("pdf", pdf(b"[" * 100_000), FileProblem.NOT_A_PDF),
    "a PDF of 1,000 pages": ("pdf", pdf(OPERATIONS, pages=1_000), FileProblem.TOO_HEAVY),
    "200,000 tags": ("html", b"<b></b>" * 200_000, FileProblem.TOO_MANY_PARTS),
    "tags that count only when they are read": ("html", b"<br>x" * 30_000, FileProblem.TOO_MANY_PARTS),
    "tags that never end": ("html", b"<a " * 30_000, FileProblem.TOO_MANY_PARTS),
    "comments that never end": ("html", b"<!--" * 30_000, FileProblem.TOO_MANY_PARTS),
    "a million lines of a page": ("html", b"x\n" * 1_000_000, FileProblem.TOO_MANY_PARTS),
    "a million lines": ("text", b"x\n" * 1_000_000, FileProblem.TOO_LONG),
    "a tag of 500,000 attributes": ("html", b"<p " + b"a=1 " * 500_000 + b">x</p>", FileProblem.TOO_HEAVY),
}


@pytest.mark.parametrize("name", HOSTILE)
async def test_a_hostile_or_empty_document_is_refused(name: str) -> None:
    kind, content, problem = HOSTILE[name]
    with pytest.raises(FileRefusedError) as refused:
        await extract(content, kind)
    assert refused.value.code == problem


MEASURED = (
    "import sys; from bot.document_worker import main; main(sys.argv[1]); print(open('/proc/self/status').read())"
)


@pytest.mark.skipif(not Path("/proc/self/status").exists(), reason="only Linux tells what a process took")
@pytest.mark.parametrize("name", [name for name, (kind, _, _) in HOSTILE.items() if kind != "text"])
def test_a_document_is_refused_by_the_limits_of_its_parts_within_100_megabytes(name: str) -> None:
    kind, content, _ = HOSTILE[name]
    done = subprocess.run([sys.executable, "-c", MEASURED, kind], input=content, capture_output=True, check=True)
    most = re.search(rb"VmHWM:\s*(\d+) kB", done.stdout)
    assert most is not None
    assert int(most[1]) < 100 * 1024


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no limits for a process")
@pytest.mark.parametrize(("doing", "ends"), [("while True: pass", -signal.SIGPROF), ("'x' * 10**9", 1)])
def test_whatever_takes_too_much_of_the_machine_is_ended_by_it(doing: str, ends: int) -> None:
    program = f"from bot.document_worker import limit\nlimit(0.05)\n{doing}"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, check=False, timeout=60)
    assert done.returncode == ends


async def test_a_document_that_is_too_large_is_not_read_at_all() -> None:
    with pytest.raises(FileRefusedError) as refused:
        await extract(b"a" * (SIZE_LIMIT + 1), "text")
    assert refused.value.code == FileProblem.TOO_LARGE
