"""What the environment decides: one frozen Settings, read once, each mistake told in one sentence."""

import os
import stat
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from io import StringIO
from pathlib import Path
from typing import TYPE_CHECKING

from pydantic import SecretStr

from bot.setting_values import (
    TELEGRAM_API_URL,
    Address,
    FourEyes,
    api_url,
    database_url,
    four_eyes,
    hooks,
    hooks_secret,
    host_names,
    language,
    listen_address,
    log_format,
    log_level,
    owners,
    page_root,
    quiet_hours,
    remember_days,
    seconds,
    send_rate,
    token,
    token_fits,
    web_address,
    webhook_secret,
)
from knowledge.fields import Frozen, Language

if TYPE_CHECKING:
    from dotenv.parser import Original

PREFIX = "BOT_"
FILE_SUFFIX = "_FILE"
SECRET_FILE_SIZE = 64 * 1024
"""Bytes of a file that a `BOT_X_FILE` names; a token has 46."""

READERS = {
    "token": token,
    "api_url": api_url,
    "owners": owners,
    "database_url": database_url,
    "language": language,
    "four_eyes": four_eyes,
    "webhook_url": web_address,
    "webhook_secret": webhook_secret,
    "listen": listen_address,
    "listen_metrics": listen_address,
    "web_listen": listen_address,
    "web_url": page_root,
    "hooks": hooks,
    "hooks_secret": hooks_secret,
    "send_rate": send_rate,
    "settle_seconds": seconds,
    "quiet_hours": quiet_hours,
    "remember_days": remember_days,
    "fetch_hosts": host_names,
    "log_level": log_level,
    "log_format": log_format,
}
"""How the text of each setting becomes its value; each raises ValueError with the rest of a sentence about it."""


class SettingsError(Exception):
    """The environment cannot be used as it is; the text is one sentence for each mistake, and never holds a secret.

    `status` is the exit status that it ends a command with.
    """

    def __init__(self, sentences: str, *, status: int = 1) -> None:
        super().__init__(sentences)
        self.status = status


class Settings(Frozen):
    """Everything that the environment decides."""

    token: SecretStr | None = None
    api_url: str = TELEGRAM_API_URL
    owners: tuple[int, ...] = ()
    database_url: SecretStr = SecretStr("sqlite+aiosqlite:///ipjang.db")
    language: Language = "ko"
    webhook_url: str | None = None
    webhook_secret: SecretStr | None = None
    listen: Address = Address(host="127.0.0.1", port=8080)
    listen_metrics: Address | None = None
    web_listen: Address | None = None
    web_url: str | None = None
    hooks: tuple[SecretStr, ...] = ()
    hooks_secret: SecretStr | None = None
    send_rate: float = 30.0
    settle_seconds: int = 600
    quiet_hours: str = "22:00-08:00"
    remember_days: int = 30
    fetch_hosts: tuple[str, ...] = ()
    log_level: str = "INFO"
    log_format: str = "text"
    four_eyes: FourEyes = "off"

    @property
    def state_address(self) -> Address | None:
        """Where `/readyz` and `/metrics` are served; None where the only address is open to the network."""
        return self.listen_metrics or (self.listen if self.listen.is_loopback else None)

    def with_database(self, url: str | None) -> "Settings":
        """The same settings with another database, where one is given; raises SettingsError for no database URL."""
        if url is None:
            return self
        try:
            return self.model_copy(update={"database_url": SecretStr(database_url(url))})
        except ValueError as error:
            raise SettingsError(f"--database {error}.") from None


def read_settings(environ: Mapping[str, str], env_file: Path | None = None) -> Settings:
    """Settings from the environment, and from a `.env` file for what the environment does not say.

    Raises SettingsError naming every unknown or malformed setting.
    """
    stated = {**_stated(_read_env_file(env_file)), **_stated(environ)}
    values, mistakes = _values(stated)
    mistakes += _disagreements(values, {_KNOWN[stem] for stem in stated if stem in _KNOWN})
    if mistakes:
        raise SettingsError("\n".join(mistakes))
    return Settings.model_validate(values)


def setting_name(field: str) -> str:
    """The environment variable of a field: `api_url` -> `BOT_API_URL`."""
    return PREFIX + field.upper()


