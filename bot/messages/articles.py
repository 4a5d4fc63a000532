"""What an editor is told about the statements of an article; plain text."""

from collections.abc import Mapping, Sequence

from bot.messages.editing_steps import EDITING
from bot.messages.template import Messages, fixed, message
from knowledge.fields import Language

DOUBTS = EDITING["article_doubt"]
NOTES = EDITING["article_note"]
STATES = EDITING["article_state"]
EMPTY = EDITING["article_empty"]


class ArticleMessages(Messages):
    """The list of an article's statements, its buttons, and what is said where there is none."""

    sure = fixed("확실", "sure")
    unknown_day = fixed("날짜 모름", "day unknown")
    before = fixed("◀ 앞쪽", "◀ Back")
    behind = fixed("뒤쪽 ▶", "More ▶")
    send_text = fixed(
        "이 주소는 열어 보지 않습니다. 기사 본문을 붙여 넣거나 .txt, .html, .pdf 파일로 보내 주세요.",
        "This address is not opened: paste the text of the article, or send it as a .txt, .html or .pdf file.",
    )
    not_fetched = fixed(
        "주소에서 기사를 읽지 못했습니다. 기사 본문을 붙여 넣거나 .txt, .html, .pdf 파일로 보내 주세요.",
        "No article could be read at this address: paste its text, or send it as a .txt, .html or .pdf file.",
    )

    @message(
        "기사에서 기록할 만한 문장 {count}개를 찾았습니다 (확실 {sure}, 확인 필요 {check}).",
        "The article holds {count:# sentence|# sentences} worth recording ({sure} sure, {check} to check).",
    )
    def found(self, count: int, sure: int, check: int) -> str: ...
    @message("{page}/{pages}쪽", "Page {page} of {pages}")
    def page(self, page: int, pages: int) -> str: ...
    @message("확인 필요: {reasons}", "to check: {reasons}")
    def _check(self, reasons: Sequence[str]) -> str: ...

    def check(self, doubts: Sequence[str]) -> str:
        """That a statement has to be looked at, and why."""
        return self._check([self.fill(DOUBTS[doubt]) for doubt in doubts])

    def note(self, note: str) -> str:
        """What the record says to a statement already."""
        return self.fill(NOTES[note])

    def state(self, state: str) -> str:
        """What an editor did with a statement."""
        return self.fill(STATES[state])

    def empty(self, why: str) -> str:
        """Why an article has no statement."""
        return self.fill(EMPTY[why])

    @message("확실한 {count}개 미리보기", "Preview the {count:# sure one|# sure ones}")
    def preview_sure(self, count: int) -> str: ...
    @message("{number} 기록", "{number} Record")
    def record(self, number: int) -> str: ...
    @message("{number} 고치기", "{number} Edit")
    def edit(self, number: int) -> str: ...
    @message("{number} 건너뛰기", "{number} Skip")
    def skip(self, number: int) -> str: ...
    @message("나머지 {count}개 보기", "Show the other {count}")
    def rest(self, count: int) -> str: ...
    @message("저장 전 미리보기 · 새 기록 {count}건", "Preview · {count} new statements")
    def batch_title(self, count: int) -> str: ...
    @message("{count}건을 저장했습니다: {ids}", "Saved {count} statements: {ids}")
    def batch_saved(self, count: int, ids: Sequence[str]) -> str: ...
    @message(
        "되돌렸습니다. {count}건이 모두 철회됐습니다: {ids}", "Undone: all {count} statements are retracted: {ids}"
    )
    def batch_undone(self, count: int, ids: Sequence[str]) -> str: ...


MESSAGES: Mapping[Language, ArticleMessages] = {"ko": ArticleMessages("ko"), "en": ArticleMessages("en")}


def article_messages(language: Language) -> ArticleMessages:
    """What is said about an article in a language."""
    return MESSAGES[language]
