"""What each setting may say: text -> value, or a ValueError with the rest of a sentence that names the setting."""

import math
import re
from ipaddress import ip_address
from typing import Literal
from urllib.parse import SplitResult, urlsplit

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
