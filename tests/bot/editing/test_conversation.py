"""The step-by-step conversation, without a network."""

import pytest

from bot.editing.draft import Draft, Step
from bot.editing.form import Form, Verb, at, begin, chosen, moved, typed
from bot.editing.lines import InputErrorCode
from bot.editing.state import SavedForm
from knowledge.model import Voice
from knowledge.said import Said
from tests.bot.editing.record import desk

SENTENCE = "KT는 이번 공모에 참여하지 않는다고 23일 밝혔다."


def say(conversation: Form, text: str) -> Form:
    """The conversation after a text that is taken."""
    turn = typed(conversation, text, desk())
    assert turn is not None
    assert turn.error is None
    return turn.form


def press(conversation: Form, option: str) -> Form:
    """The conversation after the button of an option."""
    after = chosen(conversation, conversation.options.index(option), desk())
    assert after is not None
    return after


def told_all() -> Form:
    """The conversation at the preview."""
    conversation = say(begin(Draft(), desk()), "KT")
    conversation = say(press(conversation, "not_joining"), SENTENCE)
    conversation = press(say(conversation, "1월 23일"), Voice.OWN)
    conversation = press(conversation, "unknown")
    return say(conversation, "뉴스1\n2026-01-23\nKT, 불참 선언\nhttps://news1.kr/1")


def test_a_form_that_was_stored_by_an_earlier_version_is_read_and_stored_alike() -> None:
    kept = {"conversation": {"draft": {"team": "kt", "told": ["team"]}, "step": "stance", "options": []}, "token": "t"}
    form = SavedForm.model_validate(kept)
    assert (form.form.draft.team, form.form.step) == ("kt", Step.STANCE)
    stored = form.model_dump(mode="json", by_alias=True)
    assert stored["conversation"]["draft"]["team"] == "kt"
    assert "form" not in stored


def test_seven_answers_lead_from_the_team_to_the_preview() -> None:
    conversation = told_all()
    assert conversation.step is Step.PREVIEW
    draft = conversation.draft
    assert (draft.team, draft.stance, draft.quote, draft.said) == (
        "kt",
        "not_joining",
        SENTENCE,
        Said.parse("2026-01-23"),
    )
    assert (draft.publisher, draft.title, draft.url) == ("뉴스1", "KT, 불참 선언", "https://news1.kr/1")


@pytest.mark.parametrize("step", [step for step in Step if step not in (Step.TEAM, Step.REASON, Step.FIX)])
def test_every_step_but_the_first_leads_back(step: Step) -> None:
    conversation = at(told_all().draft, step, desk())
    before = moved(conversation, Verb.BACK, desk())
    assert before is not None
    assert before.step is conversation.draft.before(step)
    assert before.draft == conversation.draft


def test_the_first_step_has_nothing_before_it() -> None:
    assert moved(begin(Draft(), desk()), Verb.BACK, desk()) is None


def test_a_mended_part_leads_straight_back_to_the_preview() -> None:
    fixing = moved(told_all(), Verb.FIX, desk())
    assert fixing is not None
    mended = press(press(fixing, Step.STANCE), "undecided")
    assert mended.step is Step.PREVIEW
    assert mended.draft.stance == "undecided"


def test_going_back_keeps_the_answer_and_one_press_leaves_it() -> None:
    back = moved(told_all(), Verb.BACK, desk())
    assert back is not None
    assert back.may_keep
    kept = moved(back, Verb.KEEP, desk())
    assert kept is not None
    assert kept == told_all()


def test_an_answer_that_is_not_there_yet_cannot_be_kept() -> None:
    assert moved(begin(Draft(), desk()), Verb.KEEP, desk()) is None


@pytest.mark.parametrize("place", [-1, 99])
def test_a_number_without_an_option_does_nothing(place: int) -> None:
    assert chosen(at(Draft(), Step.STANCE, desk()), place, desk()) is None


