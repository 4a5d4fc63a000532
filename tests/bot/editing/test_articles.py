"""A pasted article: many statements, parts that Telegram cut, one source, offers that stay, and what is read of it."""

from datetime import date, timedelta

import pytest

from bot.editing.context import clauses
from bot.editing.lines import days_in
from bot.editing.state import OFFERED
from bot.messages.editing_steps import editing_steps
from tests.bot.editing.editorial import EDITOR, OWNER, Editorial, button, texts
from tests.bot.editing.test_documents import send
from tests.bot.recording import Call
from tests.bot.stage import Json, chat_of, message, user

ARTICLE = """독파모 재공모, KT 불참·코난 참여로 엇갈려
입력 2026.01.23 07:29 수정 2026.01.23 09:10
(서울=연합뉴스) 홍길동 기자 = 정부의 독자 AI 파운데이션 모델 재공모를 앞두고 기업들의 입장이 엇갈리고 있다.
KT는 23일 재공모에 참여하지 않겠다고 밝혔다.
카카오는 전날 "재도전에 나서지 않기로 했다"고 설명했다.
코난테크놀로지는 재공모에 참여한다고 밝혔다.
모티프테크놀로지스 관계자는 "참여를 검토 중"이라고 말했다.
NC AI는 아직 정해진 게 없다고 했다.
트릴리온랩스는 16일 재공모 신청서를 제출했다고 공개했다.
루닛의 2차 진출이 무산됐다.
https://www.yna.co.kr/view/AKR20260123"""
LONG = "\n".join(
    [ARTICLE, *["업계는 재공모의 향방을 지켜보고 있다."] * 200, "업스테이지는 재공모에 참여한다고 밝혔다."]
)


def labels(calls: list[Call]) -> list[str]:
    """The labels of all buttons."""
    return [key["text"] for call in calls for key in call.buttons()]


async def test_six_statements_of_one_article_are_recorded_one_after_the_other(desk: Editorial) -> None:
    offer = await desk.say(ARTICLE)
    assert len(offer) == 1
    before = set(desk.facts.statements)
    for number in range(1, 7):
        calls = await desk.tap(await desk.tap(offer, f"{number} 기록"), "저장")
    new = [desk.facts.statements[each].claim for each in desk.facts.statements if each not in before]
    assert [claim.team for claim in new] == ["kt", "kakao", "konan", "motif", "nc_ai", "trillion"]
    (source,) = {claim.source for claim in new}
    assert desk.facts.source_texts[source] == ARTICLE
    rest = await desk.tap(calls, "나머지 1개 보기")
    assert [label for label in labels(rest) if "기록" in label] == ["7 기록"]
    assert "저장함" in texts(rest)


async def test_the_sure_statements_are_one_request(desk: Editorial) -> None:
    offer = await desk.say(ARTICLE)
    assert "기사에서 기록할 만한 문장 7개를 찾았습니다 (확실 6, 확인 필요 1)." in texts(offer)
    version, before = desk.facts.version, set(desk.facts.statements)
    shown = await desk.tap(offer, "확실한 6개 미리보기")
    assert set(desk.facts.statements) == before
    calls = await desk.tap(shown, "저장")
    new = [desk.facts.statements[each].claim for each in desk.facts.statements if each not in before]
    assert (len(new), len({claim.source for claim in new})) == (6, 1)
    assert desk.facts.version == version + 1
    assert "6건을 저장했습니다" in texts(calls)
    await desk.tap(shown, "저장")
    assert len(desk.facts.statements) == len(before) + 6


async def test_a_batch_is_undone_by_one_button(desk: Editorial) -> None:
    shown = await desk.tap(await desk.say(ARTICLE), "확실한 6개 미리보기")
    before = set(desk.facts.statements)
    undo = button(await desk.tap(shown, "저장"), "되돌리기")
    undone = texts(await desk.press(undo))
    assert "6건이 모두 철회됐습니다" in undone
    new = [each for name, each in desk.facts.statements.items() if name not in before]
    assert len(new) == 6
    assert all(each.is_undone and each.id in undone for each in new)


