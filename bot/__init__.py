"""How ipjang talks: Telegram, the terminal, two languages."""

from knowledge.deferred import defer

# python-telegram-bot imports httpx for a request class of its own, which our bot replaces: 7 MB and 60 ms.
defer("httpx", importer="telegram")
