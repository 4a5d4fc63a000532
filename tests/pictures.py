"""The pictures in `docs/pictures`: real replies and a real preview, as they look in a chat on a phone.

python -m tests.pictures        # draw them anew, with Chromium and a Korean font

The board and the timeline among them are the bot's own, of the programme that ships with it.
"""

import asyncio
import hashlib
import re
import shutil
import struct
import subprocess
import tempfile
import zlib
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import NamedTuple

from bot.board import draw_board, draw_timeline
from knowledge.facts import Facts
from tests.bot.editing.editorial import EDITOR, Editorial, editorial
from tests.bot.recording import Call
from tests.knowledge.programme import shipped

FOLDER = Path(__file__).resolve().parent.parent / "docs" / "pictures"
BROWSERS = ("chromium", "chromium-browser", "google-chrome", "chrome")
LARGEST = 150_000
"""Bytes of a picture."""
SCALE = 1.5
WIDTH = 400
STAMP = b"tEXt"
OF_PAGE = b"Page\0"
"""The keyword under which a picture says which page it was drawn from, by its SHA-256."""

ADD = """/add
팀: KT
입장: 불참
발언일: 1월 23일
화자구분: 본인
매체: 뉴스1
문장: KT는 23일 재공모에 참여하지 않기로 했다고 밝혔다."""

STYLE = """
* { box-sizing: border-box; margin: 0 }
body { width: 400px; background: #d5e3d0; color: #000;
  font: 15px/1.38 "Noto Sans KR", "Noto Sans CJK KR", "NanumGothic", sans-serif; overflow-wrap: anywhere }
header { display: flex; align-items: center; gap: 10px; padding: 9px 14px; background: #f7f7f7;
  border-bottom: 1px solid #d0d0d0 }
header i { width: 36px; height: 36px; border-radius: 50%; background: #3b7dd8; color: #fff;
  font: 700 18px/35px sans-serif; text-align: center }
header b { display: block; line-height: 1.2 }
header span { color: #8a8a8a; font-size: 12.5px }
main { padding: 10px 8px 12px }
.said, .told { width: fit-content; max-width: 92%; padding: 7px 11px; border-radius: 16px; margin-top: 6px;
  white-space: pre-wrap }
.said { margin-left: auto; background: #e1ffc7; border-bottom-right-radius: 5px }
.told { background: #fff; border-bottom-left-radius: 5px; max-width: 96% }
.told i { color: #444 }
a { color: #2678b6; text-decoration: none }
blockquote { margin: 3px 0; padding: 0 9px; border: solid #eaf2fb; border-width: 3px 0; box-shadow: -3px 0 #3b7dd8;
  margin-left: 3px; background: #eaf2fb; font-size: 14px }
blockquote[expandable] { display: -webkit-box; -webkit-box-orient: vertical; -webkit-line-clamp: 3; overflow: hidden }
.keys { width: 96%; margin-top: 4px }
.keys div { display: flex; gap: 4px; margin-bottom: 4px }
.keys span { flex: 1; padding: 7px 4px; border-radius: 9px; background: #6f9468; color: #fff;
  text-align: center; font-size: 14px }
"""
MEASURE = (
    "<script>document.documentElement.dataset.height = Math.ceil(document.body.getBoundingClientRect().height)</script>"
)


BOARDS: Mapping[str, Callable[[Facts], bytes]] = {
    "board": lambda facts: draw_board(facts, language="ko"),
    "board-english": lambda facts: draw_board(facts, language="en"),
    "timeline": lambda facts: draw_timeline(facts, language="ko"),
}
"""The bot's own pictures."""


class Picture(NamedTuple):
    """One picture: its name, and what is written to the bot in it."""

    name: str
    alt: str
    said: tuple[str, ...]
    language: str = "ko"
    by: int = 7


PICTURES = (
    Picture("reply", "카카오 재도전해?", ("카카오 재도전해?",)),
    Picture("english", "Where does KT stand?", ("Where does KT stand?",), language="en"),
    Picture("asked-back", "루넷은? KT&G는?", ("루넷은?", "KT&G는?")),
    Picture("preview", "/add", (ADD,), by=EDITOR),
)