async def test_a_batch_of_which_one_was_changed_meanwhile_is_not_undone(desk: Editorial) -> None:
    shown = await desk.tap(await desk.say(ARTICLE), "확실한 6개 미리보기")
    before = set(desk.facts.statements)
    undo = button(await desk.tap(shown, "저장"), "되돌리기")
    name = [each for each in desk.facts.statements if each not in before][-1]
    await desk.tap(await desk.say(f"/retract {name} 오보", by=OWNER), "저장", by=OWNER)
    again = await desk.dump()
    assert "되돌렸습니다" not in texts(await desk.press(undo))
    assert await desk.dump() == again


async def test_a_batch_is_saved_whole_or_not_at_all(desk: Editorial) -> None:
    shown = await desk.tap(await desk.say(ARTICLE), "확실한 6개 미리보기")
    other = await desk.tap(await desk.say(ARTICLE), "2 기록")
    await desk.tap(other, "저장")
    before = await desk.dump()
    again = await desk.tap(shown, "저장")
    assert "바뀌었습니다" in texts(again) or "달라" in texts(again)
    assert await desk.dump() == before


async def test_a_skipped_statement_is_left_out_of_the_batch(desk: Editorial) -> None:
    calls = await desk.tap(await desk.say(ARTICLE), "2 건너뛰기")
    assert "건너뜀" in texts(calls)
    before = set(desk.facts.statements)
    await desk.tap(await desk.tap(calls, "확실한 5개 미리보기"), "저장")
    assert not any(each.startswith("kakao") for each in set(desk.facts.statements) - before)


async def test_a_statement_is_mended_before_it_is_recorded(desk: Editorial) -> None:
    calls = await desk.tap(await desk.say(ARTICLE), "7 고치기")
    calls = await desk.tap(await desk.tap(calls, "입장"), "통과")
    await desk.tap(calls, "저장")
    (claim,) = [each.claim for each in desk.facts.statements.values() if each.claim.team == "lunit"][1:]
    assert claim.stance == "advanced"


async def test_what_is_on_record_is_said_and_stays_out_of_the_batch(desk: Editorial) -> None:
    await desk.tap(await desk.tap(await desk.say(ARTICLE), "1 기록"), "저장")
    again = await desk.say(ARTICLE)
    assert "이미 기록됨" in texts(again)
    assert "확실한 5개 미리보기" in labels(again)


async def test_more_than_ten_statements_stand_on_pages(desk: Editorial) -> None:
    names = (
        "KT 카카오 루닛 업스테이지 모티프테크놀로지스 코난테크놀로지 바이오넥서스 정션메드 사이오닉AI 네이버클라우드"
        " 트릴리온랩스"
    )
    told = [f"{name}는 23일 재공모에 참여하지 않겠다고 밝혔다." for name in names.split()]
    offer = await desk.say("\n".join(["재공모 소식", *told]))
    assert "1/2쪽" in texts(offer)
    assert "11 기록" not in labels(offer)
    assert "11 기록" in labels(await desk.tap(offer, "뒤쪽"))


async def test_nothing_found_says_why_in_both_languages(desk: Editorial) -> None:
    named = "KT는 새 요금제를 냈다. 가입자가 늘었다. 경쟁사는 긴장했다."
    assert "입장이나 결과를 말하는 문장을 찾지 못했습니다" in texts(await desk.say(named))
    assert "no sentence tells a position" in texts(await desk.say(named, language="en"))


async def test_a_bare_address_is_not_opened(desk: Editorial) -> None:
    assert "이 주소는 열어 보지 않습니다" in texts(await desk.say("https://news.example/a"))


async def test_an_article_is_not_answered_like_a_reader_s_question(desk: Editorial) -> None:
    assert "기록은 1월" not in texts(await desk.say(ARTICLE))
    assert "찾지 못했습니다" in texts(await desk.say("날씨가 맑다. 바람이 분다. 내일은 비가 온다고 한다."))


async def test_the_offers_outlive_a_preview_and_say_so_when_they_are_over(desk: Editorial) -> None:
    offer = await desk.say(ARTICLE)
    desk.clock.turn(timedelta(days=2))
    assert "저장" in labels(await desk.tap(offer, "1 기록"))
    desk.clock.turn(OFFERED)
    late = texts(await desk.tap(offer, "2 기록"))
    assert editing_steps("ko").expired_list() in late
    assert "저장된 것은 없" not in late


