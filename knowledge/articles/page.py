"""A saved page or a PDF as the text of its article, with what the page says of its source."""

import re
from dataclasses import dataclass
from datetime import date, datetime
from html.parser import HTMLParser
from io import BytesIO
from typing import Final, Literal

from knowledge.errors import FileProblem, FileRefusedError

SOURCE_TEXT_LENGTH: Final = 200_000
"""Characters of the longest text that a source may have (`knowledge.fields`)."""
SIZE_LIMIT: Final = 2 * 1024 * 1024
"""Bytes of a document with an article."""
TAGS_LIMIT: Final = 20_000
"""Tags of a page; a long news page has 5,000."""
UNCLOSED_LIMIT: Final = 2_000
"""Tags that may begin and never end: each makes `html.parser` look through the rest of the page again."""
LINES_LIMIT: Final = 20_000
PAGES_LIMIT: Final = 400
STREAM_LIMIT: Final = 8_000_000
"""Bytes of one unpacked part of a PDF; a page's text has some 50,000."""
TOKENS_LIMIT: Final = 100_000
"""Numbers, strings and operators of one page of a PDF; one whose letters are placed one by one has 50,000."""
_SKIPPED: Final = frozenset(
    [
        "script",
        "style",
        "noscript",
        "template",
        "svg",
        "iframe",
        "nav",
        "header",
        "footer",
        "aside",
        "form",
        "button",
        "select",
        "figure",
        "figcaption",
        "head",
    ]
)
_BLOCKS: Final = frozenset(
    [
        "p",
        "div",
        "br",
        "li",
        "ul",
        "ol",
        "h1",
        "h2",
        "h3",
        "h4",
        "h5",
        "h6",
        "section",
        "article",
        "main",
        "table",
        "tr",
        "td",
        "blockquote",
        "pre",
        "dd",
        "dt",
        "hr",
    ]
)
_VOID: Final = frozenset(
    ["area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"]
)
_BODY: Final = re.compile(
    r"articlebody|article[-_]?(?:view|body|content|txt|text)|news[-_]?(?:body|content|end|view)", re.IGNORECASE
)
_TITLES: Final = ("og:title", "twitter:title", "title")
_PUBLISHERS: Final = ("og:site_name", "article:author", "twitter:creator", "publisher")
_DATES: Final = ("article:published_time", "datepublished", "pubdate", "date", "dc.date", "dc.date.issued")
_LINKS: Final = ("og:url", "canonical")


@dataclass(frozen=True)
class Page:
    """The text of a document, and what its markup says of the article; each may be unknown.

    A dataclass, and no import of pydantic here: the child that reads a document starts in half the time.
    """

    text: str
    title: str | None = None
    publisher: str | None = None
    url: str | None = None
    published: date | None = None


def read_text(content: bytes) -> Page:
    """A text file: UTF-8, or the Korean encoding that Windows still writes."""
    for encoding in ("utf-8-sig", "cp949"):
        try:
            return Page(text=within_limits(content.decode(encoding).replace("\r\n", "\n").replace("\r", "\n")))
        except UnicodeDecodeError:
            continue
    raise FileRefusedError(FileProblem.NOT_TEXT, line=None)


def within_limits(text: str) -> str:
    """The text without its outer blanks; raises FileRefusedError where it is longer than an article may be."""
    stripped = text.strip()
    if len(stripped) > SOURCE_TEXT_LENGTH:
        raise FileRefusedError(FileProblem.TOO_LONG, line=None, limit=SOURCE_TEXT_LENGTH)
    if stripped.count("\n") > LINES_LIMIT:
        raise FileRefusedError(FileProblem.TOO_MANY_PARTS, line=None, limit=LINES_LIMIT)
    return stripped