def test_a_stance_that_left_the_record_cannot_be_chosen() -> None:
    old = at(Draft(), Step.STANCE, desk()).model_copy(update={"options": ("gone",)})
    assert chosen(old, 0, desk()) is None


def test_an_unknown_team_stays_at_the_question() -> None:
    turn = typed(begin(Draft(), desk()), "삼성전자", desk())
    assert turn is not None
    assert turn.error is not None
    assert (turn.error.code, turn.form.step) == (InputErrorCode.TEAM_UNKNOWN, Step.TEAM)


def test_two_teams_in_the_name_become_buttons() -> None:
    turn = typed(begin(Draft(), desk()), "카카오랑 KT", desk())
    assert turn is not None
    assert turn.form.options == ("kakao", "kt")
    assert press(turn.form, "kt").draft.team == "kt"


def test_a_long_article_offers_the_sentences_that_name_the_team() -> None:
    article = "\n".join([SENTENCE, "관계없는 문장이다. " * 60, "케이티 관계자는 말을 아꼈다."])
    conversation = say(
        at(Draft(team="kt", stance="not_joining", told=frozenset({Step.TEAM, Step.STANCE})), Step.QUOTE, desk()),
        article,
    )
    assert conversation.step is Step.QUOTE
    assert conversation.options == (SENTENCE, "케이티 관계자는 말을 아꼈다.")
    chosen_one = press(conversation, SENTENCE)
    assert (chosen_one.draft.quote, chosen_one.draft.text) == (SENTENCE, article)


def at_the_quote() -> Form:
    """KT is not joining; the sentence is asked for."""
    told = frozenset({Step.TEAM, Step.STANCE})
    return at(Draft(team="kt", stance="not_joining", told=told), Step.QUOTE, desk())


@pytest.mark.parametrize("tail", ["\nhttps://news1.kr/a/1", "\n업계가 술렁인다. 주가는 올랐다. 관심이 쏠린다."])
def test_a_short_article_is_no_quote_either(tail: str) -> None:
    conversation = say(at_the_quote(), f"KT 불참\n(서울=뉴스1) 김기자 기자 = {SENTENCE}{tail}")
    assert conversation.step is Step.QUOTE
    assert conversation.options[:2] == ("KT 불참", SENTENCE)


def test_a_word_of_a_few_sentences_is_taken_as_it_is() -> None:
    word = "KT는 안 나간다.\n이미 정한 일이다. 바뀌지 않는다."
    assert say(at_the_quote(), word).draft.quote == word


def test_a_word_of_many_sentences_may_be_taken_whole() -> None:
    word = "KT는 안 나간다. 이미 정한 일이다. 바뀌지 않는다. 끝났다."
    assert press(say(at_the_quote(), word), word).draft.quote == word


def test_a_long_sentence_that_does_not_name_the_team_may_still_be_chosen() -> None:
    sentence = f"회사 관계자는 {'여러 사정을 두루 살펴 ' * 60}나가지 않겠다고 밝혔다."
    assert press(say(at_the_quote(), sentence), sentence).draft.quote == sentence


def test_a_source_on_record_is_one_press() -> None:
    conversation = press(at(Draft(), Step.SOURCE, desk()), "yna-20260116")
    assert (conversation.draft.source, conversation.draft.publisher) == ("yna-20260116", "연합뉴스")


def test_a_source_needs_its_publisher() -> None:
    turn = typed(at(Draft(), Step.SOURCE, desk()), "https://a.kr/1", desk())
    assert turn is not None
    assert turn.error is not None
    assert (turn.error.code, turn.error.key) == (InputErrorCode.MISSING, "publisher")


def test_at_the_preview_a_line_mends_and_a_question_passes_by() -> None:
    conversation = told_all()
    assert say(conversation, "발언일: 2026-01-22").draft.said == Said.parse("2026-01-22")
    assert typed(conversation, "KT는?", desk()) is None


def test_a_conversation_is_the_same_after_it_was_kept() -> None:
    conversation = told_all()
    assert Form.model_validate_json(conversation.model_dump_json()) == conversation