def cut(text: str) -> list[str]:
    """A text as an app sends it."""
    at = text.rfind("\n", 0, 4096)
    return [text[:at], text[at + 1 :]]


async def play(desk: Editorial, number: int, text: str, at: int) -> list[Call]:
    """One part arrives."""
    return await desk.stage.play(message={**message(number, text, EDITOR), "from": user(EDITOR), "date": at})


@pytest.mark.parametrize("exact", [False, True])
async def test_the_parts_of_a_long_article_are_one(desk: Editorial, exact: bool) -> None:
    first, second = (LONG[:4096], LONG[4096:]) if exact else cut(LONG)
    assert len(LONG) > 4096
    assert "업스테이지" not in texts(await play(desk, 5000, first, 100))
    joined = await play(desk, 5001, second, 101)
    assert joined[0].method == "editMessageText"
    assert "업스테이지" in texts(joined)
    await desk.tap(await desk.tap(joined, "8 기록"), "저장")
    claim = desk.facts.statements["upstage-20260123"].claim
    assert desk.facts.source_texts[claim.source] == LONG


async def test_a_text_that_comes_later_is_another_article(desk: Editorial) -> None:
    first, second = cut(LONG)
    await play(desk, 5000, first, 100)
    later = await play(desk, 5001, second, 130)
    assert [label for label in labels(later) if "기록" in label] == ["1 기록"]


async def test_parts_are_joined_in_the_steps_too(desk: Editorial) -> None:
    first, second = cut(LONG)
    await desk.say("/add 업스테이지")
    asked = await desk.say("참여")
    assert "문장을" in texts(asked)
    await play(desk, 5000, first, 100)
    calls = await desk.tap(await play(desk, 5001, second, 101), "1")
    for label in ("1월 23일", "본인", "밝히지 않음", "저장"):
        calls = await desk.tap(calls, label)
    claim = desk.facts.statements["upstage-20260123"].claim
    assert (claim.quote, desk.facts.source_texts[claim.source]) == ("업스테이지는 재공모에 참여한다고 밝혔다.", LONG)


async def test_the_same_article_pasted_again_is_the_same_source(desk: Editorial) -> None:
    await desk.tap(await desk.tap(await desk.say(ARTICLE), "1 기록"), "저장")
    await desk.tap(await desk.tap(await desk.say(ARTICLE), "5 기록"), "저장")
    claims = [desk.facts.statements[each].claim for each in ("kt-20260123", "nc_ai-20260123")]
    assert claims[0].source == claims[1].source


async def test_only_the_publisher_is_typed_and_the_rest_of_the_source_stays(desk: Editorial) -> None:
    text = "KT, 독파모 재공모 불참\n입력 2026.01.23 07:29\nKT는 23일 참여하지 않겠다고 밝혔다.\n업계가 술렁인다.\nhttps://blog.example/1"
    calls = await desk.tap(await desk.say(text), "1 기록")
    assert "읽은 내용" in texts(calls)
    await desk.tap(await desk.say("블로그뉴스"), "저장")
    source = desk.facts.sources[desk.facts.statements["kt-20260123"].claim.source]
    assert (source.publisher, source.title) == ("블로그뉴스", "KT, 독파모 재공모 불참")
    assert (source.url, source.published) == ("https://blog.example/1", date(2026, 1, 23))


@pytest.mark.parametrize(
    "line",
    [
        "입력 2026.01.16 07:29 수정 2026.01.16 09:10",
        "2026-01-16 07:29",
        "Published: Jan. 16, 2026 7:29 a.m.",
        "기사입력 2026년 1월 16일(금) 오전 7:29",
    ],
)
async def test_a_date_line_is_no_title(desk: Editorial, line: str) -> None:
    calls = await desk.say(f"{line}\nKT는 참여하지 않겠다고 16일 밝혔다.\n업계가 술렁인다. 관심이 쏠린다.")
    assert "1 기록" in labels(calls)
    assert "07:29" not in texts(calls).partition("KT는")[0]
    assert "7:29" not in texts(calls).partition("KT는")[0]


