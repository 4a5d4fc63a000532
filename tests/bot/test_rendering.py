"""Answers as replies: what is said first, what stands below it, and that nothing hostile gets through."""

import html
import re
from datetime import UTC, date, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.rendering.reply import TEXT_LIMIT, Reply, plain, utf16_length
from knowledge.facts import Facts
from knowledge.fields import Language, is_odd
from knowledge.model import Action, Names, Team, Voice
from knowledge.question import Candidate, Finding, Intent, Presumed
from tests.bot.asked import replied, text
from tests.knowledge.records import TEAMS, facts, lighthouse, source, statement
from tests.loopback.markup import plain_text

FACTS = lighthouse()
SPOKEN = [Intent.STANCE, Intent.HISTORY]


def first_line(reply: Reply) -> str:
    return plain(reply.parts[0]).split("\n", 1)[0]


def test_stance_and_team_come_first_in_bold() -> None:
    assert replied(FACTS, Intent.STANCE, "harbour").parts[0].startswith("<b>한빛항만은 불참입니다.</b>\n")
    assert (
        replied(FACTS, Intent.STANCE, "harbour", language="en")
        .parts[0]
        .startswith("<b>Hanbit Harbour: Not bidding</b>")
    )


@pytest.mark.parametrize(
    ("team", "presumed", "korean", "english"),
    [
        ("harbour", Presumed(stances=("stays_out",)), "네, 한빛항만은 불참입니다.", "Yes. Hanbit Harbour: Not bidding"),
        (
            "dl",
            Presumed(stances=("won",), opposed=("lost",)),
            "아니요, DL등대의 결과는 유찰입니다.",
            "No. DL Lighthouse, result: Lost",
        ),
        (
            "harbour",
            Presumed(stances=("bids",), opposed=("stays_out",)),
            "한빛항만은 불참입니다.",
            "Hanbit Harbour: Not bidding",
        ),
        (
            "dl",
            Presumed(stances=("bids",), opposed=("stays_out",)),
            "DL등대는 저울질입니다.",
            "DL Lighthouse: Weighing",
        ),
        ("dl", Presumed(stances=("lost",)), "네, DL등대의 결과는 유찰입니다.", "Yes. DL Lighthouse, result: Lost"),
        (
            "neul",
            Presumed(stances=("bids",)),
            "늘푸른바다는 명단에 있지만 기록된 발언이 없습니다.",
            "Neul Blue Sea: on the list, no statement on record",
        ),
        (
            "harbour",
            Presumed(stances=("won",)),
            "한빛항만의 결과는 기록에 없습니다.",
            "Hanbit Harbour: no result on record",
        ),
        (
            "harbour",
            Presumed(stances=("stays_out",), asks=False),
            "한빛항만은 불참입니다.",
            "Hanbit Harbour: Not bidding",
        ),
    ],
)
def test_a_yes_or_no_question_gets_the_stance_first(team: str, presumed: Presumed, korean: str, english: str) -> None:
    assert first_line(replied(FACTS, Intent.STANCE, team, presumed=presumed)) == korean
    assert first_line(replied(FACTS, Intent.STANCE, team, presumed=presumed, language="en")) == english


def test_what_a_question_presumes_and_the_record_does_not_say_is_told() -> None:
    weighed = replied(FACTS, Intent.STANCE, "dl", presumed=Presumed(stances=("bids",)))
    assert "‘입찰’이라는 기록은 없습니다." in text(weighed)
    why = Presumed(stances=("won",), opposed=("lost",), asks=False)
    assert "‘낙찰’이라는 기록은 없습니다." in text(replied(FACTS, Intent.STANCE, "dl", presumed=why))