def _read_env_file(path: Path | None) -> Mapping[str, str]:
    if path is None or not path.is_file():
        return {}
    from dotenv.parser import parse_stream  # only where there is such a file: 20 ms of a cold start

    try:
        lines = list(parse_stream(StringIO(path.read_text(encoding="utf-8-sig"))))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {_reason(error)}.") from None
    for each in lines:
        if each.error or (each.value is None and (each.key or "").startswith(PREFIX)):
            raise SettingsError(f"{path}, line {_line_number(each.original)}: write each setting as NAME=value.")
    return {each.key: each.value or "" for each in lines if each.key is not None}


def _line_number(original: "Original") -> int:
    """The line that a piece of the file really begins on: the parser counts the blank lines before it to it."""
    text = original.string
    return original.line + text[: len(text) - len(text.lstrip())].count("\n")


def exposed_secrets(env_file: Path) -> str | None:
    """A sentence about a `.env` that everybody on the machine can read; None where all is well."""
    try:
        status = env_file.stat()
    except OSError:
        return None
    if os.name != "posix" or not stat.S_ISREG(status.st_mode) or not status.st_mode & stat.S_IROTH:
        return None
    return f"Every user of this machine can read {env_file}, which may hold the token: run `chmod 600 {env_file}`."


def _stated(environ: Mapping[str, str]) -> Mapping[str, tuple[str, str]]:
    """What one place says of our settings: stem -> (variable, text). An empty variable says nothing, as in compose."""
    stated: dict[str, tuple[str, str]] = {}
    for variable, text in environ.items():
        if variable.startswith(PREFIX) and text.strip():
            stem = _stem(variable)
            if stem in stated:
                raise SettingsError(f"{stem} and {stem}{FILE_SUFFIX} are both set: remove one of them.")
            stated[stem] = variable, text
    return stated


def _stem(variable: str) -> str:
    stem = variable.removesuffix(FILE_SUFFIX)
    return stem if stem in _KNOWN else variable


def _values(stated: Mapping[str, tuple[str, str]]) -> tuple[dict[str, object], list[str]]:
    values: dict[str, object] = {}
    mistakes: list[str] = []
    for stem, (variable, text) in stated.items():
        field = _KNOWN.get(stem)
        if field is None:
            mistakes.append(f"{variable} is not a setting{_nearest(stem)}")
            continue
        try:
            values[field] = READERS[field](text.strip() if variable == stem else _read_file(text.strip()))
        except ValueError as error:
            mistakes.append(f"{variable} {error}.")
    return values, mistakes


def _read_file(name: str) -> str:
    """The text of the file that a `BOT_X_FILE` names, without the blanks around it."""
    path = Path(name)
    try:
        if path.stat().st_size > SECRET_FILE_SIZE:
            raise ValueError(f"names {name}, which is too large for a setting")
        return path.read_text(encoding="utf-8").strip()
    except (OSError, UnicodeDecodeError) as error:
        raise ValueError(f"names {name}, which cannot be read: {_reason(error)}") from None


def _reason(error: OSError | UnicodeDecodeError) -> str:
    """Why a file cannot be read, without what it holds: an error of decoding quotes the bytes, and they are secret."""
    return "it is not UTF-8 text" if isinstance(error, UnicodeDecodeError) else (error.strerror or "unknown").lower()


def _nearest(variable: str) -> str:
    """The end of the sentence about an unknown one; what they all begin with makes none of them alike."""
    stems = [known.removeprefix(PREFIX) for known in _KNOWN]
    near = get_close_matches(variable.removeprefix(PREFIX).removesuffix(FILE_SUFFIX), stems, n=1)
    return f": did you mean {PREFIX}{near[0]}?" if near else f"; the settings are {', '.join(_KNOWN)}."


def _disagreements(values: Mapping[str, object], stated: Collection[str]) -> Iterator[str]:
    """What does not go together; a setting that was stated and is malformed has had its sentence already."""
    if "webhook_url" in values and "webhook_secret" not in stated:
        yield "BOT_WEBHOOK_SECRET is required when BOT_WEBHOOK_URL is set: 1 to 256 letters, digits, _ or -."
    secret = values.get("token")
    if "api_url" in stated and "api_url" not in values:
        return
    if isinstance(secret, str) and not token_fits(secret, str(values.get("api_url", TELEGRAM_API_URL))):
        yield "BOT_TOKEN is not a token of Telegram's: copy all of it from @BotFather, like 123456789:AAF…"


_KNOWN: Mapping[str, str] = {setting_name(field): field for field in READERS}