def refuse_at_once(content: bytes, kind: Literal["html", "pdf"]) -> None:
    """Raise FileRefusedError for a document that needs no reading to be known as too much."""
    if kind == "pdf":
        if b"/Encrypt" in content:
            raise FileRefusedError(FileProblem.ENCRYPTED, line=None)
        return
    begun = content.count(b"<")
    if begun > 2 * TAGS_LIMIT or begun - content.count(b">") > UNCLOSED_LIMIT:
        raise FileRefusedError(FileProblem.TOO_MANY_PARTS, line=None, limit=TAGS_LIMIT)
    if content.count(b"\n") > 10 * LINES_LIMIT:
        raise FileRefusedError(FileProblem.TOO_MANY_PARTS, line=None, limit=LINES_LIMIT)


def read_html(content: bytes) -> Page:
    """A saved page: the text of its article, without what stands around it."""
    refuse_at_once(content, "html")
    head = content[:4096].lower()
    declared = re.search(rb"charset=[\"']?([a-z0-9_-]+)", head)
    is_korean = declared is not None and declared[1] in (b"euc-kr", b"ks_c_5601-1987", b"cp949")
    markup = content.decode("cp949" if is_korean else "utf-8-sig", errors="replace")
    parser = _ArticleParser()
    parser.feed(markup)
    parser.close()
    return parser.page()


