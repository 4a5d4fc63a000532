"""What is said about a change before and after it is saved: previews, confirmations, refusals; plain text."""

from collections.abc import Mapping, Sequence

from bot.messages.dates import written_span
from bot.messages.editing_steps import EDITING, PARTS
from bot.messages.template import Messages, fixed, message
from knowledge.fields import Language

KINDS = EDITING["kind"]
SAVED = EDITING["saved"]
NAME_CHANGES = EDITING["name_change"]
REVISIONS = EDITING["revision"]
REFUSALS = EDITING["refusal"]
STANDING = frozenset({"undo_not_yours", "undo_expired"})
"""Refusals of an Undo: what was saved stands."""
WARNINGS = EDITING["warning"]
ACCESS = EDITING["access"]


class EditingChanges(Messages):
    """Names, labels and dates come ready to show."""

    # The preview
    readers_see = fixed("독자에게는 이렇게 보입니다.", "Readers will see this:")
    changes = fixed("바뀌는 것", "What changes")

    def kind(self, kind: str, name: str) -> str:
        return self.fill(KINDS[kind], name=name)

    @message("저장 전 미리보기 · {change}", "Preview, nothing saved yet · {change}")
    def _preview(self, change: str) -> str: ...

    def preview(self, kind: str, name: str) -> str:
        return self._preview(self.kind(kind, name))

    @message(
        "{name}의 {is_result:결과|대표 입장}: 그대로 {after:#|기록 없음}",
        "{is_result:Result|Headline} of {name}: stays {after:#|empty}",
    )
    def _same_headline(self, name: str, is_result: bool, after: str | None) -> str: ...
    @message(
        "{name}의 {is_result:결과|대표 입장}: {before:#|기록 없음} → {after:#|기록 없음}",
        "{is_result:Result|Headline} of {name}: {before:#|nothing on record} → {after:#|nothing on record}",
    )
    def _other_headline(self, name: str, is_result: bool, before: str | None, after: str | None) -> str: ...

    def headline(self, name: str, *, is_result: bool, before: str | None, after: str | None) -> str:
        if before == after:
            return self._same_headline(name, is_result, after)
        return self._other_headline(name, is_result, before, after)

    @message("사유: {reason}", "Reason: {reason}")
    def reason(self, reason: str) -> str: ...

    def warning(self, code: str, facts: Mapping[str, str]) -> str:
        return f"⚠ {self.fill(WARNINGS[code], **facts)}"

    @message("{part}: {before:#|없음} → {after:#|없음}", "{part}: {before:#|none} → {after:#|none}")
    def _part(self, part: str, before: str | None, after: str | None) -> str: ...

    def part(self, part: str, before: str | None, after: str | None) -> str:
        return self._part(self.fill(PARTS[part]), before, after)

    # Names
    no_clash = fixed("다른 팀의 이름과 부딪히지 않습니다.", "It clashes with no name of another team.")

    def name_change(self, kind: str, team: str, name: str) -> str:
        return self.fill(NAME_CHANGES[kind], team=team, name=name)

    @message("{team} ({identifier})", "{team} ({identifier})")
    def team_names(self, team: str, identifier: str) -> str: ...
    @message("{part}: {names:#|없음}", "{part}: {names:#|none}")
    def _names_line(self, part: str, names: Sequence[str]) -> str: ...

    def names_line(self, part: str, names: Sequence[str]) -> str:
        return self._names_line(self.fill(PARTS[part]), names)

    @message(
        "⚠ {team}의 {name:‘’과} {other_team}의 {other_name:‘’이} 같게 읽혀, "
        "이 이름으로 물으면 어느 팀인지 되묻게 됩니다.",
        "⚠ ‘{name}’ of {team} and ‘{other_name}’ of {other_team} read the same: "
        "whoever asks by this name will be asked which one.",
    )
    def _shared(self, name: str, team: str, other_name: str, other_team: str) -> str: ...
    @message(
        "⚠ {team}의 {name:‘’과} {other_team}의 {other_name:‘’은} 자판 하나 차이입니다. 오타가 있으면 되묻습니다.",
        "⚠ ‘{name}’ of {team} and ‘{other_name}’ of {other_team} are one keystroke apart: "
        "a slip between them will be asked about.",
    )
    def _close(self, name: str, team: str, other_name: str, other_team: str) -> str: ...

    def clash(self, names: Sequence[str], teams: Sequence[str], *, is_shared: bool) -> str:
        (name, other_name), (team, other_team) = names, teams
        return (self._shared if is_shared else self._close)(name, team, other_name, other_team)

    # Editors
    def access(self, kind: str, user: int) -> str:
        return self.fill(ACCESS[kind], user=user)

    # After Save
    undone_at_once = fixed("저장 직후 되돌림", "undone right after it was saved")
    changed_since_preview = fixed(
        "미리보기 뒤에 기록이 바뀌었습니다. 저장하지 않았으니, 새 미리보기를 확인해 주세요.",
        "The record has changed since this preview. Nothing was saved; please look at the new one.",
    )

    @message("같은 출처의 기록 {count}건에 모두 반영", "Save for all {count} of this source")
    def save_all(self, count: int) -> str: ...

    def saved(self, kind: str, identifier: str) -> str:
        return self.fill(SAVED[kind], id=identifier)

    @message("되돌렸습니다. {identifier} 기록은 철회됐습니다.", "Undone: {identifier} is retracted.")
    def undone(self, identifier: str) -> str: ...
    @message(
        "되돌릴 수 있는 {minutes}분이 지났습니다. {identifier} 기록은 "
        "{is_live:저장된 그대로 남아 있습니다. 철회하려면 /retract {identifier} 사유 를 보내 주세요.|"
        "이미 철회돼 있습니다.}",
        "Undo works for {minutes} minutes{is_live:, and they are over|}. "
        "{identifier} is {is_live:saved and stands. To take it back: /retract {identifier} REASON|retracted already.}",
    )
    def undo_too_late(self, identifier: str, minutes: int, *, is_live: bool) -> str: ...
    @message("{span} 안에는 되돌릴 수 있습니다.", "You can undo this for {span}.")
    def _undo_for(self, span: str) -> str: ...

    def undo_for(self, seconds: int) -> str:
        return self._undo_for(written_span(seconds, self.language))

    @message("저장하지 않았습니다. {told}", "Nothing was saved. {told}")
    def _refused(self, told: str) -> str: ...

    def refused(self, code: str, facts: Mapping[str, str]) -> str:
        told = self.fill(REFUSALS[code], **facts)
        return told if code in STANDING else self._refused(told)

    @message(
        "그사이 다른 변경이 있었습니다: {at} {action}, {by}. 저장하지 않았고 덮어쓴 것도 없습니다.",
        "Meanwhile it was {action} ({at}, {by}). Nothing was saved and nothing was overwritten.",
    )
    def _newer_revision(self, action: str, by: str, at: str) -> str: ...

    def newer_revision(self, action: str, by: str, at: str) -> str:
        return self._newer_revision(self.fill(REVISIONS[action]), by, at)


CHANGES: Mapping[Language, EditingChanges] = {"ko": EditingChanges("ko"), "en": EditingChanges("en")}


def editing_changes(language: Language) -> EditingChanges:
    """What is said about a change in a language."""
    return CHANGES[language]
