"""What is said of changes that wait for another editor's approval; plain text."""

from collections.abc import Mapping

from bot.messages.editing_changes import KINDS
from bot.messages.editing_steps import EDITING
from bot.messages.template import Messages, fixed, message
from knowledge.fields import Language
from knowledge.record.changes import PendingChange

MINE = EDITING["approval_mine"]
"""What became of a change, for its author."""
THEIRS = EDITING["approval_theirs"]
"""What became of a change, for every other editor."""
DECISIONS = EDITING["decision"]


class Approvals(Messages):
    """Names and moments come ready to show."""

    approve = fixed("승인", "Approve")
    reject = fixed("반려", "Reject")
    save_waits = fixed(
        "저장하면 다른 편집자의 승인을 기다립니다.", "Once saved, it waits for another editor's approval."
    )
    waits_for_nobody = fixed(
        "승인할 다른 편집자가 없습니다. 소유자가 /grant 로 편집자를 추가해야 합니다.",
        "There is no other editor who could approve it: an owner has to /grant one.",
    )
    moved = fixed(
        "마지막으로 보여 드린 뒤에 기록이 바뀌었습니다. 승인하지 않았으니, 새 미리보기를 확인해 주세요.",
        "The record has changed since you were shown this. Nothing was approved; please look at the new preview.",
    )
    moved_parts = fixed("올린 뒤에 바뀐 것", "Changed since it was proposed")
    none = fixed("승인을 기다리는 변경이 없습니다.", "No change waits for approval.")
    not_rejected = fixed(
        "반려하지 않았습니다. 변경은 계속 승인을 기다립니다.", "It was not rejected, and still waits for approval."
    )

    def kind(self, kind: str, name: str) -> str:
        """What a change is called: `KT 정정`."""
        return self.fill(KINDS[kind], name=name)

    @message("승인을 기다립니다: {title}", "Waits for approval: {title}")
    def waiting(self, title: str) -> str: ...
    @message(
        "다른 편집자 {count}명에게 알립니다. {due}까지 승인되지 않으면 저장하지 않고 알려 드립니다.",
        "Other editors who are told: {count}. If nobody approves it by {due}, it is not saved, and you are told.",
    )
    def waits_for(self, count: int, due: str) -> str: ...
    @message("승인 요청 · {title}", "To approve · {title}")
    def request(self, title: str) -> str: ...
    @message("올린 사람 {author} · {at} · 기한 {due}", "By {author} · {at} · until {due}")
    def details(self, author: str, at: str, due: str) -> str: ...
    @message("승인을 기다리는 변경 {count}건", "Changes that wait for approval: {count}")
    def listed(self, count: int) -> str: ...
    @message(
        "{count}건이 더 있습니다. 위의 변경을 처리한 뒤 /proposals 로 다시 확인해 주세요.",
        "There are {count} more: decide on those above, then look again with /proposals.",
    )
    def more(self, count: int) -> str: ...
    @message(
        "내가 올린 변경 · {title} · 기한 {due}. 다른 편집자의 승인을 기다립니다.",
        "Your own · {title} · until {due}. It waits for another editor's approval.",
    )
    def own(self, title: str, due: str) -> str: ...
    @message(
        "반려 사유를 적어 주세요. 올린 사람({author})에게 전합니다. 그만두려면 /cancel",
        "Please type the reason for rejecting it. Its author ({author}) will be told. To stop: /cancel",
    )
    def ask_reason(self, author: str) -> str: ...
    @message(
        "사유는 {limit}자까지의 글 한 줄로 적어 주세요.",
        "Please give the reason as one line of at most {limit} characters.",
    )
    def bad_reason(self, limit: int) -> str: ...
    @message("승인했습니다: {title}", "Approved: {title}")
    def approved(self, title: str) -> str: ...
    @message(
        "반려했습니다: {title}. 올린 사람에게 사유를 전합니다.", "Rejected: {title}. Its author is told the reason."
    )
    def rejected(self, title: str) -> str: ...

    def outcome(self, pending: PendingChange, title: str, by: str | None) -> str:
        """That a change waits, or what became of it, for its author; with `by`, who decided, for another editor."""
        if pending.outcome is None:
            return self.waiting(title)
        told = (MINE if by is None else THEIRS)[pending.outcome]
        return self.fill(told, title=title, by=by or "", reason=pending.reason or "")

    def decision(self, action: str, *, at: str, by: str, author: str, title: str, about: str) -> str:
        """Who decided on whose change, for the audit."""
        return self.fill(DECISIONS[action], at=at, by=by, author=author, title=title, about=about)


APPROVALS: Mapping[Language, Approvals] = {"ko": Approvals("ko"), "en": Approvals("en")}


def approvals(language: Language) -> Approvals:
    """What is said of pending changes in a language."""
    return APPROVALS[language]