@pytest.mark.parametrize("asks", [True, False])
@pytest.mark.parametrize("negated", [True, False])
def test_what_was_said_before_is_told_with_its_day_and_sentence_and_without_yes_or_no(
    asks: bool, negated: bool
) -> None:
    bid = Presumed(stances=("bids",), opposed=("stays_out",), negated=negated, asks=asks)
    korean = text(replied(FACTS, Intent.STANCE, "harbour", presumed=bid))
    assert korean.startswith("<b>한빛항만은 불참입니다.</b>\n앞서 ‘입찰’이라는 기록이 있습니다(3월 2일).\n")
    assert "<b>3월 2일 · 한빛항만: 입찰</b>\n본인 발언 · 항만 관계자\n" in korean
    assert "harbour의 1번째 말이다." in korean
    english = text(replied(FACTS, Intent.STANCE, "harbour", presumed=bid, language="en"))
    assert english.startswith("<b>Hanbit Harbour: Not bidding</b>\nEarlier on record: “Bidding” (March 2).\n")


def test_what_may_have_been_said_before_or_after_is_only_said_to_be_on_record_too() -> None:
    record = facts((statement(1, "harbour", "bids", None), statement(2, "harbour", "weighs", "2026-03-10")))
    bid = Presumed(stances=("bids",))
    reply = text(replied(record, Intent.STANCE, "harbour", presumed=bid))
    assert "‘입찰’이라는 기록도 있습니다(시점 미상 (3월 10일 보도))." in reply
    assert "Also on record: “Bidding”" in text(replied(record, Intent.STANCE, "harbour", presumed=bid, language="en"))


def test_a_conflict_or_a_newer_report_of_what_is_asked_is_never_denied() -> None:
    for team, stance in (("byeol", "bids"), ("sora", "stays_out")):
        presumed = Presumed(stances=(stance,), opposed=("weighs",))
        reply = text(replied(FACTS, Intent.STANCE, team, presumed=presumed))
        assert not any(said in reply for said in ("네,", "아니요", "기록은 없습니다"))


def test_teams_of_one_sentence_with_another_past_are_answered_apart() -> None:
    shared = "둘 다 접는다고 한다."
    both = [statement(2, team, "stays_out", "2026-03-12", quote=shared) for team in ("harbour", "dl")]
    record = facts((statement(1, "harbour", "bids", "2026-03-02"), *both))
    presumed = Presumed(stances=("bids",), opposed=("stays_out",))
    reply = text(replied(record, Intent.STANCE, "harbour", "dl", presumed=presumed))
    assert "<b>한빛항만은 불참입니다.</b>\n앞서 ‘입찰’이라는 기록이 있습니다(3월 2일)." in reply
    assert "<b>아니요, DL등대는 불참입니다.</b>" in reply


def test_teams_that_agree_are_answered_in_one_line() -> None:
    presumed = Presumed(stances=("lost",))
    reply = replied(FACTS, Intent.STANCE, "sora", "dl", presumed=presumed)
    assert first_line(reply) == "네, 소라테크와 DL등대 모두 결과는 유찰입니다."


def test_a_newer_report_stands_below_the_own_word_and_a_conflict_is_shown_as_one() -> None:
    sora = text(replied(FACTS, Intent.STANCE, "sora"))
    assert sora.index("소라테크는 입찰입니다.") < sora.index("결과: 유찰") < sora.index("이후 미확인 보도: 불참")
    byeol = replied(FACTS, Intent.STANCE, "byeol")
    assert first_line(byeol) == "별빛연구원에 대한 기록이 엇갈립니다: 불참, 입찰"
    assert "엇갈리는 기록: 입찰" in text(byeol)


def test_a_conflict_is_told_of_the_team_that_has_it_alone_though_a_sentence_speaks_of_two() -> None:
    both = [statement(2, team, "bids", quote="두 회사가 같이 말했다.") for team in ("harbour", "dl")]
    record = facts((statement(1, "harbour", "stays_out"), *both))
    for teams in (("harbour", "dl"), ("dl", "harbour")):
        reply = text(replied(record, Intent.STANCE, *teams))
        assert "한빛항만에 대한 기록이 엇갈립니다: 입찰, 불참" in reply
        assert "DL등대는 입찰입니다." in reply


