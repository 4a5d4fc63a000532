"""What is typed during the steps is not swallowed, and nothing unfinished, saved or typed is lost without a word."""

from datetime import timedelta

import pytest

from bot.editing.state import WAITING
from knowledge.record.changes import UNDO_WITHIN, AddName, Grant
from tests.bot.editing.editorial import ADD, EDITOR, OWNER, STRANGER, Editorial, button, texts
from tests.bot.editing.test_articles import ARTICLE, labels
from tests.bot.recording import Call
from tests.bot.stage import chat_of, user

SENTENCE = "KT는 23일 재공모에 참여하지 않겠다고 밝혔다."


async def at_the_speaker(desk: Editorial) -> list[Call]:
    """KT is not joining; who said so is asked."""
    return await desk.tap(await desk.tap(await desk.say(f"/add KT 불참 {SENTENCE}"), "1월 23일"), "본인")


@pytest.mark.parametrize("question", ["카카오 재도전해?", "네이버는?", "KT&G는?", "누가 불참했나요"])
async def test_a_question_is_answered_and_the_step_is_asked_again(desk: Editorial, question: str) -> None:
    await at_the_speaker(desk)
    calls = await desk.say(question)
    assert len(calls) == 2
    assert "말한 사람을 적어 주세요" in texts(calls[1:])
    assert "질문에 답하고" in texts(calls[1:])
    await desk.tap(await desk.say("뉴스1"), "취소")


async def test_a_question_at_the_source_is_no_publisher(desk: Editorial) -> None:
    await desk.tap(await at_the_speaker(desk), "밝히지 않음")
    assert "어디에 실렸나요" in texts(await desk.say("네이버는?"))
    preview = texts(await desk.say("뉴스1"))
    assert "출처: 뉴스1" in preview


async def test_what_looks_like_a_question_can_be_typed_with_its_key(desk: Editorial) -> None:
    await at_the_speaker(desk)
    await desk.say("발언자: 익명의 누구?")
    assert "익명의 누구?" in texts(await desk.say("뉴스1"))


@pytest.mark.parametrize(("step", "answer"), [("/add", "KT?"), ("/add KT", "불참?")])
async def test_a_plain_answer_with_a_question_mark_is_an_answer(desk: Editorial, step: str, answer: str) -> None:
    await desk.say(step)
    assert "미정" not in texts(await desk.say(answer))


@pytest.mark.parametrize("how", ["/add 카카오", "/correct kakao-20260116", "offer"])
async def test_an_unfinished_statement_is_put_aside_and_come_back_to(desk: Editorial, how: str) -> None:
    await at_the_speaker(desk)
    calls = await (desk.tap(await desk.say(ARTICLE), "2 기록") if how == "offer" else desk.say(how))
    assert "버리지 않고 남겨 두었습니다" in texts(calls)
    back = await desk.tap(calls, "이어 쓰기: KT · 불참")
    assert "말한 사람을 적어 주세요" in texts(back)
    await desk.tap(await desk.say("KT 관계자"), "취소")


async def test_what_was_put_aside_is_offered_when_the_other_is_finished(desk: Editorial) -> None:
    await at_the_speaker(desk)
    saved = await desk.tap(await desk.say(ADD.replace("KT", "코난테크놀로지")), "저장")
    assert "이어 쓰기: KT · 불참" in labels(saved)
    cancelled = await desk.tap(await desk.tap(saved, "이어 쓰기"), "취소")
    assert "취소했습니다" in texts(cancelled)
    assert not labels(await desk.say("/cancel"))


async def test_an_add_that_told_nothing_is_replaced_without_a_word(desk: Editorial) -> None:
    await desk.say("/add")
    assert "남겨 두었습니다" not in texts(await desk.say("/add KT"))


async def test_an_article_pasted_at_another_step_is_offered_and_the_step_stays(desk: Editorial) -> None:
    await at_the_speaker(desk)
    assert "2 기록" in labels(await desk.say(ARTICLE))
    assert "어디에 실렸나요" in texts(await desk.say("KT 관계자"))


async def test_a_late_undo_says_that_the_statement_stands(desk: Editorial) -> None:
    undo = button(await desk.tap(await desk.say(ADD), "저장"), "되돌리기")
    desk.clock.turn(UNDO_WITHIN + timedelta(seconds=1))
    told = texts(await desk.press(undo))
    assert "kt-20260123 기록은 저장된 그대로" in told
    assert "/retract kt-20260123" in told
    assert "저장된 것은 없" not in told
    assert "kt-20260123 is saved and stands" in texts(await desk.press(undo, language="en"))
    await desk.tap(await desk.say("/retract kt-20260123 잘못 기록함"), "저장")
    assert "이미 철회" in texts(await desk.press(undo))


