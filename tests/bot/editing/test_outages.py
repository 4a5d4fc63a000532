"""While the database is away: questions of editors are answered, nothing is done, and all goes on afterwards."""

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.bot.editing.editorial import ADD, EDITOR, OWNER, Editorial, button, editorial, texts


@contextmanager
def away(url: str) -> Iterator[None]:
    """Take the database's file away for a while."""
    path = Path(url.partition(":///")[2])
    hidden = path.with_suffix(".hidden")
    path.rename(hidden)
    try:
        yield
    finally:
        hidden.rename(path)


async def test_an_outage_closes_the_door_and_opens_it_again(filled_url: str) -> None:
    async with editorial(filled_url, fresh=False) as desk:
        save = button(await desk.say(ADD), "저장")
        before = await desk.dump()
        with away(filled_url):
            assert "잠시 뒤" in texts(await desk.say("/add"))
            assert "KT는 미정" in texts(await desk.say("KT는?"))
            assert "KT는 미정" in texts(await desk.say("KT는?", by=OWNER))
            calls = await desk.press(save)
            assert [call.method for call in calls] == ["answerCallbackQuery"]
        assert await desk.dump() == before
        assert "kt-20260123" in texts(await desk.press(save))


async def test_an_owner_is_told_what_is_wrong(filled_url: str) -> None:
    async with editorial(filled_url, fresh=False) as desk:
        with away(filled_url):
            assert "데이터베이스" in texts(await desk.say("/statements KT", by=OWNER))


async def test_a_conversation_goes_on_after_an_outage(desk: Editorial, filled_url: str) -> None:
    await desk.say("/add")
    with away(filled_url):
        assert "KT는 미정" in texts(await desk.say("KT"))
    assert "어떤 입장" in texts(await desk.say("KT"))
    assert await desk.services.store.drafts.get(EDITOR, EDITOR) is not None
