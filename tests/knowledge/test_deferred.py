"""What is left out of memory at a start, and that whoever needs it after all gets it: each in a process of its own."""

import subprocess
import sys

import pytest


def _printed(code: str) -> str:
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout.strip()


UNWANTED = ("httpx._client", "sqlalchemy.orm", "alembic")
LOADED = f"import bot.app, sys; print([each for each in {UNWANTED} if each in sys.modules])"
STORE = "import knowledge.store"
SQL = "sqlalchemy.ext.asyncio"


def test_a_start_imports_neither_a_second_http_client_nor_an_orm_nor_migrations() -> None:
    assert _printed(LOADED) == "[]"


@pytest.mark.parametrize(
    ("code", "printed"),
    [
        ("import telegram, httpx; print(httpx.AsyncClient.__module__)", "httpx"),
        ("import telegram; from httpx import Response; print(Response(204).status_code)", "204"),
        ("import telegram; import httpx._models as m; print(m.Response(204).status_code)", "204"),
        ("from telegram.request import HTTPXRequest; print(HTTPXRequest().read_timeout)", "5.0"),
        ("import httpx, bot, telegram; print(httpx.Response(204).status_code)", "204"),
        (f"{STORE}; from {SQL} import AsyncSession as S; print(S().sync_session.bind)", "None"),
        (f"{STORE}; import {SQL}.session as s; print(s.AsyncSession().sync_session.bind)", "None"),
        (f"import sqlalchemy.orm; {STORE}; from {SQL} import AsyncSession as S; print(S().bind)", "None"),
        (f"import {SQL} as a; {STORE}; print(a.AsyncSession().bind)", "None"),
        (f"{STORE}; import {SQL} as a; print(hasattr(a, 'AsyncSession'), hasattr(a, 'Nothing'))", "True False"),
    ],
)
def test_whoever_needs_it_after_all_gets_the_real_one(code: str, printed: str) -> None:
    assert _printed(f"import bot; {code}") == printed