@pytest.mark.parametrize(
    ("sentence", "team", "stance"),
    [
        ("루닛의 2차 진출이 무산됐다.", "lunit", None),
        ("카카오, KT, NC AI가 2단계에 올랐고 루닛은 떨어졌다.", "kakao", None),
        ("카카오, KT, NC AI가 2단계에 올랐고 루닛은 떨어졌다.", "lunit", None),
        ("KT는 불참설을 부인했다.", "kt", None),
        ("KT는 참여를 검토한 적이 없다고 밝혔다.", "kt", None),
        ("KT는 1차를 통과했지만 2차 진출은 좌절됐다.", "kt", None),
        ("카카오는 KT와 달리 불참한다.", "kt", None),
        ("KT is out but Kakao is in.", "kt", None),
        ("KT는 재공모에 참여하지 않겠다고 밝혔다.", "kt", "not_joining"),
        ("KT는 재도전 의사가 없다고 밝혔다.", "kt", "not_joining"),
        ("LG AI연구원·SK텔레콤·업스테이지가 1차를 통과했다.", "skt", "advanced"),
    ],
)
async def test_a_stance_is_proposed_only_where_it_is_plain(
    desk: Editorial, sentence: str, team: str, stance: str | None
) -> None:
    assert desk.services.context().stance_told(sentence, team) == stance


def test_clauses_end_behind_a_verb_and_not_behind_what_was_said() -> None:
    assert len(clauses("A가 올랐고 B는 떨어졌다")) == 2
    assert len(clauses("KT는 불참한다고 밝혔다")) == 1
    assert len(clauses("KT는 검토하고 있다")) == 1


@pytest.mark.parametrize(
    ("sentence", "days"),
    [
        ("KT는 23일 밝혔다", [("23일", 23)]),
        ("전날 열린 회의에서 16일 정했다", [("전날", 22), ("16일", 16)]),
        ("KT said Friday it will not join", [("Friday", 23)]),
        ("지난 16일(현지시간) 밝혔다", [("16일", 16)]),
        ("1월 20일 발표했다", [("1월 20일", 20)]),
        ("3일 동안 6일까지 신청을 받는다", []),
        ("8월 6일까지 평가한다", []),
    ],
)
def test_the_days_of_a_sentence_count_from_its_article(sentence: str, days: list[tuple[str, int]]) -> None:
    assert [(word, day.day) for word, day in days_in(sentence, date(2026, 1, 23))] == days


@pytest.mark.parametrize(
    ("typed", "said"), [("23일", "2026-01-23"), ("어제", "2026-01-22"), ("20일", "2026-01-20"), ("오늘", "2026-01-23")]
)
@pytest.mark.parametrize("published_first", [True, False])
async def test_a_typed_day_counts_from_the_day_of_publication(
    desk: Editorial,
    typed: str,
    said: str,
    published_first: bool,
) -> None:
    desk.clock.turn(timedelta(days=300))
    lines = [f"said: {typed}", "published: 2026-01-23"]
    rows = ["/add", "team: KT", "stance: 불참", *(reversed(lines) if published_first else lines), "voice: own"]
    await desk.tap(await desk.say("\n".join([*rows, "publisher: 뉴스1", "quote: KT는 안 나간다고 밝혔다."])), "저장")
    assert f"kt-{said.replace('-', '')}" in desk.facts.statements


async def test_a_day_typed_in_the_steps_is_read_again_when_the_article_s_day_is_told(desk: Editorial) -> None:
    await desk.say("/add KT 불참 KT는 안 나간다고 밝혔다.")
    calls = await desk.tap(await desk.say("어제"), "본인")
    await desk.tap(calls, "밝히지 않음")
    await desk.tap(await desk.say("뉴스1\n2026-01-20"), "저장")
    assert "kt-20260119" in desk.facts.statements