def test_a_correction_and_a_retraction_are_marked_with_date_and_reason() -> None:
    corrected = (Action.CORRECT, "날짜가 틀렸음", datetime(2026, 3, 21, 20, tzinfo=UTC))
    retracted = (Action.RETRACT, "다른 회사 <이야기>", datetime(2026, 3, 22, tzinfo=UTC))
    record = facts((statement(1, "harbour", "bids", past=[corrected]), statement(2, "dl", "bids", past=[retracted])))
    assert "<i>3월 22일 정정 · 사유: 날짜가 틀렸음</i>" in text(replied(record, Intent.STANCE, "harbour"))
    taken_back = text(replied(record, Intent.STANCE, "dl"))
    assert "‘입찰’(3월 10일) 기록은 3월 22일 철회됐습니다. 사유: 다른 회사 &lt;이야기&gt;" in taken_back
    assert "Retracted on March 22 · Reason: 다른 회사 &lt;이야기&gt;" in text(
        replied(record, Intent.HISTORY, "dl", language="en")
    )


def test_publisher_and_title_are_the_link() -> None:
    linked = source(1, url="https://example.org/?a=1&b='2'", publisher="바다 & 배", title="<속보>")
    reply = text(replied(facts((statement(1, "harbour", "bids"),), sources=(linked,)), Intent.STANCE, "harbour"))
    assert (
        '출처: <a href="https://example.org/?a=1&amp;b=&#x27;2&#x27;">바다 &amp; 배 · &lt;속보&gt;</a> (3월 10일)'
        in reply
    )


def test_an_unknown_source_and_day_are_said_to_be_unknown() -> None:
    bare = source(1, publisher=None, title=None, published=None)
    reply = text(replied(facts((statement(1, "harbour", "bids", None),), sources=(bare,)), Intent.STANCE, "harbour"))
    assert "시점 미상 · 본인 발언" in reply
    assert "출처: 매체 미상" in reply


def test_how_far_the_record_goes_stands_at_the_end() -> None:
    assert text(replied(FACTS, Intent.STANCE, "harbour")).endswith("<i>기록은 3월 15일까지의 발언을 담고 있습니다.</i>")
    assert text(replied(facts(()), Intent.OVERVIEW, language="en")).endswith("<i>The record is still empty.</i>")


@pytest.mark.parametrize(
    ("day", "expected"),
    [
        (date(2026, 3, 11), "(3월 11일 기준)"),
        (date(2025, 1, 1), "기록은 3월 2일부터 있습니다."),
        (date(2027, 1, 1), "아직 오지 않은 날짜라"),
    ],
)
def test_a_day_asked_for_is_named_and_one_outside_the_record_says_so(day: date, expected: str) -> None:
    assert expected in text(replied(FACTS, Intent.STANCE, "harbour", as_of=day))


def test_a_list_is_counted_and_teams_of_one_sentence_stand_together() -> None:
    shared = "둘 다 입찰한다고 한다."
    record = facts(
        (
            statement(1, "harbour", "bids", quote=shared),
            statement(2, "dl", "bids", quote=shared).model_copy(
                update={"revisions": (statement(1, "dl", "bids", quote=shared).current,)}
            ),
        )
    )
    reply = text(replied(record, Intent.LIST, stances=("bids",)))
    assert reply.startswith("<b>입찰 2팀</b>")
    assert reply.count(shared) == 1
    assert "<b>한빛항만과 DL등대</b>" in reply


def test_an_empty_list_says_that_there_is_none() -> None:
    assert (
        first_line(replied(FACTS, Intent.LIST, stances=("won",)))
        == "명단의 5팀 가운데 ‘낙찰’로 기록된 팀은 없습니다(0팀)."
    )


def test_results_that_share_the_word_are_told_apart_from_the_list() -> None:
    reply = text(replied(FACTS, Intent.LIST, stances=("stays_out",), apart=("lost",)))
    assert "이와 별도로, 결과가 ‘유찰’인 팀은 2팀입니다." in reply


def test_the_overview_groups_by_stance_and_names_who_is_silent() -> None:
    reply = plain(text(replied(FACTS, Intent.OVERVIEW)))
    assert reply.startswith("무인등대 사업 현황 · 5팀")
    for line in ("입찰 2팀", "불참 2팀", "저울질 1팀", "유찰 2팀", "입장 기록 없음 1팀\n늘푸른바다"):
        assert line in reply


