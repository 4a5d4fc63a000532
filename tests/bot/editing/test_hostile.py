"""Hostile words of somebody who may edit: every command takes any text, and every reply is one that Telegram takes."""

import pytest

from bot.editing.access import COMMANDS, Act
from tests.bot.editing.editorial import OWNER, Editorial, texts

HOSTILE = {
    "markup": "<b>KT</b> & </blockquote><a href='x'>",
    "braces": "{id} {0} %s \\{",
    "emoji": "😀" * 1500,
    "overrides": "\u202eKT\u202c\u2066",
    "nul": "KT\x00불참",
    "surrogate": "KT \ud83d 불참",
    "jamo": "ㅋ" * 4000,
    "one long word": "a" * 4000,
    "many lines": "\n".join(["키: 값"] * 600),
    "colons": "::::\n:\n：：\nteam::KT",
    "quotes": "\"“‘’”'«»" * 300,
    "blanks": " \n\t \u3000\u200b ",
    "digits": "9" * 4000,
    "dates": "2026-99-99 99:99 99월 99일",
}


@pytest.mark.parametrize("command", [str(act) for act in Act if str(act) in COMMANDS])
async def test_a_command_takes_any_words(desk: Editorial, command: str) -> None:
    before = await desk.dump()
    for words in HOSTILE.values():
        for text in (f"/{command} {words}", f"/{command}\n{words}", f"/{command} KT {words}"):
            assert await desk.say(text[:4096], by=OWNER)
    assert await desk.dump() == before


@pytest.mark.parametrize(
    "key", ["team", "stance", "said", "voice", "speaker", "publisher", "title", "url", "published", "quote"]
)
async def test_a_line_takes_any_words(desk: Editorial, key: str) -> None:
    lines = {
        "team": "KT",
        "stance": "불참",
        "said": "어제",
        "voice": "own",
        "publisher": "뉴스1",
        "quote": "KT는 안 나간다.",
    }
    for words in HOSTILE.values():
        told = "\n".join(f"{each}: {value}" for each, value in {**lines, key: words}.items() if each != "quote")
        quote = words if key == "quote" else lines["quote"]
        assert texts(await desk.say(f"/add\n{told}\nquote: {quote}"[:4096]))


async def test_every_step_takes_any_words(desk: Editorial) -> None:
    answers = ["KT", "불참", "KT는 23일 안 나간다고 했다.", "어제", "본인", "없음", "뉴스1"]
    await desk.say("/add")
    for answer in answers:
        for words in HOSTILE.values():
            await desk.say(words[:4096])
            if "저장" in str([key["text"] for call in desk.stage.telegram.calls for key in call.buttons()]):
                break
        await desk.say(answer)
    await desk.say("/cancel")
