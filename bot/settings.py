"""What the environment decides: one frozen Settings, read once, each mistake told in one sentence."""

import math
import os
import re
import stat
from collections.abc import Collection, Iterator, Mapping
from difflib import get_close_matches
from io import StringIO
from ipaddress import ip_address
from pathlib import Path
from typing import Literal
from urllib.parse import SplitResult, urlsplit

from dotenv.parser import Original, parse_stream
from pydantic import SecretStr

from bot.telling.schedule import read_quiet
from knowledge.fields import Frozen, Language

TELEGRAM_API_URL = "https://api.telegram.org"

LogLevel = Literal["DEBUG", "INFO", "WARNING", "ERROR", "CRITICAL"]
LogFormat = Literal["text", "json"]
FourEyes = Literal["off", "corrections", "all"]
"""Which saves of an editor wait for the approval of another."""

_TOKEN = re.compile(r"[1-9][0-9]{0,19}:[A-Za-z0-9_-]{1,128}")
_TELEGRAM_TOKEN = re.compile(r"[0-9]+:[A-Za-z0-9_-]{30,}")
"""Telegram's own tokens have 35 characters behind the colon; a stand-in of it may use shorter ones."""
_WEBHOOK_SECRET = re.compile(r"[A-Za-z0-9_-]{1,256}")
SHORTEST_SECRET = 16
"""Characters of a secret of ours: fewer could be guessed from one signed post."""
_DATABASE_DRIVERS = {
    "sqlite": "sqlite+aiosqlite",
    "sqlite+aiosqlite": "sqlite+aiosqlite",
    "postgres": "postgresql+asyncpg",
    "postgresql": "postgresql+asyncpg",
    "postgresql+asyncpg": "postgresql+asyncpg",
}
"""The schemes that are understood, and the driver that serves each."""


class Address(Frozen):
    """Where to listen; port 0 is any free one."""

    host: str
    port: int

    @property
    def is_loopback(self) -> bool:
        """True if only this machine can reach it."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost"

    def __str__(self) -> str:
        return f"[{self.host}]:{self.port}" if ":" in self.host else f"{self.host}:{self.port}"


def token(text: str) -> str:
    """A bot's token."""
    if not _TOKEN.fullmatch(text):
        raise ValueError("is not a bot token: copy it from @BotFather, it looks like 123456789:AAF…")
    return text


def token_fits(text: str, api: str) -> bool:
    """Whether a token can be one of that server's; only Telegram's own are known to be long."""
    return api != TELEGRAM_API_URL or _TELEGRAM_TOKEN.fullmatch(text) is not None


def api_url(text: str) -> str:
    """The root of a Bot API server, without a slash at its end."""
    parts = _split_web(text)
    if parts.query or parts.fragment:
        raise ValueError("must be the root of a Bot API server, without ? or #, such as http://127.0.0.1:8081")
    return text.rstrip("/")


def web_address(text: str) -> str:
    """An http or https address."""
    _split_web(text)
    return text


def page_root(text: str) -> str:
    """The public root of the page, without a slash at its end."""
    parts = _split_web(text)
    if parts.query or parts.fragment or "@" in parts.netloc:
        raise ValueError("must be the public root of the page, such as https://ipjang.example.org")
    return text.rstrip("/")


def hooks(text: str) -> tuple[str, ...]:
    """Addresses between commas that are posted each change."""
    addresses = tuple(dict.fromkeys(part.strip() for part in text.split(",") if part.strip()))
    for each in addresses:
        _split_web(each)
    return addresses


def hooks_secret(text: str) -> str:
    """The key that each post to a hook is signed with."""
    if len(text) < SHORTEST_SECRET:
        raise ValueError(f"must have at least {SHORTEST_SECRET} characters")
    return text


def _split_web(text: str) -> SplitResult:
    try:
        parts = urlsplit(text)
        valid = parts.scheme in {"http", "https"} and bool(parts.hostname) and (parts.port or 1) > 0
    except ValueError:
        valid = False
    if not valid or re.search(r"[\s\x00-\x1f]", text):
        raise ValueError("is not a web address: it must begin with https:// or http:// and name a host")
    return parts


def owners(text: str) -> tuple[int, ...]:
    """User ids between commas."""
    ids = [part.strip() for part in text.split(",") if part.strip()]
    for each in ids:
        if not re.fullmatch(r"[1-9][0-9]{0,18}", each):
            raise ValueError(f"must be numeric Telegram user ids with commas between them, and {each[:40]!r} is none")
    return tuple(dict.fromkeys(int(each) for each in ids))