def test_a_history_is_in_order_and_names_who_never_spoke() -> None:
    reply = plain(text(replied(FACTS, Intent.HISTORY, "harbour", "neul")))
    assert reply.index("3월 2일 · 한빛항만: 입찰") < reply.index("3월 10~12일 · 한빛항만: 불참")
    assert "늘푸른바다: 기록된 발언이 없습니다." in reply


def test_which_one_shows_both_scripts_on_its_buttons() -> None:
    near = tuple(Candidate(team=each, name=each, score=0.8, view="keystroke") for each in ("harbour", "dl"))
    reply = replied(FACTS, Intent.AMBIGUOUS, finding=Finding(candidates=near))
    assert [button.label for row in reply.buttons for button in row] == [
        "한빛항만 (Hanbit Harbour)",
        "DL등대 (DL Lighthouse)",
    ]


@pytest.mark.parametrize(
    ("teams", "language", "expected"),
    [
        (["harbour"], "ko", "한빛항만을 말씀하시나요?"),
        (["dl"], "ko", "DL등대를 말씀하시나요?"),
        (["harbour"], "en", "Do you mean Hanbit Harbour?"),
        (["harbour", "dl"], "ko", "어느 팀을 말씀하시나요?"),
        (["harbour", "dl"], "en", "Which one do you mean?"),
    ],
)
def test_a_single_team_that_may_be_meant_is_asked_about_by_its_name(
    teams: list[str], language: Language, expected: str
) -> None:
    near = tuple(Candidate(team=each, name=each, score=0.8, view="keystroke") for each in teams)
    reply = replied(FACTS, Intent.AMBIGUOUS, finding=Finding(candidates=near), language=language)
    assert plain(text(reply)) == expected


@pytest.mark.parametrize(
    ("teams", "korean", "english"),
    [
        (["harbour"], "혹시 이 팀을 찾으시나요?", "Did you mean this one?"),
        (["harbour", "dl"], "혹시 이 가운데 찾으시는 팀이 있나요?", "Did you mean one of these?"),
    ],
)
def test_near_names_of_a_stranger_are_offered_in_their_number(teams: list[str], korean: str, english: str) -> None:
    near = Finding(candidates=tuple(Candidate(team=each, name=each, score=0.8, view="keystroke") for each in teams))
    assert korean in text(replied(FACTS, Intent.UNKNOWN, finding=near))
    assert english in text(replied(FACTS, Intent.UNKNOWN, finding=near, language="en"))


def test_the_word_of_the_authority_is_called_official_whoever_that_is() -> None:
    record = facts((statement(1, "harbour", "won", voice=Voice.AUTHORITY, speaker="Assembly secretariat"),))
    assert "official announcement · Assembly secretariat" in text(
        replied(record, Intent.STANCE, "harbour", language="en")
    )
    assert "공식 발표 · Assembly secretariat" in text(replied(record, Intent.STANCE, "harbour"))


def test_help_says_of_nobody_that_they_take_part() -> None:
    assert plain(text(replied(FACTS, Intent.HELP))).startswith("무인등대 사업에 대해 각 팀의 최신 입장을")


def test_a_stranger_is_named_and_escaped_and_never_answered_for() -> None:
    reply = replied(FACTS, Intent.UNKNOWN, strangers=("<b>KT&G</b>",))
    assert "‘&lt;b&gt;KT&amp;G&lt;/b&gt;’" in reply.parts[0]
    assert "<blockquote" not in reply.parts[0]


def test_a_long_list_goes_on_at_a_button_and_counts_them_all() -> None:
    teams = tuple(Team(id=f"t{number}", names=Names(ko=(f"모임{number}",))) for number in range(50))
    record = facts((statement(n + 1, each.id, "bids") for n, each in enumerate(teams)), teams=teams)
    first = replied(record, Intent.LIST, stances=("bids",))
    assert first_line(first) == "입찰 50팀"
    assert "외 30팀" in text(first)
    assert any(button.label == "더 보기" for row in first.buttons for button in row)
    last = replied(record, Intent.LIST, stances=("bids",), page=2)
    assert "모임49" in text(last)
    assert not any(button.label == "더 보기" for row in last.buttons for button in row)