class _ArticleParser(HTMLParser):
    """Gathers the text of blocks; what stands in an article's own element is preferred to the whole page."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._open: list[tuple[str, bool, bool]] = []
        self._skipped = 0
        self._inside = 0
        self._tags = 0
        self._whole: list[str] = []
        self._article: list[str] = []
        self._meta: dict[str, str] = {}
        self._in_title = False

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """An element begins."""
        self._tags += 1
        if self._tags > TAGS_LIMIT:
            raise FileRefusedError(FileProblem.TOO_MANY_PARTS, line=None, limit=TAGS_LIMIT)
        given = {key: value or "" for key, value in attrs}
        self._note(tag, given)
        if tag in _BLOCKS:
            self._add("\n")
        if tag in _VOID:
            return
        skips = tag in _SKIPPED and not (tag == "header" and self._inside)
        names = f"{given.get('id', '')} {given.get('class', '')} {given.get('itemprop', '')}"
        is_article = tag == "article" or (tag in ("div", "section", "main", "td") and _BODY.search(names) is not None)
        self._open.append((tag, skips, is_article))
        self._skipped += skips
        self._inside += is_article
        self._in_title = tag == "title"

    def handle_endtag(self, tag: str) -> None:
        """An element ends, and with it what was left open inside it."""
        if tag in _BLOCKS:
            self._add("\n")
        self._in_title = False
        if not any(name == tag for name, _, _ in self._open[-64:]):
            return
        while self._open:
            name, skips, is_article = self._open.pop()
            self._skipped -= skips
            self._inside -= is_article
            if name == tag:
                return

    def handle_data(self, data: str) -> None:
        """Text."""
        if self._in_title:
            self._meta.setdefault("title", data.strip())
        self._add(re.sub(r"\s+", " ", data))

    def _note(self, tag: str, given: dict[str, str]) -> None:
        if tag == "meta":
            key = (given.get("property") or given.get("name") or given.get("itemprop") or "").lower()
            if key and given.get("content"):
                self._meta.setdefault(key, given["content"].strip())
        elif tag == "link" and given.get("rel") == "canonical":
            self._meta.setdefault("canonical", given.get("href", ""))
        elif tag == "time" and given.get("datetime"):
            self._meta.setdefault("date", given["datetime"])

    def _add(self, text: str) -> None:
        if self._skipped:
            return
        self._whole.append(text)
        if self._inside:
            self._article.append(text)

    def page(self) -> Page:
        """What was gathered; raises FileRefusedError where the page holds no text."""
        inside, whole = _tidy("".join(self._article)), _tidy("".join(self._whole))
        text = within_limits(inside if len(inside) > len(whole) // 5 else whole)
        if not text:
            raise FileRefusedError(FileProblem.NO_TEXT, line=None)
        return Page(
            text=text,
            title=self._first(_TITLES),
            publisher=self._first(_PUBLISHERS),
            url=_web(self._first(_LINKS)),
            published=_day(self._first(_DATES)),
        )

    def _first(self, keys: tuple[str, ...]) -> str | None:
        found = next((self._meta[key] for key in keys if self._meta.get(key)), None)
        return found[:300] if found else None


def _tidy(text: str) -> str:
    lines = (line.strip() for line in re.sub(r"[ \t\xa0]+", " ", text).split("\n"))
    return "\n".join(line for line in lines if line)


def _web(address: str | None) -> str | None:
    return address if address and re.fullmatch(r"https?://[^\s<>\"]{1,1000}", address) else None


def _day(written: str | None) -> date | None:
    match = re.match(r"20\d\d-?\d\d-?\d\d", written or "")
    try:
        return datetime.fromisoformat(match.group()).date() if match else None
    except ValueError:
        return None


def read_pdf(content: bytes) -> Page:
    """A PDF with a text layer; raises FileRefusedError for one that is encrypted, scanned or broken."""
    try:
        import pypdf.errors
    except ImportError:
        raise FileRefusedError(FileProblem.NO_PDF_READER, line=None) from None
    pypdf.overwrite_configuration(
        zlib_maximum_output_length=STREAM_LIMIT,
        lzw_maximum_output_length=STREAM_LIMIT,
        run_length_maximum_output_length=STREAM_LIMIT,
        array_based_stream_maximum_output_length=STREAM_LIMIT,
        stream_decoding_work_maximum_length=4 * STREAM_LIMIT,
        stream_parsing_work_maximum_count=TOKENS_LIMIT,
        page_tree_maximum_entries=2 * PAGES_LIMIT,
    )
    length = 0

    def count(text: str, *_: object) -> None:
        nonlocal length
        length += len(text)
        if length > 2 * SOURCE_TEXT_LENGTH:
            raise FileRefusedError(FileProblem.TOO_LONG, line=None, limit=SOURCE_TEXT_LENGTH)

    try:
        reader = pypdf.PdfReader(BytesIO(content))
        if reader.is_encrypted:
            raise FileRefusedError(FileProblem.ENCRYPTED, line=None)
        if len(reader.pages) > PAGES_LIMIT:
            raise FileRefusedError(FileProblem.TOO_MANY_PARTS, line=None, limit=PAGES_LIMIT)
        pieces = [page.extract_text(visitor_text=count) for page in reader.pages]
        told = reader.metadata.title if reader.metadata else None
    except pypdf.errors.LimitReachedError as error:
        raise FileRefusedError(FileProblem.TOO_HEAVY, line=None) from error
    except (
        pypdf.errors.PyPdfError,
        ValueError,
        KeyError,
        TypeError,
        AttributeError,
        RecursionError,
        IndexError,
        OSError,
    ) as error:
        raise FileRefusedError(FileProblem.NOT_A_PDF, line=None) from error
    text = within_limits(unwrapped("\n".join(pieces)))
    if not re.search(r"\w{2}", text):
        raise FileRefusedError(FileProblem.NO_TEXT, line=None)
    return Page(text=text, title=told[:300] if told and told.strip() else None)


def unwrapped(text: str) -> str:
    """The text of a printed page with the lines of each paragraph joined: a line that ends no sentence goes on.

    A short line stays as it is: it is a headline, or the last of a paragraph.
    """
    lines = [re.sub(r"[^\S\n]+", " ", line).strip() for line in text.replace("\0", "").split("\n")]
    longest = max(map(len, lines), default=0)
    joined: list[str] = []
    goes_on = False
    for line in lines:
        if goes_on and line:
            joined[-1] += f" {line}"
        else:
            joined.append(line)
        ends = re.search(r"[.!?。…][\"'”’」』)\]]*$", line) is not None
        goes_on = bool(line) and not ends and len(line) > 0.7 * longest
    return "\n".join(line for line in joined if line)
