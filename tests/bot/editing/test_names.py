"""/team, /alias and /decoy: previewed with their clashes, saved, and true for the next question."""

import pytest

from tests.bot.editing.editorial import Editorial, texts


async def test_an_alias_answers_the_very_next_question(desk: Editorial) -> None:
    assert "KT는 미정" not in texts(await desk.stage.hear("올레텔레콤은?"))
    await desk.tap(await desk.say("/alias KT 올레텔레콤"), "저장")
    assert "KT는 미정" in texts(await desk.stage.hear("올레텔레콤은?"))
    await desk.tap(await desk.say("/alias remove KT 올레텔레콤"), "저장")
    assert "KT는 미정" not in texts(await desk.stage.hear("올레텔레콤은?"))


async def test_a_decoy_stops_answering_at_once(desk: Editorial) -> None:
    await desk.tap(await desk.say("/alias KT 올레텔레콤"), "저장")
    await desk.tap(await desk.say("/decoy KT 올레텔레콤즈"), "저장")
    assert "KT는 미정" not in texts(await desk.stage.hear("올레텔레콤즈는?"))
    await desk.tap(await desk.say("/decoy remove KT 올레텔레콤즈"), "저장")
    assert "올레텔레콤즈" not in desk.facts.teams["kt"].decoys


async def test_a_new_team_is_on_the_list_at_once(desk: Editorial) -> None:
    preview = await desk.say("/team add hanbit\n한국어: 한빛에이아이, 한빛AI\nen: Hanbit AI\nticker: 123456")
    assert "한빛에이아이, 한빛AI" in texts(preview)
    assert "hanbit" in texts(await desk.tap(preview, "저장"))
    assert "한빛에이아이" in texts(await desk.stage.hear("한빛AI는?"))
    assert desk.facts.teams["hanbit"].ticker == "123456"


async def test_all_names_of_a_team_are_replaced_a_language_at_a_time(desk: Editorial) -> None:
    english = desk.facts.teams["kt"].names.en
    await desk.tap(await desk.say("/team names KT\n한국어: KT, 케이티"), "저장")
    assert desk.facts.teams["kt"].names.ko == ("KT", "케이티")
    assert desk.facts.teams["kt"].names.en == english


@pytest.mark.parametrize("typed", ["/team names KT", "/team KT", "/team names kt", "/team 케이티"])
async def test_a_team_s_names_are_shown(desk: Editorial, typed: str) -> None:
    told = texts(await desk.say(typed))
    assert "030200" in told
    assert "KT&amp;G" in told


async def test_a_name_one_keystroke_from_another_team_s_is_reported(desk: Editorial) -> None:
    assert "KT의 ‘업스테이치’와 업스테이지의 ‘업스테이지’는 자판 하나 차이" in texts(
        await desk.say("/alias KT 업스테이치")
    )


async def test_a_name_with_spaces_in_the_team_is_understood(desk: Editorial) -> None:
    preview = texts(await desk.say("/alias NC AI 엔씨인공지능"))
    assert "‘엔씨인공지능’을 NC AI의 이름으로" in preview


@pytest.mark.parametrize(
    ("typed", "told"),
    [
        ("/alias KT 카카오", "이미 카카오에 등록돼 있습니다"),
        ("/alias KT (주)카카오", "이미 카카오에 등록돼 있습니다"),
        ("/alias KT 카 카 오", "이미 카카오에 등록돼 있습니다"),
        ("/decoy KT 카카오 주식회사", "카카오의 이름으로 등록돼 있어"),
        ("/alias KT \u3164", "보이는 글자가 없는 이름입니다"),
        ("/decoy KT \u2800", "보이는 글자가 없는 이름입니다"),
        ("/alias KT 케이\u200b티", "보이지 않는 문자(U+200B)"),
        ("/team add new\n한국어: 새팀\n다른회사: (주)카카오", "카카오의 이름으로 등록돼 있어"),
        ("/team add new\n한국어: 새\u2060팀", "보이지 않는 문자(U+2060)"),
        ("/alias KT KT&G", "혼동 이름(다른 회사)으로 등록돼"),
        ("/decoy KT 카카오", "카카오의 이름으로 등록돼 있어"),
        ("/alias remove KT 없는이름", "‘없는이름’이라는 이름이 없습니다"),
        ("/team add kt\nko: 새팀", "kt라는 팀 아이디가 이미 있습니다"),
        ("/team add KT!\nko: 새팀", "영문 소문자"),
        ("/team add new", "/team add"),
        ("/team add new\nname: 새팀", "2번째 줄"),
        ("/team add new\nticker: 1", "필요합니다"),
        ("/alias KT 올\x01레", "쓸 수 없는 문자"),
        ("/alias KT " + "가" * 301, "너무 깁니다"),
        ("/alias", "/alias 팀 이름"),
        ("/alias 어디 이름", "명단에 있는 팀이 아닙니다"),
        ("/decoy KT", "/decoy 팀 이름"),
    ],
)
async def test_what_cannot_be_done_is_said_and_nothing_is_offered(desk: Editorial, typed: str, told: str) -> None:
    before = await desk.dump()
    calls = await desk.say(typed)
    assert told in texts(calls)
    assert not [key for call in calls for key in call.buttons()]
    assert await desk.dump() == before


async def test_markup_in_a_name_is_text(desk: Editorial) -> None:
    await desk.tap(await desk.say("/alias KT <b>&올레"), "저장")
    assert "&lt;b&gt;&amp;올레" in texts(await desk.say("/team names KT"))