# Hostile names, titles and quotes: what the doors of the record let in.
prose = st.text(
    st.characters(exclude_categories=["Cs", "Cc", "Co", "Cn", "Zl", "Zp"]).filter(lambda each: not is_odd(each))
    | st.sampled_from("<>&\"'\n\u200b\u200f🦜👩‍👩‍👧"),
    min_size=1,
    max_size=300,
).filter(lambda each: each.strip() != "")
lines = prose.map(lambda each: " ".join(each.split())[:200]).filter(lambda each: each.strip() != "")
markup = st.sampled_from(
    ["<b>", "</blockquote>", "&lt;", "<a href='x'>", "]]>", "<!--", "&#0;", "<blockquote expandable>"]
)
quotes = st.one_of(prose, markup, st.builds("".join, st.lists(prose | markup, min_size=1, max_size=4)))


def hostile(names: list[str], titles: list[str], said: list[str]) -> Facts:
    teams = [
        TEAMS[0].model_copy(update={"names": Names.model_construct(ko=(names[0],), en=(names[1],))}),
        TEAMS[1].model_copy(update={"names": Names.model_construct(ko=(names[1],), en=(names[0],))}),
    ]
    sources = [source(number, title=titles[0], publisher=titles[1]) for number in range(1, 4)]
    return facts(
        (
            statement(1, "harbour", "bids", quote=said[0], speaker=names[0]),
            statement(2, "dl", "bids", None, quote=said[1]),
            statement(3, "harbour", "lost", None, voice=Voice.REPORTED, quote=said[2]),
        ),
        teams=teams,
        sources=sources,
    )


hostile_facts = st.builds(
    hostile,
    st.lists(lines, min_size=2, max_size=2),
    st.lists(lines, min_size=2, max_size=2),
    st.lists(quotes, min_size=3, max_size=3),
)


@settings(max_examples=60, deadline=None)
@given(hostile_facts, st.sampled_from(["ko", "en"]))
def test_every_quote_survives_byte_for_byte_and_every_reply_parses(record: Facts, language: str) -> None:
    said = {each.claim.quote for each in record.statements.values()}
    for reply in every_reply(record, language):
        shown = "\n\n".join(map(plain_text, reply.parts))
        assert all(utf16_length(part) <= TEXT_LIMIT for part in reply.parts)
        assert all(quote in shown for quote in said)
        blocks = re.findall(r"<blockquote(?: expandable)?>(.*?)</blockquote>", text(reply), re.DOTALL)
        assert all(any(quote in html.unescape(block) for block in blocks) for quote in said)


def every_reply(record: Facts, language: str) -> list[Reply]:
    """One of each kind that shows all quotes of the record."""
    asked: list[tuple[Intent, tuple[str, ...], dict[str, object]]] = [
        (Intent.STANCE, ("harbour", "dl"), {}),
        (Intent.OVERVIEW, (), {}),
        (Intent.HISTORY, (), {}),
        (Intent.LIST, (), {"stances": ("bids", "lost")}),
    ]
    return [
        replied(record, intent, *teams, language="ko" if language == "ko" else "en", **more)
        for intent, teams, more in asked
    ]


@settings(max_examples=60, deadline=None)
@given(st.lists(lines, min_size=1, max_size=3))
def test_names_that_people_type_never_become_markup(names: list[str]) -> None:
    for language in ("ko", "en"):
        reply = replied(FACTS, Intent.UNKNOWN, strangers=tuple(names), language=language)
        shown = plain_text(reply.parts[0])
        assert all(name in shown for name in names)


def test_the_longest_quotes_still_go_out_whole() -> None:
    quote = "🦜&<" * 600
    record = facts(
        statement(number, "harbour", "bids", f"2026-03-{number:02}", quote=quote + str(number))
        for number in range(1, 5)
    )
    reply = replied(record, Intent.HISTORY, "harbour")
    shown = [plain_text(part) for part in reply.parts]
    assert all(utf16_length(part) <= TEXT_LIMIT for part in shown)
    assert all(any(quote + str(number) in part for part in shown) for number in range(1, 5))
