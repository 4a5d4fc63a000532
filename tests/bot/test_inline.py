from collections.abc import AsyncIterator, Mapping

import pytest

from bot.rendering.reply import plain
from tests.bot.recording import BOT_NAME, Call
from tests.bot.stage import Stage, staged


@pytest.fixture
async def stage(sqlite_url: str) -> AsyncIterator[Stage]:
    async with staged(sqlite_url) as opened:
        yield opened


def results(call: Call) -> list[Mapping[str, object]]:
    found = call.parameters["results"]
    assert isinstance(found, list)
    return found


def texts(call: Call) -> list[str]:
    return [
        plain(str(content["message_text"]))
        for each in results(call)
        if isinstance(content := each["input_message_content"], dict)
    ]


@pytest.mark.parametrize("typed", ["카카오", "카카오는?", "kakao", "ㅏ마매", "zkzkdh"])
async def test_a_team_suggests_its_stance_as_a_complete_message(stage: Stage, typed: str) -> None:
    call = await stage.type_inline(typed)
    first = texts(call)[0]
    assert "재도전에 나서지 않는 편이 맞는 것 같다" in first
    assert "연합뉴스" in first


async def test_what_is_nearest_to_its_end_is_suggested_first(stage: Stage) -> None:
    found = [
        each for each in texts(await stage.type_inline("카")) if each.startswith(("카카오", "한국과학기술원", "KAIST"))
    ]
    assert found[0].startswith("카카오")
    assert len(found) > 1, "카이스트 begins so too"


@pytest.mark.parametrize("typed", ["카", "캌", "카캉", "카카", "kak", "ㅋ"])
async def test_the_beginning_of_a_name_suggests_its_team(stage: Stage, typed: str) -> None:
    assert any(text.startswith(("카카오", "Kakao")) for text in texts(await stage.type_inline(typed)))


async def test_a_stance_suggests_the_list(stage: Stage) -> None:
    first = texts(await stage.type_inline("불참"))[0]
    assert [name for name in ("네이버클라우드", "카카오", "NC AI") if name not in first] == []


async def test_several_teams_are_suggested_together_and_one_by_one(stage: Stage) -> None:
    call = await stage.type_inline("카카오랑 KT")
    found = texts(call)
    assert "카카오" in found[0]
    assert "KT" in found[0]
    assert len(found) >= 3
    assert results(call)[0]["title"] == "카카오, KT"


async def test_nothing_typed_suggests_how_everybody_stands(stage: Stage) -> None:
    found = texts(await stage.type_inline(""))
    assert "현황" in found[0]
    assert len(found) > 3
    assert not any("(0팀)" in text for text in found)


async def test_results_are_cached_so_shortly_that_a_correction_shows(stage: Stage) -> None:
    call = await stage.type_inline("카카오")
    assert isinstance(seconds := call.parameters["cache_time"], int)
    assert seconds <= 5
    assert call.parameters["is_personal"] is True


async def test_every_result_leads_to_its_team_in_the_private_chat(stage: Stage) -> None:
    markup = results(await stage.type_inline("카카오"))[0]["reply_markup"]
    assert isinstance(markup, dict)
    urls = [button["url"] for row in markup["inline_keyboard"] for button in row if "url" in button]
    assert urls == [f"https://t.me/{BOT_NAME}?start=kakao"]
    assert "카카오는 불참입니다." in plain((await stage.hear("/start kakao"))[0].text())


@pytest.mark.parametrize("typed", ["xyzzy", "오늘 점심 뭐 먹지", "\ud800", "😀"])
async def test_where_nothing_matches_there_is_a_way_into_the_private_chat(stage: Stage, typed: str) -> None:
    call = await stage.type_inline(typed)
    assert results(call) == []
    assert isinstance(button := call.parameters["button"], dict)
    assert "물어" in plain((await stage.hear(f"/start {button['start_parameter']}"))[0].text())


async def test_another_companys_name_suggests_no_team_as_if_it_were_meant(stage: Stage) -> None:
    found = texts(await stage.type_inline("카카오뱅크"))
    assert not any(text.startswith("카카오뱅크") for text in found)
    assert "카카오는 불참" not in "".join(found[:1])


async def test_the_language_of_the_client_serves_where_the_text_shows_none(stage: Stage) -> None:
    assert texts(await stage.type_inline("KT", "en"))[0].startswith("KT")
    assert "Undecided" in texts(await stage.type_inline("KT", "en"))[0]
    assert "미정" in texts(await stage.type_inline("KT", "ko"))[0]


@pytest.mark.parametrize(
    "typed", ["", "카카오", "불참", "ㄱ", "a", "현황", "히스토리", "히스토리 카카오", "KT 1월 20일", "k"]
)
async def test_ids_are_unique_and_every_message_can_be_sent(stage: Stage, typed: str) -> None:
    found = results(await stage.type_inline(typed))
    assert len({each["id"] for each in found}) == len(found)
    assert all(each["title"] for each in found)
