"""What the page, the feeds and their buttons say; plain text, which the page escapes."""

from collections.abc import Mapping

from bot.messages.template import Messages, fixed, message
from knowledge.fields import Language


class WebText(Messages):
    """The texts of the public page."""

    name = fixed("입장", "ipjang")
    board = fixed("현황", "Board")
    corrections = fixed("정정", "Corrections")
    feed = fixed("피드", "Feed")
    other_language = fixed("English", "한국어")
    bot = fixed("텔레그램에서 묻기", "Ask in Telegram")
    team = fixed("이름", "Name")
    stance = fixed("입장", "Stance")
    said = fixed("발언", "Said")
    empty = fixed("기록이 아직 비어 있습니다.", "The record is still empty.")
    silent = fixed("입장 기록 없음", "No position on record")
    was_retracted = fixed("철회된 기록", "Retracted")
    picture = fixed("현황 그림", "The board as a picture")
    voice = fixed("화자", "Voice")
    no_statement = fixed("명단에 있으나 기록된 발언이 없습니다.", "On the list, no statement on record.")
    permalink = fixed("이 기록의 주소", "Address of this statement")
    sentence = fixed("원문의 문장 보기", "Show the sentence in the original")
    original = fixed("원문 보기", "Open the original")
    no_link = fixed("원문 링크가 기록에 없습니다.", "The record has no link to the original.")
    quote_kept = fixed(
        "매체의 뜻에 따라 문장을 여기에 싣지 않습니다.", "The sentence is not shown here, as its publisher wishes."
    )
    speaker = fixed("발언자", "Speaker")
    source = fixed("출처", "Source")
    recorded = fixed("기록한 때", "Recorded")
    status = fixed("상태", "Status")
    stands = fixed("유효", "Stands")
    retracted = fixed("철회됨. 이 기록은 더 이상 유효하지 않습니다.", "Retracted. This statement no longer stands.")
    past = fixed("이 기록의 정정", "Corrections of this statement")
    no_past = fixed("정정된 적이 없습니다.", "It was never corrected.")
    nobody = fixed("없음", "none")
    other_quote = fixed("전에는 다른 문장이었습니다.", "It was another sentence before.")
    no_corrections = fixed("정정하거나 철회한 기록이 없습니다.", "Nothing on record was corrected or retracted.")
    corrections_about = fixed(
        "잘못 기록했다가 바로잡은 것입니다. 팀이 입장을 바꾼 것은 여기에 들지 않습니다.",
        "What was recorded wrongly and put right. A change of mind is not among them.",
    )
    newer = fixed("더 새로운 것", "Newer")
    older = fixed("더 오래된 것", "Older")
    previous = fixed("이전", "Previous")
    next = fixed("다음", "Next")
    not_found = fixed("없는 쪽입니다", "No such page")
    not_found_about = fixed("이 주소에는 아무것도 없습니다.", "There is nothing at this address.")
    too_many = fixed("요청이 너무 잦습니다. 잠시 뒤에 다시 여세요.", "Too many requests. Open it again in a moment.")
    about = fixed(
        "모든 입장에는 그렇게 말한 문장과 날짜, 화자, 출처가 있습니다.",
        "Every stance comes with the sentence that says so, its date, its voice and its source.",
    )
    button = fixed("웹에서 보기", "On the web")

    @message("텔레그램에서 {name} 묻기", "Ask about {name} in Telegram")
    def bot_team(self, name: str) -> str: ...
    @message(
        "{teams}{members} 가운데 {speaking}{members}의 입장이 기록에 있습니다.",
        "{teams} {members}, {speaking} with a position on record.",
    )
    def counted(self, teams: int, members: str, speaking: int) -> str: ...
    @message("기록은 {day}까지의 발언을 담고 있습니다.", "The record reaches {day}.")
    def reach(self, day: str) -> str: ...
    @message("결과: {label}", "Result: {label}")
    def result(self, label: str) -> str: ...
    @message("기록이 엇갈림: {label}", "The record conflicts: {label}")
    def conflict(self, label: str) -> str: ...
    @message("더 새로운 미확인 보도: {label}", "Newer, unconfirmed report: {label}")
    def unconfirmed(self, label: str) -> str: ...
    @message("기록된 발언 {count}건", "Statements on record: {count}")
    def history(self, count: int) -> str: ...
    @message("{what}: {before} → {after}", "{what}: {before} → {after}")
    def changed(self, what: str, before: str, after: str) -> str: ...
    @message("{page}/{pages}쪽", "Page {page} of {pages}")
    def page(self, page: int, pages: int) -> str: ...


TEXTS: Mapping[Language, WebText] = {"ko": WebText("ko"), "en": WebText("en")}


def web_text(language: Language) -> WebText:
    """The texts of the public page in a language."""
    return TEXTS[language]
