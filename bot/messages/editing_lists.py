"""Statements, the audit, editors, documents, gaps and how each command is used; plain text."""

from collections.abc import Mapping, Sequence

from bot.messages.editing_steps import EDITING, PARTS
from bot.messages.template import Messages, Texts, fixed, message
from knowledge.fields import Language

USAGES = EDITING["usage"]
MENU = EDITING["menu"]
OWNERS_MENU = EDITING["owners_menu"]
ACTIONS = EDITING["action"]
ATTEMPTS = EDITING["attempt"]
"""What was tried and is no command."""
SUBJECTS = EDITING["subject"]
REASONS = EDITING["reason"]
SECTIONS = EDITING["section"]
EXPORTS = EDITING["export"]


class EditingLists(Messages):
    """Names, labels and dates come ready to show."""

    def _known(self, known: Mapping[str, Texts], key: str) -> str:
        return self.fill(known[key]) if key in known else key

    def usage(self, command: str, team: str, statement: str) -> str:
        """How a command is used, by the example of a team's name and a statement's id."""
        return self.fill(USAGES[command], team=team, id=statement)

    def menu(self) -> Mapping[str, str]:
        """The editors' commands and what each does, in the order of the menu."""
        return {command: self.fill(said) for command, said in MENU.items()}

    def owners_menu(self) -> Mapping[str, str]:
        """The commands that only owners have besides."""
        return {command: self.fill(said) for command, said in OWNERS_MENU.items()}

    welcome = fixed(
        "이제 편집자입니다. 기록은 이 1:1 대화에서 남기고 고칩니다. 기사를 붙여 넣거나 아래 명령을 쓰세요.",
        "You are an editor now. You keep the record in this private chat: paste an article, or use a command.",
    )
    editors_commands = fixed("편집자 명령", "Editors' commands")

    # Statements and the audit
    retracted = fixed("철회됨", "retracted")
    no_audit = fixed("변경 내역이 없습니다.", "No changes yet.")

    @message(
        "{name} 기록 {count}건{is_paged: ({page}/{pages}쪽)|}",
        "{name}: {count:1 statement|# statements}{is_paged: (page {page} of {pages})|}",
    )
    def _statements(self, name: str, count: int, page: int, pages: int, is_paged: bool) -> str: ...

    def statements(self, name: str, count: int, page: int, pages: int) -> str:
        return self._statements(name, count, page, pages, pages > 1)

    @message("{name}의 기록이 없습니다.", "{name}: no statement on record.")
    def no_statements(self, name: str) -> str: ...
    @message("정정 {times}회", "{times:corrected|corrected # times}")
    def corrected(self, times: int) -> str: ...
    @message("변경 내역{subject: · #|}", "Changes{subject: · #|}")
    def audit(self, subject: str | None) -> str: ...
    @message("{at} · {by} · {subject} {action} · {identifier}", "{at} · {by} · {subject} {action} · {identifier}")
    def _audited(self, at: str, by: str, action: str, subject: str, identifier: str) -> str: ...

    def audited(self, at: str, by: str, action: str, subject: str, identifier: str) -> str:
        return self._audited(at, by, self._known(ACTIONS, action), self._known(SUBJECTS, subject), identifier)

    @message("{at} · {by} · 거절된 시도: {tried} · {reason}", "{at} · {by} · refused: {tried} · {reason}")
    def _attempt(self, at: str, by: str, tried: str, reason: str) -> str: ...

    def attempt(self, at: str, by: str, command: str, reason: str) -> str:
        return self._attempt(at, by, self._known(ATTEMPTS, command), self._known(REASONS, reason))

    def part(self, key: str) -> str:
        return self._known(PARTS, key)

    @message("{names} 추가", "added {names}")
    def _added(self, names: Sequence[str]) -> str: ...
    @message("{names} 삭제", "removed {names}")
    def _removed(self, names: Sequence[str]) -> str: ...

    def listed(self, part: str, added: Sequence[str], removed: Sequence[str]) -> str:
        both = ((self._added, added), (self._removed, removed))
        return f"{part}: " + " / ".join(told(names) for told, names in both if names)

    @message("{part}: {before} → {after}", "{part}: {before} → {after}")
    def changed(self, part: str, before: str, after: str) -> str: ...

    # Editors
    whom = fixed(
        "누구를 말씀하시나요? 숫자로 된 사용자 아이디를 적어 주세요.",
        "Whom do you mean? Please give the numeric user id.",
    )
    hidden_person = fixed(
        "이 사람은 전달할 때 아이디를 숨기도록 설정했습니다. 숫자로 된 사용자 아이디를 적어 주세요.",
        "This person's id is hidden in forwarded messages. Please give the numeric user id.",
    )

    @message("편집할 수 있는 사람 {count}명", "{count:One person|# people} may edit")
    def editors(self, count: int) -> str: ...
    @message("{user} · 소유자", "{user} · owner")
    def owner(self, user: int) -> str: ...
    @message("{user} · 편집자 · {day}, {by} 추가", "{user} · editor · since {day}, by {by}")
    def editor(self, user: int, by: str, day: str) -> str: ...

    # Documents
    nothing_new = fixed("저장할 새 내용이 없습니다.", "There is nothing new to save.")
    not_a_text = fixed(
        "이 파일은 읽을 수 없습니다. 기사는 글을 복사해 붙여 넣거나 .txt, .html, .pdf 파일로, "
        "프로그램 파일은 YAML, JSON, CSV로 보내 주세요. 압축 파일은 받지 않습니다.",
        "This file cannot be read. Paste an article's text or send it as a .txt, .html or .pdf file; "
        "a programme file as YAML, JSON or CSV. Archives are not read.",
    )
    export_here = fixed(
        "터미널에서는 ipjang export --output 파일 로 내려받을 수 있습니다.",
        "In a terminal, ipjang export --output FILE writes the file.",
    )
    many_lines_here = fixed(
        '여러 줄(기사, /add와 항목)은 """만 적은 줄 사이에 넣거나 한꺼번에 붙여 넣으세요.',
        'Put several lines (an article, /add with lines) between two lines of """, or paste them at once.',
    )

    @message("{name} 파일을 검사했습니다. 아직 저장하지 않았습니다.", "{name} was checked; nothing is saved yet.")
    def reading(self, name: str) -> str: ...
    @message("새 {section} {count}건", "{count} new {section}")
    def _new(self, section: str, count: int) -> str: ...
    @message("바뀌는 {section} {count}건", "{count} changed {section}")
    def _changed(self, section: str, count: int) -> str: ...
    @message("그대로 {count}건", "{count} unchanged")
    def _unchanged(self, count: int) -> str: ...

    def difference(self, new: Sequence[tuple[str, int]], changed: Sequence[tuple[str, int]], unchanged: int) -> str:
        lines = [self._new(self._section(section, count), count) for section, count in new]
        lines += [self._changed(self._section(section, count), count) for section, count in changed]
        return "\n".join([*lines, self._unchanged(unchanged)])

    def _section(self, section: str, count: int) -> str:
        return self.fill(SECTIONS[section], count=count)

    @message(
        "받아들일 수 없는 곳이 {count}군데 있어 저장하지 않았습니다.",
        "{count:One thing was|# things were} refused; nothing was saved.",
    )
    def refused(self, count: int) -> str: ...
    @message("파일이 너무 큽니다. {limit}MB까지 받을 수 있습니다.", "The file is too large: {limit} MB are the limit.")
    def too_large(self, limit: int) -> str: ...
    @message(
        "글이 너무 깁니다. {limit:,}자까지 받을 수 있습니다. 필요한 부분만 붙여 넣어 주세요.",
        "The text is too long: {limit:,} characters are the limit. Please paste the part that you need.",
    )
    def too_long_a_text(self, limit: int) -> str: ...
    @message(
        "이 파일에 없지만 기록에는 그대로 남는 {section} {count}건: {names}{has_more: …|}",
        "Still on record, not in this file: {count} {section} ({names}{has_more: …|})",
    )
    def _left_out(self, section: str, count: int, names: Sequence[str], has_more: bool) -> str: ...

    def left_out(self, section: str, count: int, names: Sequence[str]) -> str:
        return self._left_out(self._section(section, count), count, names, count > len(names))

    def export(self, format_name: str) -> str:
        return self.fill(EXPORTS[format_name])

    # Gaps
    no_gaps = fixed("답하지 못한 질문이 없습니다.", "Every question had an answer.")

    @message("최근 {days}일 동안 답하지 못한 질문", "Questions without an answer in the last {days} days")
    def gaps(self, days: int) -> str: ...
    @message("{number}. {text} ({count}번)", "{number}. {text} ({count}×)")
    def gap(self, number: int, text: str, count: int) -> str: ...
    @message("{name:‘’을} 어느 팀의 이름으로 등록할까요?", "Which team is called ‘{name}’?")
    def whose_name(self, name: str) -> str: ...
    @message("{name:‘’은} 어느 팀과 헷갈리는 다른 회사인가요?", "Which team does the other company ‘{name}’ look like?")
    def like_whose(self, name: str) -> str: ...
    @message("{number} 팀 이름", "{number} a team's name")
    def as_alias(self, number: int) -> str: ...
    @message("{number} 다른 회사", "{number} another company")
    def as_decoy(self, number: int) -> str: ...
    @message("목록에 없으면 직접 적어 주세요: {command}", "If it is not listed, type: {command}")
    def or_type(self, command: str) -> str: ...


LISTS: Mapping[Language, EditingLists] = {"ko": EditingLists("ko"), "en": EditingLists("en")}


def editing_lists(language: Language) -> EditingLists:
    """Lists, documents and usage in a language."""
    return LISTS[language]
