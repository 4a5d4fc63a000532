from pathlib import Path

import pytest

from bot.settings import READERS, Settings, SettingsError, exposed_secrets, read_settings, setting_name

TOKEN = "123456789:AAFabcdefghijklmnopqrstuvwxyz_-01234"


def test_nothing_set_gives_the_defaults() -> None:
    settings = read_settings({})
    assert settings.token is None
    assert settings.api_url == "https://api.telegram.org"
    assert settings.database_url.get_secret_value() == "sqlite+aiosqlite:///ipjang.db"
    assert (str(settings.listen), settings.language, settings.send_rate) == ("127.0.0.1:8080", "ko", 30.0)


def test_every_setting_is_read() -> None:
    settings = read_settings(
        {
            "BOT_TOKEN": TOKEN,
            "BOT_API_URL": "http://127.0.0.1:8081/",
            "BOT_OWNERS": "1, 22 ,1",
            "BOT_DATABASE_URL": "postgres://u:p@h/n",
            "BOT_LANGUAGE": "en",
            "BOT_WEBHOOK_URL": "https://example.org/hook",
            "BOT_WEBHOOK_SECRET": "s-1",
            "BOT_LISTEN": "[::1]:0",
            "BOT_SEND_RATE": "0",
            "BOT_LOG_LEVEL": "debug",
            "BOT_LOG_FORMAT": "json",
        }
    )
    assert settings.token is not None
    assert settings.token.get_secret_value() == TOKEN
    assert settings.api_url == "http://127.0.0.1:8081"
    assert settings.owners == (1, 22)
    assert settings.database_url.get_secret_value() == "postgresql+asyncpg://u:p@h/n"
    assert (settings.language, settings.webhook_url, str(settings.listen)) == (
        "en",
        "https://example.org/hook",
        "[::1]:0",
    )
    assert (settings.send_rate, settings.log_level, settings.log_format) == (0.0, "DEBUG", "json")


def test_a_reader_stands_for_every_field() -> None:
    assert set(READERS) == set(Settings.model_fields)


def test_secrets_do_not_show(tmp_path: Path) -> None:
    settings = read_settings({"BOT_TOKEN": TOKEN, "BOT_DATABASE_URL": "postgresql://u:hunter2@h/n"})
    assert TOKEN not in repr(settings)
    assert "hunter2" not in repr(settings)


@pytest.mark.parametrize("field", sorted(READERS))
def test_every_setting_may_stand_in_a_file(field: str, tmp_path: Path) -> None:
    texts = {
        "token": TOKEN, "api_url": "http://h", "owners": "7", "database_url": "sqlite+aiosqlite:///x.db",
        "language": "en", "webhook_url": "https://h/p", "webhook_secret": "s", "listen": "h:1", "listen_metrics": "h:2",
            "send_rate": "1", "fetch_hosts": "a.kr, b.kr",
        "log_level": "info", "log_format": "json", "four_eyes": "corrections",
        "web_listen": "h:3", "web_url": "https://h", "hooks": "https://h/hook", "hooks_secret": "s" * 16,
        "settle_seconds": "2",
        "quiet_hours": "23-7",
        "remember_days": "7",
    }  # fmt: skip
    file = tmp_path / "secret"
    file.write_text(texts[field] + "\n", encoding="utf-8")
    others = {"BOT_WEBHOOK_SECRET": "s"} if field == "webhook_url" else {}
    read = read_settings({setting_name(field) + "_FILE": str(file), **others})
    assert getattr(read, field) == getattr(read_settings({setting_name(field): texts[field], **others}), field)


