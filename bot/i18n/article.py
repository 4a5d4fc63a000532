"""What an editor is told about the statements of an article: templates, one instance a language."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.fields import Language


@dataclass(frozen=True)
class ArticleMessages:
    """The templates of one language."""

    found: str
    found_one: str
    page: str
    sure: str
    check: str
    doubts: Mapping[str, str]
    notes: Mapping[str, str]
    states: Mapping[str, str]
    unknown_day: str
    preview_sure: str
    preview_one_sure: str
    record: str
    edit: str
    skip: str
    rest: str
    before: str
    behind: str
    batch_title: str
    batch_saved: str
    batch_undone: str
    empty: Mapping[str, str]
    send_text: str
    not_fetched: str


KOREAN = ArticleMessages(
    found="기사에서 기록할 만한 문장 {count}개를 찾았습니다 (확실 {sure}, 확인 필요 {check}).",
    found_one="기사에서 기록할 만한 문장 {count}개를 찾았습니다 (확실 {sure}, 확인 필요 {check}).",
    page="{page}/{pages}쪽",
    sure="확실",
    check="확인 필요: {reasons}",
    doubts={
        "context": "앞 문장의 팀",
        "hearsay": "다른 이의 말",
        "name": "이름",
        "passing": "지나가는 말",
        "several": "여러 입장",
        "subject": "다른 사업일 수 있음",
        "denial": "부정",
    },
    notes={
        "recorded": "이미 기록됨",
        "same_sentence": "같은 문장이 다른 입장으로 기록됨",
        "older": "현재 입장보다 앞선 말",
    },
    states={"saved": "저장함", "skipped": "건너뜀"},
    unknown_day="날짜 모름",
    preview_sure="확실한 {count}개 미리보기",
    preview_one_sure="확실한 {count}개 미리보기",
    record="{number} 기록",
    edit="{number} 고치기",
    skip="{number} 건너뛰기",
    rest="나머지 {count}개 보기",
    before="◀ 앞쪽",
    behind="뒤쪽 ▶",
    batch_title="저장 전 미리보기 · 새 기록 {count}건",
    batch_saved="{count}건을 저장했습니다: {ids}",
    batch_undone="되돌렸습니다. {count}건이 모두 철회됐습니다: {ids}",
    empty={
        "no_sentence": "기사로 읽을 만한 문장이 없습니다. 기사 본문을 붙여 넣어 주세요.",
        "no_team": "기사에서 이 프로그램의 팀 이름을 찾지 못했습니다.",
        "no_stance": "팀 이름은 있지만, 입장이나 결과를 말하는 문장을 찾지 못했습니다.",
    },
    send_text="이 주소는 열어 보지 않습니다. 기사 본문을 붙여 넣거나 .txt, .html, .pdf 파일로 보내 주세요.",
    not_fetched="주소에서 기사를 읽지 못했습니다. 기사 본문을 붙여 넣거나 .txt, .html, .pdf 파일로 보내 주세요.",
)
ENGLISH = ArticleMessages(
    found="The article holds {count} sentences worth recording ({sure} sure, {check} to check).",
    found_one="The article holds {count} sentence worth recording ({sure} sure, {check} to check).",
    page="Page {page} of {pages}",
    sure="sure",
    check="to check: {reasons}",
    doubts={
        "context": "team from the sentences before",
        "hearsay": "somebody else's word",
        "name": "name",
        "passing": "in passing",
        "several": "several stances",
        "subject": "maybe another programme",
        "denial": "denial",
    },
    notes={
        "recorded": "already on record",
        "same_sentence": "the same sentence is on record with another stance",
        "older": "older than the headline",
    },
    states={"saved": "saved", "skipped": "skipped"},
    unknown_day="day unknown",
    preview_sure="Preview the {count} sure ones",
    preview_one_sure="Preview the {count} sure one",
    record="{number} Record",
    edit="{number} Edit",
    skip="{number} Skip",
    rest="Show the other {count}",
    before="◀ Back",
    behind="More ▶",
    batch_title="Preview · {count} new statements",
    batch_saved="Saved {count} statements: {ids}",
    batch_undone="Undone: all {count} statements are retracted: {ids}",
    empty={
        "no_sentence": "Nothing here reads as an article: paste its text.",
        "no_team": "The article names no team of this programme.",
        "no_stance": "The article names teams, and no sentence tells a position or a result of one.",
    },
    send_text="This address is not opened: paste the text of the article, or send it as a .txt, .html or .pdf file.",
    not_fetched="No article could be read at this address: paste its text, or send it as a .txt, .html or .pdf file.",
)
MESSAGES: Mapping[Language, ArticleMessages] = {"ko": KOREAN, "en": ENGLISH}


def article_messages(language: Language) -> ArticleMessages:
    """The templates of a language."""
    return MESSAGES[language]