async def test_an_expired_preview_gives_back_what_was_typed(desk: Editorial) -> None:
    preview = await desk.say(ADD)
    desk.clock.turn(WAITING + timedelta(seconds=1))
    told = texts(await desk.tap(preview, "저장"))
    assert "저장된 것은 없" in told
    assert "매체: 뉴스1" in told


async def test_an_expired_list_says_nothing_of_saving(desk: Editorial) -> None:
    await desk.tap(await desk.say("/decoy KT 케이티엠모바일"), "저장")
    pages = await desk.say("/audit 카카오")
    for _ in range(9):
        await desk.services.editor.save(AddName(team="kakao", name=f"이름{_}", language="ko"), by="test", key=f"k{_}")
    pages = await desk.say("/audit 카카오")
    desk.clock.turn(timedelta(days=2))
    assert "바뀐 것은 없습니다" in texts(await desk.tap(pages, "이전 기록"))


async def test_what_was_undone_at_once_is_no_news_to_readers(desk: Editorial) -> None:
    before = texts(await desk.stage.hear("KT는?")), texts(await desk.stage.hear("/history KT"))
    await desk.tap(await desk.tap(await desk.say(ADD), "저장"), "되돌리기")
    after = texts(await desk.stage.hear("KT는?")), texts(await desk.stage.hear("/history KT"))
    assert after == before
    listed = texts(await desk.say("/statements KT"))
    assert "저장 직후 되돌림" in listed
    assert "undone" not in listed + texts(await desk.say("/audit KT"))


async def test_a_retraction_is_still_told(desk: Editorial) -> None:
    await desk.tap(await desk.say(ADD), "저장")
    await desk.tap(await desk.say("/retract kt-20260123 다른 회사 기사"), "저장")
    assert "다른 회사 기사" in texts(await desk.stage.hear("KT는?"))


@pytest.mark.parametrize(
    "command", ["/retract kakao-20260116 날짜가 틀림", "/correct kakao-20260116\nsaid: 2026-01-15\nreason: 날짜 오기"]
)
async def test_after_a_conflict_the_second_editor_gets_the_own_lines_back(desk: Editorial, command: str) -> None:
    preview = await desk.say(command)
    first = await desk.say("/correct kakao-20260116\nspeaker: 대변인\nreason: 직함", by=OWNER)
    await desk.tap(first, "저장", by=OWNER)
    told = texts(await desk.tap(preview, "저장"))
    assert "그사이 다른 변경" in told
    assert "적으신 내용입니다" in told
    assert command.partition("\n")[0] in told
    assert "날짜" in told.partition("<pre>")[2]


async def test_one_unknown_name_is_one_gap(desk: Editorial) -> None:
    for question in ("크래프톤은?", "크래프톤 입장 뭐야", "크래프톤은?", "카카오헤어샵은?"):
        await desk.stage.hear(question)
    await desk.stage.notes.write()
    told = texts(await desk.say("/gaps"))
    assert "1. 크래프톤 (3번)" in told
    assert "2. 카카오헤어샵 (1번)" in told


@pytest.mark.parametrize("command", ["/help", "/start"])
async def test_the_help_of_an_editor_lists_the_editors_commands(desk: Editorial, command: str) -> None:
    owners, editors, readers = [texts(await desk.say(command, by=by)) for by in (OWNER, EDITOR, STRANGER)]
    assert "/grant" in owners
    assert "/retract" in editors
    assert "/grant" not in editors
    assert "/retract" not in readers


async def test_who_is_granted_is_told(desk: Editorial) -> None:
    calls = await desk.tap(await desk.say("/grant 13", by=OWNER), "저장", by=OWNER)
    (told,) = [call for call in calls if call.method == "sendMessage" and call.parameters["chat_id"] == STRANGER]
    assert "이제 편집자입니다" in told.text()
    assert "/add" in told.text()


@pytest.mark.parametrize("words", ["KT는?", "/add"])
async def test_who_could_not_be_told_is_greeted_at_the_next_message(desk: Editorial, words: str) -> None:
    preview = await desk.say("/grant 13", by=OWNER)
    desk.stage.telegram.refuse("setMyCommands", 400, "Bad Request: chat not found")
    await desk.tap(preview, "저장", by=OWNER)
    assert "이제 편집자입니다" in texts(await desk.say(words, by=STRANGER))
    assert "이제 편집자입니다" not in texts(await desk.say(words, by=STRANGER))