async def test_a_chosen_day_of_the_sentence_is_read_again_too(desk: Editorial) -> None:
    desk.clock.turn(timedelta(days=300))
    calls = await desk.say("/add KT 불참 KT는 15일 안 나간다고 밝혔다.")
    calls = await desk.tap(await desk.tap(calls, "15일"), "본인")
    await desk.tap(calls, "밝히지 않음")
    await desk.tap(await desk.say("뉴스1\n2026-01-16"), "저장")
    assert "kt-20260115" in desk.facts.statements


async def test_a_statement_said_after_its_source_was_published_is_warned_about(desk: Editorial) -> None:
    days = "said: 2026-01-24\npublished: 2026-01-23"
    lines = f"team: KT\nstance: 불참\n{days}\nvoice: own\npublisher: 뉴스1\nquote: KT는 안 나간다."
    assert "발언일이 보도일보다 뒤입니다" in texts(await desk.say(f"/add\n{lines}"))
    assert "later than the day its source" in texts(await desk.say(f"/add\n{lines}", language="en"))
    same_day = lines.replace("said: 2026-01-24", "said: 2026-01-23")
    assert "보도일보다 뒤" not in texts(await desk.say(f"/add\n{same_day}"))


@pytest.mark.parametrize("encoding", ["utf-8", "cp949", "utf-8-sig"])
async def test_a_text_file_is_read_as_a_pasted_article(desk: Editorial, encoding: str) -> None:
    calls = await send(desk, "기사.txt", ARTICLE.replace("\n", "\r\n").encode(encoding))
    await desk.tap(await desk.tap(calls, "1 기록"), "저장")
    claim = desk.facts.statements["kt-20260123"].claim
    assert desk.facts.source_texts[claim.source] == ARTICLE


async def test_a_page_is_read_with_what_its_markup_says(desk: Editorial) -> None:
    body = "<article><p>KT는 23일 재공모에 참여하지 않겠다고 밝혔다.</p><p>업계가 술렁인다.</p></article>"
    head = '<meta property="og:site_name" content="한빛통신"><meta property="og:title" content="KT 불참">'
    day = '<meta property="article:published_time" content="2026-01-23T10:00:00+09:00">'
    page = f"<!doctype html><html><head>{head}{day}</head><body><nav>카카오는 참여한다.</nav>{body}</body></html>"
    calls = await send(desk, "기사.html", page.encode())
    await desk.tap(await desk.tap(calls, "1 기록"), "저장")
    claim = desk.facts.statements["kt-20260123"].claim
    source = desk.facts.sources[claim.source]
    assert (source.publisher, source.title, source.published) == ("한빛통신", "KT 불참", date(2026, 1, 23))
    assert "카카오" not in desk.facts.source_texts[claim.source]


async def test_a_broken_pdf_is_said_to_be_one(desk: Editorial) -> None:
    assert "손상된 파일" in texts(await send(desk, "기사.pdf", b"%PDF-1.7 nothing"))


@pytest.mark.parametrize("name", ["기사.hwp", "photo.png"])
async def test_another_document_is_told_what_to_send_instead(desk: Editorial, name: str) -> None:
    assert ".txt" in texts(await send(desk, name, b"%PDF"))


async def show(desk: Editorial, **content: object) -> list[Call]:
    """An editor sends something that is no text."""
    sent: Json = {"message_id": 78, "date": 1, "chat": chat_of(EDITOR), "from": user(EDITOR)}
    return await desk.stage.play(message={**sent, **content})


async def test_a_caption_is_read_whatever_it_stands_under(desk: Editorial) -> None:
    document: Json = {"file_id": "f", "file_unique_id": "u", "file_name": "a.hwp", "file_size": 4}
    calls = await show(desk, document=document, caption="KT는?")
    assert ".txt" in texts(calls)
    assert "KT는 미정입니다." in texts(calls)
    photo = [{"file_id": "p", "file_unique_id": "q", "width": 1, "height": 1}]
    assert "1 기록" in labels(await show(desk, photo=photo, caption=ARTICLE))


async def test_somebody_else_s_offer_does_nothing(desk: Editorial) -> None:
    offer = await desk.say(ARTICLE)
    before = await desk.dump()
    assert "쓸 수 없습니다" in texts(await desk.press(button(offer, "1 기록"), by=OWNER))
    assert await desk.dump() == before