def database_url(text: str) -> str:
    """A database URL with the driver that serves it. Never quotes the text, which may hold a password."""
    scheme, separator, rest = text.partition("://")
    driver = _DATABASE_DRIVERS.get(scheme.lower())
    if not separator or driver is None or not rest.strip("/") or re.search(r"[\s\x00-\x1f]", scheme):
        raise ValueError(
            "is not a database URL: write sqlite+aiosqlite:///FILE or postgresql+asyncpg://USER:PASSWORD@HOST/NAME"
        )
    return f"{driver}://{rest}"


def language(text: str) -> Language:
    """The language of what is said before anyone asked."""
    if text == "ko":
        return "ko"
    if text == "en":
        return "en"
    raise ValueError(f"must be ko or en, not {text[:40]!r}")


def webhook_secret(text: str) -> str:
    """What Telegram sends along with each webhook call."""
    if not _WEBHOOK_SECRET.fullmatch(text):
        raise ValueError("must have 1 to 256 letters, digits, _ or -, as Telegram asks")
    return text


def host_names(text: str) -> tuple[str, ...]:
    """Names of hosts between commas, without scheme and path."""
    hosts = [part.strip().lower() for part in text.split(",") if part.strip()]
    for each in hosts:
        if not re.fullmatch(r"[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?", each):
            raise ValueError(
                f"must be hosts with commas between them, such as www.yna.co.kr, and {each[:60]!r} is none"
            )
    return tuple(dict.fromkeys(hosts))


def listen_address(text: str) -> Address:
    """`HOST:PORT`; an IPv6 host stands in brackets."""
    match = re.fullmatch(r"(?:\[([0-9A-Fa-f:.]+)\]|([^\s:\[\]]+)):([0-9]{1,5})", text)
    if match is None or int(match[3]) > 65535:
        raise ValueError(f"must be HOST:PORT, such as 127.0.0.1:8080, not {text[:60]!r}")
    return Address(host=match[1] or match[2], port=int(match[3]))


def send_rate(text: str) -> float:
    """Messages per second over all chats; 0 is no limit."""
    try:
        rate = float(text)
    except ValueError:
        rate = math.nan
    if not (math.isfinite(rate) and rate >= 0):
        raise ValueError(f"must be messages per second, 0 for no limit, not {text[:40]!r}")
    return rate


LONGEST_SETTLING = 86_400
"""Seconds: whoever wants to hear of changes a day late takes a digest."""


def seconds(text: str) -> int:
    """Whole seconds from 0, up to a day."""
    if not re.fullmatch(r"[0-9]{1,5}", text) or int(text) > LONGEST_SETTLING:
        raise ValueError(f"must be whole seconds from 0 to {LONGEST_SETTLING}, not {text[:40]!r}")
    return int(text)


LONGEST_REMEMBERED = 365


def remember_days(text: str) -> int:
    """Whole days from 0, which keeps nothing, up to a year."""
    if not re.fullmatch(r"[0-9]{1,3}", text) or int(text) > LONGEST_REMEMBERED:
        raise ValueError(f"must be whole days from 0 to {LONGEST_REMEMBERED}, not {text[:40]!r}")
    return int(text)


def quiet_hours(text: str) -> str:
    """`22:00-08:00`, or `off`."""
    read = read_quiet(text)
    if read is None:
        raise ValueError(f"must be two times such as 22:00-08:00, or off, not {text[:40]!r}")
    return read


def log_level(text: str) -> LogLevel:
    """How much is logged."""
    levels: dict[str, LogLevel] = {
        "debug": "DEBUG", "info": "INFO", "warning": "WARNING", "error": "ERROR", "critical": "CRITICAL",
    }  # fmt: skip
    if text.lower() not in levels:
        raise ValueError(f"must be one of {', '.join(levels)}, not {text[:40]!r}")
    return levels[text.lower()]


def log_format(text: str) -> LogFormat:
    """How the log is written."""
    if text == "text":
        return "text"
    if text == "json":
        return "json"
    raise ValueError(f"must be text or json, not {text[:40]!r}")


def four_eyes(text: str) -> FourEyes:
    """Which saves wait for another editor's approval."""
    kinds: dict[str, FourEyes] = {"off": "off", "corrections": "corrections", "all": "all"}
    if text.lower() not in kinds:
        raise ValueError(f"must be one of {', '.join(kinds)}, not {text[:40]!r}")
    return kinds[text.lower()]


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
    try:
        lines = list(parse_stream(StringIO(path.read_text(encoding="utf-8-sig"))))
    except (OSError, UnicodeDecodeError) as error:
        raise SettingsError(f"{path} cannot be read: {_reason(error)}.") from None
    for each in lines:
        if each.error or (each.value is None and (each.key or "").startswith(PREFIX)):
            raise SettingsError(f"{path}, line {_line_number(each.original)}: write each setting as NAME=value.")
    return {each.key: each.value or "" for each in lines if each.key is not None}


def _line_number(original: Original) -> int:
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
