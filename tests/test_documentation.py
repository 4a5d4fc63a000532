"""The README's tables and examples are what the program does."""

import re
from datetime import datetime
from pathlib import Path

import pytest

from bot.chat.terminal import terminal_reply
from bot.cli.parser import COMMANDS
from bot.editing.access import COMMANDS as EDITORS_COMMANDS
from bot.messages.talk import talk
from bot.rendering.answers import render
from bot.settings import Settings, setting_name
from knowledge.answering import answer
from knowledge.files.programme_file import read_programme_file
from knowledge.model import Kind, Label, Stance, Words
from knowledge.understanding.language import HANGUL
from knowledge.understanding.stances import StanceWords
from tests.commands import run
from tests.knowledge.programme import facts_of, reader_of

ROOT = Path(__file__).resolve().parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")
PROGRAMME = (ROOT / "docs" / "programme.md").read_text(encoding="utf-8")
QUESTIONS = re.findall(r"^\| ([^|]+\?) \| ([^|]+) \|$", PROGRAMME, re.MULTILINE)
KOREAN = (ROOT / "README.ko.md").read_text(encoding="utf-8")
PAGES = [
    *(ROOT / name for name in ("README.md", "README.ko.md", "CHANGELOG.md", "CONTRIBUTING.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]


def section(title: str) -> str:
    """The README's text below a heading, up to the next one of its rank."""
    return README.split(f"\n## {title}\n", 1)[1].split("\n## ", 1)[0]


def example(name: str, page: str = README) -> str:
    """What stands in a fenced block between the markers of an example."""
    marked = re.search(rf"<!-- example:{name} -->\n```\w*\n(.*?)```\n<!-- /example -->", page, re.DOTALL)
    assert marked is not None, name
    return marked.group(1)


def ipjang(*arguments: str, database: Path) -> str:
    """What a command prints in a process of its own, with a database of its own and no other setting."""
    done = run(database.parent, *arguments, BOT_DATABASE_URL=f"sqlite+aiosqlite:///{database}")
    assert done.returncode == 0, done.stderr.decode()
    return done.stdout.decode()


def bridge(file: str, question: str) -> str:
    """What a programme file answers, as the terminal shows it."""
    facts = facts_of(read_programme_file(file, name="bridge.yaml"))
    now = datetime(2026, 5, 1, 9, tzinfo=facts.zone)
    asked = reader_of(facts).read(question, now=now)
    return terminal_reply(render(answer(asked, facts, now=now, language="ko")), styled=False)


def test_every_setting_stands_in_the_table_with_its_default() -> None:
    rows = dict(re.findall(r"^\| `(BOT_\w+)` \| (.+?) \|", section("Settings"), re.MULTILINE))
    assert set(rows) == {setting_name(field) for field in Settings.model_fields}
    settings = Settings()
    assert rows["BOT_API_URL"] == f"`{settings.api_url}`"
    assert rows["BOT_DATABASE_URL"] == f"`{settings.database_url.get_secret_value()}`"
    assert rows["BOT_LISTEN"] == f"`{settings.listen}`"
    assert rows["BOT_SEND_RATE"] == f"`{settings.send_rate:g}`"
    for plain in ("language", "log_level", "log_format", "four_eyes"):
        assert rows[setting_name(plain)] == f"`{getattr(settings, plain)}`"
    for unset in ("token", "owners", "webhook_url", "webhook_secret"):
        assert rows[setting_name(unset)] == "none"


def test_every_command_stands_in_the_table() -> None:
    table = "\n".join(line.split(" | ")[0] for line in section("Commands").splitlines() if line.startswith("| `"))
    assert set(re.findall(r"`ipjang (\w+)", table)) == {command.name for command in COMMANDS}


def test_every_command_of_the_chat_is_named() -> None:
    line = README.partition("In Telegram:")[2].partition("\n\n")[0]
    everybody = talk("en").commands("", "")
    assert set(re.findall(r"(?<=[ `\n])/([a-z]+)", line)) == {*everybody, "start", *EDITORS_COMMANDS}


def test_the_list_of_decisions_has_the_title_of_each() -> None:
    folder = ROOT / "docs" / "decisions"
    pages = [page for page in sorted(folder.glob("*.md")) if page.name != "README.md"]
    titles = [re.sub(r"^# \d+[:.] ", "", page.read_text(encoding="utf-8").partition("\n")[0]) for page in pages]
    table = (folder / "README.md").read_text(encoding="utf-8")
    assert re.findall(r"^\| \[\d+\]\((.+?)\) \| (.+) \|$", table, re.MULTILINE) == [
        (page.name, title) for page, title in zip(pages, titles, strict=True)
    ]


def test_the_first_example_is_the_real_answer(tmp_path: Path) -> None:
    question, _, reply = example("kakao").removeprefix("> ").partition("\n")
    assert reply.strip() == ipjang("ask", "--now", "2026-01-20", question, database=tmp_path / "facts.db").strip()


def test_the_example_programme_loads_and_answers(tmp_path: Path) -> None:
    (tmp_path / "rooftop.yaml").write_text(example("programme"), encoding="utf-8")
    database = tmp_path / "rooftop.db"
    ipjang("load", "--empty", "rooftop.yaml", database=database)
    assert "한울조경은 옥상 정원 사업에 참여하겠다고 밝혔다." in ipjang("ask", "한울은?", database=database)


def test_the_file_of_the_page_on_programmes_loads_and_answers(tmp_path: Path) -> None:
    (tmp_path / "bridge.yaml").write_text(example("bridge", PROGRAMME), encoding="utf-8")
    database = tmp_path / "bridge.db"
    assert "3 teams" in ipjang("load", "--dry-run", "bridge.yaml", database=database)
    ipjang("load", "--empty", "bridge.yaml", database=database)
    question, reply = QUESTIONS[0]
    assert ipjang("ask", "--now", "2026-05-01", question, database=database).startswith(reply)


@pytest.mark.parametrize(("question", "reply"), QUESTIONS)
def test_a_question_of_the_page_on_programmes_is_answered_as_it_says(question: str, reply: str) -> None:
    assert bridge(example("bridge", PROGRAMME), question).partition("\n")[0] == reply


def test_the_page_on_programmes_says_rightly_what_a_bare_word_of_a_name_is_answered_with() -> None:
    assert bridge(example("bridge", PROGRAMME), "Miru?") == "Do you mean Miru Steel?"


@pytest.mark.parametrize(
    ("word", "heard"),
    [
        ("뛰어든다", ["뛰어들어", "뛰어들었대", "뛰어들까"]),
        ("나섰다", ["나서나"]),
        ("지었다", ["지었어"]),
        ("올랐다", ["올랐어"]),
        ("도왔다", ["도왔어"]),
        ("입찰", ["입찰했어", "입찰한 팀", "입찰하나"]),
        ("낙찰", ["낙찰됐어"]),
        ("손을 뗀다", ["손 뗐어"]),
        ("pulls out", ["pulled out", "pulling out"]),
        ("bid", ["bids", "bidding"]),
    ],
)
def test_words_are_heard_in_the_forms_that_the_page_on_programmes_names(word: str, heard: list[str]) -> None:
    assert word in PROGRAMME
    listed = Words(ko=(word,)) if HANGUL.search(word) else Words(en=(word,))
    words = StanceWords([Stance(code="x", kind=Kind.POSITION, label=Label(ko="…", en="…"), words=listed)])
    assert all(words.find(text) for text in heard)


def rows(page: str) -> list[tuple[str, ...]]:
    """The first two cells of each row of the tables of settings and of commands; a command's second is its purpose."""
    return re.findall(r"^\| (`BOT_\w+`) \| (.+?) \|", page, re.MULTILINE)


def commands(page: str) -> list[str]:
    """The first cells of the rows of the table of commands."""
    return re.findall(r"^\| (`ipjang .+?) \| ", page, re.MULTILINE)


def orders(page: str) -> list[list[str]]:
    """The lines of the blocks of shell, without their comments."""
    blocks = re.findall(r"^ *```sh\n(.*?)```", page, re.MULTILINE | re.DOTALL)
    return [[re.sub(r" +#.*", "", line).strip() for line in block.splitlines()] for block in blocks]


def test_the_korean_readme_has_the_same_settings_and_defaults() -> None:
    assert [(name, default.replace("없음", "none")) for name, default in rows(KOREAN)] == rows(README)


def test_the_korean_readme_has_the_same_commands() -> None:
    assert commands(KOREAN) == commands(README)
    in_telegram = [
        re.findall(r"(?<=[ `])/[a-z]+", page.partition("`/start")[2].split("\n\n")[0]) for page in (README, KOREAN)
    ]
    assert in_telegram[0] == in_telegram[1]


def test_the_korean_readme_has_the_same_recipes_examples_pictures_and_sections() -> None:
    assert orders(KOREAN) == orders(README)
    for pattern in (r"<!-- example:\w+ -->.*?<!-- /example -->", r"docs/pictures/[\w-]+\.png", r"^#+ "):
        # Each shows the board in its own language.
        english = README.replace("board-english", "board")
        assert re.findall(pattern, KOREAN, re.MULTILINE | re.DOTALL) == re.findall(
            pattern, english, re.MULTILINE | re.DOTALL
        )


def test_the_korean_readme_tells_as_much_of_what_is_stored_and_links_to_the_same_pages() -> None:
    stored = [len(re.findall(r"^- \*\*", page, re.MULTILINE)) for page in (README, KOREAN)]
    assert stored[0] == stored[1] > 0
    pages = [set(re.findall(r"\]\(((?:docs|CONTRIBUTING)[^)#]*)", page)) for page in (README, KOREAN)]
    assert pages[0] == pages[1]


@pytest.mark.parametrize("page", [README, KOREAN], ids=["en", "ko"])
def test_a_readme_begins_with_a_picture_and_ways_to_start_without_a_clone(page: str) -> None:
    first = page.partition("<!-- example")[0]
    assert first.index("docs/pictures/board") < first.index("docs/pictures/reply.png") < first.index("uvx")
    assert first.index("uvx") < first.index("pipx install")
    assert first.index("docker run") < first.index("git clone")


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_picture_of_a_page_is_there(page: Path) -> None:
    pictures = re.findall(r'<img src="([^"]+)"', page.read_text(encoding="utf-8"))
    assert [picture for picture in pictures if not (page.parent / picture).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_relative_link_leads_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?://|#)([^)#]+)", page.read_text(encoding="utf-8"))
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.name)
def test_every_target_of_make_that_a_page_names_exists(page: Path) -> None:
    targets = set(re.findall(r"^([a-z]+):", (ROOT / "Makefile").read_text(encoding="utf-8"), re.MULTILINE))
    assert set(re.findall(r"(?:`|^)make ([a-z]+)\b", page.read_text(encoding="utf-8"), re.MULTILINE)) <= targets


def test_every_file_that_the_page_on_the_architecture_names_exists() -> None:
    page = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = re.findall(r"`((?:[a-z_]+/)*[a-z_]+\.(?:py|tsv|toml)|(?:[a-z_]+/)+)`", page)
    assert len(named) > 20
    missing = [
        each for each in named if not any((ROOT / folder / each).exists() for folder in ("", "bot", "knowledge"))
    ]
    assert missing == []