async def test_a_typo_in_a_source_is_mended_for_all_of_its_statements(desk: Editorial) -> None:
    source = desk.facts.statements["kakao-20260116"].claim.source
    others = [each for each in desk.facts.statements.values() if each.claim.source == source]
    preview = await desk.say("/correct kakao-20260116\n제목: 네이버 이어 카카오도 재도전 안 한다\n사유: 제목 오기")
    assert f"같은 출처의 기록 {len(others)}건에 모두 반영" in labels(preview)
    await desk.tap(preview, "모두 반영")
    sources = {desk.facts.sources[desk.facts.statements[each.id].claim.source].title for each in others}
    assert sources == {"네이버 이어 카카오도 재도전 안 한다"}


async def test_one_statement_s_source_can_be_mended_alone(desk: Editorial) -> None:
    preview = await desk.say(
        "/correct kakao-20260116\n매체: 연합뉴스TV\n보도일: 2026-01-17\n링크: https://a.kr/1\n사유: 출처 오기"
    )
    await desk.tap(preview, "저장")
    changed = [each.id for each in desk.facts.statements.values() if desk.facts.sources[each.claim.source].url]
    assert changed == ["kakao-20260116"]


async def test_a_source_part_can_be_taken_away(desk: Editorial) -> None:
    await desk.tap(await desk.say("/correct kakao-20260116\n제목: 없음\n사유: 제목을 모름"), "저장")
    assert desk.facts.sources[desk.facts.statements["kakao-20260116"].claim.source].title is None


async def test_a_typo_in_the_quote_of_a_whole_article_is_mended_in_it_too(desk: Editorial) -> None:
    await desk.tap(await desk.tap(await desk.say(ARTICLE), "1 기록"), "저장")
    preview = await desk.say("/correct kt-20260123\n사유: 오타\n문장: KT는 23일 재공모에 참가하지 않겠다고 밝혔다.")
    assert "기사 속 문장도 고칩니다" in texts(preview)
    await desk.tap(preview, "저장")
    claim = desk.facts.statements["kt-20260123"].claim
    assert "참가하지" in claim.quote
    assert claim.quote in desk.facts.source_texts[claim.source]
    other = await desk.say("/correct kt-20260123\n사유: 오타\n문장: 카카오는 나간다고 밝혔다고 전해졌다.")
    assert "보관된 출처 원문" in texts(other)


async def test_the_save_of_a_preview_that_was_put_aside_says_that_it_saved_nothing(desk: Editorial) -> None:
    before = await desk.dump()
    preview = await desk.say(ADD)
    await desk.say("/add 카카오")
    told = texts(await desk.tap(preview, "저장"))
    assert "저장하지 않았습니다" in told
    assert "이미 처리한" not in told
    assert await desk.dump() == before


async def test_who_was_made_an_editor_elsewhere_is_greeted_too(desk: Editorial) -> None:
    await desk.say("KT는?")
    await desk.services.editor.save(Grant(user=STRANGER), by="console", key="elsewhere")
    await desk.services.record.refresh()
    assert "이제 편집자입니다" in texts(await desk.say("KT는?", by=STRANGER))
    assert "이제 편집자입니다" not in texts(await desk.say("KT는?", by=STRANGER))


async def test_a_sticker_during_the_steps_is_no_question(desk: Editorial) -> None:
    await at_the_speaker(desk)
    sticker = {"file_id": "s", "file_unique_id": "t", "type": "regular", "width": 1, "height": 1, "is_animated": False,
               "is_video": False}  # fmt: skip
    sent = {"message_id": 79, "date": 1, "chat": chat_of(EDITOR), "from": user(EDITOR), "sticker": sticker}
    assert "질문에 답하고" not in texts(await desk.stage.play(message=sent))


async def test_a_sentence_in_a_friendly_form_is_no_question(desk: Editorial) -> None:
    await desk.say("/add KT 불참")
    assert "언제 한 말인가요" in texts(await desk.say("KT는 이번에 안 나가요"))


async def test_a_reason_of_several_sentences_is_a_reason(desk: Editorial) -> None:
    calls = await desk.tap(await desk.say("/correct kakao-20260116"), "발언자")
    await desk.say("카카오 대변인")
    reason = "직함을 잘못 적었다. 기사를 다시 봤다. 대변인이 맞다."
    assert reason in texts(await desk.say(reason))
    assert calls