async def pages() -> dict[str, str]:
    """The page of each picture: name -> HTML, with what the real application answers on 24 January 2026."""
    with tempfile.TemporaryDirectory() as folder:
        async with editorial(f"sqlite+aiosqlite:///{folder}/pictures.db") as desk:
            return {each.name: _page([part async for part in _chat(desk, each)]) for each in PICTURES}


async def _chat(desk: Editorial, picture: Picture) -> AsyncIterator[str]:
    for said in picture.said:
        yield f'<div class="said">{escape(said)}</div>'
        calls = await desk.say(said, by=picture.by, language=picture.language)
        for call in calls:
            if call.text():
                yield _told(call)


def _told(call: Call) -> str:
    """One message of the bot, and its buttons below it."""
    text = re.sub(r"(</blockquote>)\n|\n(?=<blockquote)", r"\1", call.text())
    markup = call.parameters.get("reply_markup")
    rows: Sequence[Sequence[dict[str, str]]] = markup["inline_keyboard"] if isinstance(markup, dict) else []
    shown = ("".join(f"<span>{escape(key['text'])}</span>" for key in row) for row in rows)
    keys = "".join(f"<div>{row}</div>" for row in shown)
    return f'<div class="told">{text}</div>' + (f'<div class="keys">{keys}</div>' if keys else "")


def _page(chat: Sequence[str]) -> str:
    head = "<header><i>입</i><div><b>입장</b><span>bot</span></div></header>"
    style = f'<meta charset="utf-8"><style>{STYLE}</style>'
    return f"<!doctype html><html>{style}<body>{head}<main>{''.join(chat)}</main>{MEASURE}</body></html>\n"


def browser() -> str | None:
    """The Chromium of this machine; None where there is none."""
    return next(filter(None, map(shutil.which, BROWSERS)), None)


def draw(page: str, command: str) -> bytes:
    """The page as a PNG that says which page it is of."""
    with tempfile.TemporaryDirectory() as folder:
        file, picture = Path(folder, "page.html"), Path(folder, "picture.png")
        file.write_text(page, encoding="utf-8")
        measured = _chromium(command, folder, "--dump-dom", file.as_uri())
        found = re.search(r'data-height="(\d+)"', measured)
        assert found is not None, "the page could not be measured"
        size = f"--window-size={WIDTH},{found[1]}"
        _chromium(
            command, folder, f"--screenshot={picture}", size, f"--force-device-scale-factor={SCALE}", file.as_uri()
        )
        return stamped(picture.read_bytes(), page)


def _chromium(command: str, folder: str, *arguments: str) -> str:
    options = (
        "--headless", "--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking",
        "--disable-component-update", "--disable-sync", "--hide-scrollbars", "--lang=ko",
        f"--user-data-dir={folder}/profile",
    )  # fmt: skip
    done = subprocess.run([command, *options, *arguments], capture_output=True, timeout=120, check=True)
    return done.stdout.decode()


def stamped(png: bytes, page: str) -> bytes:
    """A PNG with a chunk of text that says which page it was drawn from; the chunk stands behind the header."""
    text = OF_PAGE + _hash(page)
    header_end = 8 + 12 + 13
    chunk = struct.pack(">I", len(text)) + STAMP + text + struct.pack(">I", zlib.crc32(STAMP + text))
    return png[:header_end] + chunk + png[header_end:]


def is_of(png: bytes, page: str) -> bool:
    """True if a picture was drawn from this page."""
    return OF_PAGE + _hash(page) in png[:200]


def _hash(page: str) -> bytes:
    return hashlib.sha256(page.encode()).hexdigest().encode()


def main() -> None:
    """Draw those that are not of today's page."""
    FOLDER.mkdir(exist_ok=True)
    for name, drawing in BOARDS.items():
        (FOLDER / f"{name}.png").write_bytes(drawing(shipped()))
    command = browser()
    if command is None:
        raise SystemExit("Chromium is not on this machine: install it, and a Korean font such as fonts-noto-cjk.")
    for name, page in asyncio.run(pages()).items():
        file = FOLDER / f"{name}.png"
        if not file.exists() or not is_of(file.read_bytes(), page):
            file.write_bytes(draw(page, command))
            print(f"{file.name}: {file.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
