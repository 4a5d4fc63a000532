"""How ipjang talks: Telegram, the terminal, two languages."""

import sys

# python-telegram-bot imports httpx, and httpx its command line, with click and rich where they happen to be installed:
# 5 MB and 60 ms for what no bot needs. Told that there is none, httpx does without it.
sys.modules.setdefault("httpx._main", None)  # type: ignore[arg-type] # None is how Python says "not to be imported"