@pytest.mark.parametrize(
    ("variable", "text"),
    [
        ("BOT_TOKEN", "not-a-token"),
        ("BOT_TOKEN", "123:abc"),
        ("BOT_TOKEN", "123456789:AAF abcdefghijklmnopqrstuvwxyz01234567"),
        ("BOT_API_URL", "api.telegram.org"),
        ("BOT_API_URL", "http://h/?a=b"),
        ("BOT_API_URL", "http://[::1"),
        ("BOT_OWNERS", "alice"),
        ("BOT_OWNERS", "12;13"),
        ("BOT_OWNERS", "-5"),
        ("BOT_DATABASE_URL", "mysql://u:hunter2@h/n"),
        ("BOT_DATABASE_URL", "ipjang.db"),
        ("BOT_DATABASE_URL", "sqlite://"),
        ("BOT_LANGUAGE", "fr"),
        ("BOT_WEBHOOK_SECRET", "a b"),
        ("BOT_LISTEN", "8080"),
        ("BOT_LISTEN", "h:99999"),
        ("BOT_SEND_RATE", "-1"),
        ("BOT_SEND_RATE", "nan"),
        ("BOT_LOG_LEVEL", "loud"),
        ("BOT_LOG_FORMAT", "xml"),
        ("BOT_FOUR_EYES", "two"),
        ("BOT_TOKEN_FILE", "no-such-file"),
    ],
)
def test_a_malformed_setting_is_named_in_one_sentence(variable: str, text: str) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({variable: text})
    sentence = str(refused.value)
    assert sentence.startswith(f"{variable} ")
    assert "\n" not in sentence
    assert "hunter2" not in sentence


def test_an_unknown_setting_is_refused_with_the_nearest_one() -> None:
    with pytest.raises(SettingsError, match=r"^BOT_TOKN is not a setting: did you mean BOT_TOKEN\?$"):
        read_settings({"BOT_TOKN": TOKEN})


def test_every_mistake_is_told_at_once() -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings({"BOT_LANGUAGE": "fr", "BOT_LISTEN": "x"})
    assert len(str(refused.value).splitlines()) == 2


def test_a_short_token_serves_a_stand_in_of_telegram() -> None:
    assert read_settings({"BOT_TOKEN": "1:t", "BOT_API_URL": "http://127.0.0.1:1"}).token is not None


def test_a_webhook_needs_a_secret() -> None:
    with pytest.raises(SettingsError, match="BOT_WEBHOOK_SECRET is required"):
        read_settings({"BOT_WEBHOOK_URL": "https://h/p"})


def test_a_setting_and_its_file_exclude_each_other() -> None:
    with pytest.raises(SettingsError, match="both set"):
        read_settings({"BOT_TOKEN": TOKEN, "BOT_TOKEN_FILE": "t"})


def test_an_empty_variable_says_nothing() -> None:
    assert read_settings({"BOT_TOKEN": "", "BOT_NONSENSE": " "}).token is None


