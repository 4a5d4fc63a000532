"""What holds for every message: both languages fill the same placeholders, and particles fit the word before."""

import importlib
import pkgutil
import re
from collections.abc import Iterator, Mapping

import pytest

import bot.messages
from bot.messages.editing_steps import EDITING
from bot.messages.refusals import REFUSALS
from bot.messages.template import Messages, MessageText, Template, Texts, fixed, message, table
from knowledge.text.particles import with_particle

MODULES = [importlib.import_module(each.name) for each in pkgutil.iter_modules(bot.messages.__path__, "bot.messages.")]
NAMES = (
    "카카오",
    "루닛",
    "서울",
    "KT",
    "LG",
    "NC AI",
    "3M",
    "2026",
    "포티투닷 10",
    "Naver",
    "Lunit",
    "株式会社",
    "카카오(주)",
)
"""Names that end in each kind of sound, in digits, in Latin letters, and in what nobody can tell how to read."""
COMMON = {"member": "팀", "members": "teams", "counter": "곳"}
"""Placeholders that a programme fills for every message."""
KNOWN_DIFFERENCES = {"bot.messages.refusals.OUTAGES[newer_schema]"}
"""Messages of which one language tells more: in Korean only the schema that is too new."""
CHOICE = re.compile(r"\{\w+:(?:[^{}]|\{[^{}]*\})*\|(?:[^{}]|\{[^{}]*\})*\}")


def _messages() -> Iterator[tuple[str, MessageText[...]]]:
    for module in MODULES:
        for kind in vars(module).values():
            if isinstance(kind, type) and issubclass(kind, Messages) and kind.__module__ == module.__name__:
                yield from (
                    (f"{kind.__name__}.{name}", m) for name, m in vars(kind).items() if isinstance(m, MessageText)
                )


def _tables() -> Iterator[tuple[str, Texts]]:
    for module in MODULES:
        for name, value in vars(module).items():
            if isinstance(value, Mapping) and all(isinstance(each, Mapping) for each in value.values()):
                found = ((f"{module.__name__}.{name}[{key}]", each) for key, each in value.items())
                yield from ((key, each) for key, each in found if each and isinstance(each.get("ko"), Template))


MESSAGES = dict(_messages())
TABLES = dict(_tables())
TEXTS: dict[str, Texts] = {**{name: each.texts for name, each in MESSAGES.items()}, **TABLES}


def test_messages_are_found() -> None:
    assert len(MESSAGES) > 100
    assert len(TABLES) > 20


def test_every_row_of_the_tables_is_said_by_a_module() -> None:
    said = {id(texts) for texts in TABLES.values()}
    rows = {(title, code): texts for title, table in {**EDITING, **REFUSALS}.items() for code, texts in table.items()}
    assert [row for row, texts in rows.items() if id(texts) not in said] == []


def _filled(text: Template, value: object) -> str:
    return text({**COMMON, **dict.fromkeys(text.names - set(COMMON), value)})


def test_a_message_has_the_placeholders_of_its_signature() -> None:
    for name, told in MESSAGES.items():
        used = told.texts["ko"].names | told.texts["en"].names
        assert used - set(COMMON) == set(told.parameters) - set(COMMON), name


def test_both_languages_tell_the_same_facts() -> None:
    """What only one of them needs is a count or a claim that it chooses a form by: `{count:1 team|# teams}`."""
    for name, texts in TEXTS.items():
        for one, other in ((texts["ko"], texts["en"]), (texts["en"], texts["ko"])):
            plain = Template(CHOICE.sub("", one.text)).names - set(COMMON)
            assert plain <= other.names or name in KNOWN_DIFFERENCES, name


def test_a_text_is_filled_by_any_value_of_its_placeholders() -> None:
    for name, texts in TEXTS.items():
        for text in texts.values():
            values = (*NAMES, ["카카오", "KT"], [], None) if ":,}" not in text.text else ()
            for value in (*values, 0, 1, 12, True, False):
                assert not re.search(r"\{\w+(\}|:\S)|#", _filled(text, value)), name


@pytest.mark.parametrize("word", NAMES)
def test_particles_follow_the_sound_of_the_word_before_them_in_every_message(word: str) -> None:
    for name, texts in TEXTS.items():
        korean = texts["ko"]
        for field, quotes, particle in re.findall(r"\{(\w+):(‘’)?(은|이|을|과|이라|이었|으로)\}", korean.text):
            chosen = set(re.findall(r"\{(\w+):[^{}]*(?:\{[^{}]*\}[^{}]*)*\|", korean.text)) - {field}
            values = {**dict.fromkeys(korean.names, word), **COMMON}
            said = "\n".join(korean({**values, **dict.fromkeys(chosen, choice)}) for choice in (0, 1))
            shown = COMMON.get(field, word)
            assert with_particle(f"‘{shown}’" if quotes else shown, particle) in said, name


def test_no_particle_is_written_for_one_kind_of_sound() -> None:
    """`{team}은` would be wrong for 카카오; behind a bracket the particle belongs to the word before it."""
    for name, texts in TEXTS.items():
        written = re.search(
            r"\{(\w+)\}[’”]?(은|는|이|가|을|를|과|와|이라|라|으로|로|라는|이라는)(?![가-힣])", texts["ko"].text
        )
        assert written is None, (name, written)


@pytest.mark.parametrize(
    ("text", "values", "expected"),
    [
        ("{team:은} {label}", {"team": "루닛", "label": "불참"}, "루닛은 불참"),
        ("‘{team}’({id}){team:-과}", {"team": "KT", "id": 1}, "‘KT’(1)와"),
        ("{names:‘’을}", {"names": ["참여", "불참"]}, "‘참여’, ‘불참’을"),
        ("{names:“”and}.", {"names": ["a", "b", "c"]}, "“a”, “b” and “c”."),
        ("{names:or}", {"names": ["a", "b"]}, "a or b"),
        ("{count:1 {member}|# {members}}", {"count": 2, "member": "team", "members": "teams"}, "2 teams"),
        ("{count:1 {member}|# {members}}", {"count": 1, "member": "team", "members": "teams"}, "1 team"),
        ("{day:#까지의 |}기록", {"day": None}, "기록"),
        ("{names:{names:은}|입장이}", {"names": "카카오"}, "카카오는"),
        ("{limit:,}", {"limit": 2000}, "2,000"),
        ("{a}", {"a": "{b:은}"}, "{b:은}"),
    ],
)
def test_placeholders(text: str, values: Mapping[str, object], expected: str) -> None:
    assert Template(text)(values) == expected


def test_an_unknown_form_of_a_placeholder_is_refused() -> None:
    with pytest.raises(ValueError, match="no form"):
        Template("{team:는}")({"team": "KT"})


class Greetings(Messages):
    hello = fixed("안녕하세요, {member}", "Hello, {member}")

    @message("{team:은} {is_late:늦게|제때} 왔습니다.", "{team} came {is_late:late|in time}.")
    def came(self, team: str, *, is_late: bool = False) -> str: ...


def test_a_message_is_called_as_its_signature_says() -> None:
    korean, english = Greetings("ko", {"member": "가게"}), Greetings("en", {"member": "shop"})
    assert (korean.hello(), english.hello()) == ("안녕하세요, 가게", "Hello, shop")
    assert korean.came("카카오") == korean.came(team="카카오", is_late=False) == "카카오는 제때 왔습니다."
    assert english.came("KT", is_late=True) == "KT came late."
    assert korean.fill(table({"a": ("{x}", "")})["a"], x=1) == "1"
