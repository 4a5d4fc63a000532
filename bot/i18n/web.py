"""What the page, the feeds and their buttons say: templates, one instance a language."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.fields import Language


@dataclass(frozen=True, slots=True)
class WebText:
    """The texts of the public page; `{…}` are filled by `str.format`, and escaped where they become HTML."""

    name: str
    board: str
    corrections: str
    feed: str
    other_language: str
    bot: str
    bot_team: str
    team: str
    stance: str
    said: str
    counted: str
    reach: str
    empty: str
    silent: str
    result: str
    conflict: str
    unconfirmed: str
    was_retracted: str
    picture: str
    voice: str
    history: str
    no_statement: str
    permalink: str
    sentence: str
    original: str
    no_link: str
    quote_kept: str
    speaker: str
    source: str
    recorded: str
    status: str
    stands: str
    retracted: str
    past: str
    no_past: str
    changed: str
    nobody: str
    other_quote: str
    no_corrections: str
    corrections_about: str
    page: str
    newer: str
    older: str
    previous: str
    next: str
    not_found: str
    not_found_about: str
    too_many: str
    about: str
    button: str


KOREAN = WebText(
    name="입장",
    board="현황",
    corrections="정정",
    feed="피드",
    other_language="English",
    bot="텔레그램에서 묻기",
    bot_team="텔레그램에서 {name} 묻기",
    team="이름",
    stance="입장",
    said="발언",
    counted="{teams}{members} 가운데 {speaking}{members}의 입장이 기록에 있습니다.",
    reach="기록은 {day}까지의 발언을 담고 있습니다.",
    empty="기록이 아직 비어 있습니다.",
    silent="입장 기록 없음",
    result="결과: {label}",
    conflict="기록이 엇갈림: {label}",
    unconfirmed="더 새로운 미확인 보도: {label}",
    was_retracted="철회된 기록",
    picture="현황 그림",
    voice="화자",
    history="기록된 발언 {count}건",
    no_statement="명단에 있으나 기록된 발언이 없습니다.",
    permalink="이 기록의 주소",
    sentence="원문의 문장 보기",
    original="원문 보기",
    no_link="원문 링크가 기록에 없습니다.",
    quote_kept="매체의 뜻에 따라 문장을 여기에 싣지 않습니다.",
    speaker="발언자",
    source="출처",
    recorded="기록한 때",
    status="상태",
    stands="유효",
    retracted="철회됨. 이 기록은 더 이상 유효하지 않습니다.",
    past="이 기록의 정정",
    no_past="정정된 적이 없습니다.",
    changed="{what}: {before} → {after}",
    nobody="없음",
    other_quote="전에는 다른 문장이었습니다.",
    no_corrections="정정하거나 철회한 기록이 없습니다.",
    corrections_about="잘못 기록했다가 바로잡은 것입니다. 팀이 입장을 바꾼 것은 여기에 들지 않습니다.",
    page="{page}/{pages}쪽",
    newer="더 새로운 것",
    older="더 오래된 것",
    previous="이전",
    next="다음",
    not_found="없는 쪽입니다",
    not_found_about="이 주소에는 아무것도 없습니다.",
    too_many="요청이 너무 잦습니다. 잠시 뒤에 다시 여세요.",
    about="모든 입장에는 그렇게 말한 문장과 날짜, 화자, 출처가 있습니다.",
    button="웹에서 보기",
)

ENGLISH = WebText(
    name="ipjang",
    board="Board",
    corrections="Corrections",
    feed="Feed",
    other_language="한국어",
    bot="Ask in Telegram",
    bot_team="Ask about {name} in Telegram",
    team="Name",
    stance="Stance",
    said="Said",
    counted="{teams} {members}, {speaking} with a position on record.",
    reach="The record reaches {day}.",
    empty="The record is still empty.",
    silent="No position on record",
    result="Result: {label}",
    conflict="The record conflicts: {label}",
    unconfirmed="Newer, unconfirmed report: {label}",
    was_retracted="Retracted",
    picture="The board as a picture",
    voice="Voice",
    history="Statements on record: {count}",
    no_statement="On the list, no statement on record.",
    permalink="Address of this statement",
    sentence="Show the sentence in the original",
    original="Open the original",
    no_link="The record has no link to the original.",
    quote_kept="The sentence is not shown here, as its publisher wishes.",
    speaker="Speaker",
    source="Source",
    recorded="Recorded",
    status="Status",
    stands="Stands",
    retracted="Retracted. This statement no longer stands.",
    past="Corrections of this statement",
    no_past="It was never corrected.",
    changed="{what}: {before} → {after}",
    nobody="none",
    other_quote="It was another sentence before.",
    no_corrections="Nothing on record was corrected or retracted.",
    corrections_about="What was recorded wrongly and put right. A change of mind is not among them.",
    page="Page {page} of {pages}",
    newer="Newer",
    older="Older",
    previous="Previous",
    next="Next",
    not_found="No such page",
    not_found_about="There is nothing at this address.",
    too_many="Too many requests. Open it again in a moment.",
    about="Every stance comes with the sentence that says so, its date, its voice and its source.",
    button="On the web",
)

TEXTS: Mapping[Language, WebText] = {"ko": KOREAN, "en": ENGLISH}