def test_other_programs_variables_are_left_alone(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("POSTGRES_PASSWORD=x\nUNRELATED\n", encoding="utf-8")
    assert read_settings({"PATH": "/bin", "ROBOT_TOKEN": "x"}, tmp_path / ".env") == Settings()


def test_the_environment_wins_over_the_file_beside_it(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text(f'BOT_LANGUAGE=en\nBOT_TOKEN="{TOKEN}" # from BotFather\n', encoding="utf-8")
    secret = tmp_path / "secret"
    secret.write_text("2" + TOKEN, encoding="utf-8")
    settings = read_settings({"BOT_TOKEN_FILE": str(secret)}, tmp_path / ".env")
    assert settings.language == "en"
    assert settings.token is not None
    assert settings.token.get_secret_value() == "2" + TOKEN


def test_a_broken_secret_file_is_told_without_its_bytes(tmp_path: Path) -> None:
    file = tmp_path / "secret"
    file.write_bytes(b"\xff\xfehunter2")
    with pytest.raises(SettingsError, match=r"^BOT_TOKEN_FILE names .*, which cannot be read: it is not UTF-8 text\.$"):
        read_settings({"BOT_TOKEN_FILE": str(file)})


def test_another_database_takes_the_place_of_the_settings_one() -> None:
    settings = Settings().with_database("sqlite:///other.db")
    assert settings.database_url.get_secret_value() == "sqlite+aiosqlite:///other.db"
    with pytest.raises(SettingsError, match=r"^--database is not a database URL"):
        Settings().with_database("nonsense")


def test_a_setting_unlike_any_other_is_told_which_there_are() -> None:
    with pytest.raises(
        SettingsError, match=r"^BOT_FOO is not a setting; the settings are BOT_TOKEN, .*BOT_LOG_FORMAT\.$"
    ):
        read_settings({"BOT_FOO": "1"})


def test_the_file_of_a_mistyped_setting_is_told_the_setting() -> None:
    with pytest.raises(SettingsError, match=r"^BOT_TOKN_FILE is not a setting: did you mean BOT_TOKEN\?$"):
        read_settings({"BOT_TOKN_FILE": "/run/secrets/token"})


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("BOT_LANGUAGE=en\nBOT_TOKEN: hunter2\n", 2),
        ("BOT_LANGUAGE=en\n\n# the token\n\nBOT_TOKEN hunter2\n", 5),
        ('BOT_TOKEN="hunter2\nBOT_LANGUAGE=en\n', 1),
        ("BOT_LANGUAGE=en\r\n\r\nBOT_TOKEN\r\n", 3),
        ("hunter2 is the token\n", 1),
    ],
)
def test_a_file_that_cannot_be_understood_is_told_with_its_line_and_without_its_words(
    text: str, line: int, tmp_path: Path
) -> None:
    file = tmp_path / ".env"
    file.write_bytes(text.encode())
    with pytest.raises(SettingsError) as refused:
        read_settings({}, file)
    assert str(refused.value) == f"{file}, line {line}: write each setting as NAME=value."


def test_a_file_that_is_no_text_is_told_in_one_sentence(tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_bytes("BOT_LANGUAGE=en".encode("utf-16"))
    with pytest.raises(SettingsError, match=r"\.env cannot be read: it is not UTF-8 text\.$"):
        read_settings({}, file)


def test_a_mark_of_the_byte_order_hides_no_setting(tmp_path: Path) -> None:
    (tmp_path / ".env").write_text("BOT_LANGUAGE=en\n", encoding="utf-8-sig")
    assert read_settings({}, tmp_path / ".env").language == "en"


@pytest.mark.parametrize(("mode", "told"), [(0o644, True), (0o604, True), (0o640, False), (0o600, False)])
def test_a_file_that_everybody_can_read_is_told(mode: int, told: bool, tmp_path: Path) -> None:
    file = tmp_path / ".env"
    file.write_text("BOT_LANGUAGE=en\n", encoding="utf-8")
    file.chmod(mode)
    sentence = exposed_secrets(file)
    assert (sentence is not None) == told
    assert sentence is None or sentence.endswith(f"run `chmod 600 {file}`.")


def test_where_there_is_no_file_nobody_can_read_it(tmp_path: Path) -> None:
    assert exposed_secrets(tmp_path / ".env") is None


@pytest.mark.parametrize(
    "environ",
    [
        {"BOT_WEBHOOK_URL": "https://h/p", "BOT_WEBHOOK_SECRET": "a b"},
        {"BOT_WEBHOOK_URL": "https://h/p", "BOT_WEBHOOK_SECRET_FILE": "no-such-file"},
        {"BOT_WEBHOOK_URL": "ftp://h/p", "BOT_WEBHOOK_SECRET": "s"},
        {"BOT_TOKEN": "1:t", "BOT_API_URL": "127.0.0.1:8081"},
    ],
)
def test_one_mistake_gets_one_sentence(environ: dict[str, str]) -> None:
    with pytest.raises(SettingsError) as refused:
        read_settings(environ)
    assert len(str(refused.value).splitlines()) == 1
