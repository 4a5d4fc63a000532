"""How ipjang talks: Telegram, the terminal, two languages."""

import os

from knowledge.startup import defer

# python-telegram-bot imports httpx for a request class of its own, which our bot replaces: 7 MB and 60 ms.
defer("httpx", importer="telegram")

# pydantic would look through the metadata of every installed package for plugins, and let them into our models: 17 ms.
os.environ.setdefault("PYDANTIC_DISABLE_PLUGINS", "__all__")
