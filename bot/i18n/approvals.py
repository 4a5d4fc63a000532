"""What is said of changes that wait for another editor's approval, in both languages: templates as data, plain text."""

from collections.abc import Mapping
from dataclasses import dataclass

from knowledge.fields import Language
from knowledge.record.changes import Outcome, PendingChange


@dataclass(frozen=True, slots=True)
class Approvals:
    """Templates; names and moments come ready to show. `mine` is said to the author, `theirs` to everybody else."""

    kinds: Mapping[str, str]
    approve: str
    reject: str
    save_waits: str
    waiting: str
    waits_for: str
    waits_for_nobody: str
    request: str
    details: str
    moved: str
    moved_parts: str
    listed: str
    more: str
    none: str
    own: str
    ask_reason: str
    bad_reason: str
    not_rejected: str
    approved: str
    rejected: str
    mine: Mapping[Outcome, str]
    theirs: Mapping[Outcome, str]
    decision: Mapping[str, str]

    def outcome(self, pending: PendingChange, title: str, by: str | None) -> str:
        """That a change waits, or what became of it, for its author; with `by`, who decided, for another editor."""
        if pending.outcome is None:
            return self.waiting.format(title=title)
        told = self.mine if by is None else self.theirs
        facts = {"title": title, "by": by or "", "reason": pending.reason or "", "about": pending.about}
        return told[pending.outcome].format(**facts)


KOREAN = Approvals(
    kinds={
        "record": "{name} 새 기록",
        "record_several": "{name} 등 기사 한 편의 새 기록",
        "correct": "{name} 정정",
        "retract": "{name} 철회",
        "reinstate": "{name} 철회 취소",
        "team": "새 팀 {name}",
        "names": "{name} 이름 바꾸기",
        "alias": "{name} 이름 추가",
        "unalias": "{name} 이름 삭제",
        "decoy": "{name} 혼동 이름 추가",
        "undecoy": "{name} 혼동 이름 삭제",
        "load": "파일 {name}",
    },
    approve="승인",
    reject="반려",
    save_waits="저장하면 다른 편집자의 승인을 기다립니다.",
    waiting="승인을 기다립니다: {title}",
    waits_for="다른 편집자 {count}명에게 알립니다. {due}까지 승인되지 않으면 저장하지 않고 알려 드립니다.",
    waits_for_nobody="승인할 다른 편집자가 없습니다. 소유자가 /grant 로 편집자를 추가해야 합니다.",
    request="승인 요청 · {title}",
    details="올린 사람 {author} · {at} · 기한 {due}",
    moved="마지막으로 보여 드린 뒤에 기록이 바뀌었습니다. 승인하지 않았으니, 새 미리보기를 확인해 주세요.",
    moved_parts="올린 뒤에 바뀐 것",
    listed="승인을 기다리는 변경 {count}건",
    more="{count}건이 더 있습니다. 위의 변경을 처리한 뒤 /proposals 로 다시 확인해 주세요.",
    none="승인을 기다리는 변경이 없습니다.",
    own="내가 올린 변경 · {title} · 기한 {due}. 다른 편집자의 승인을 기다립니다.",
    ask_reason="반려 사유를 적어 주세요. 올린 사람({author})에게 전합니다. 그만두려면 /cancel",
    bad_reason="사유는 {limit}자까지의 글 한 줄로 적어 주세요.",
    not_rejected="반려하지 않았습니다. 변경은 계속 승인을 기다립니다.",
    approved="승인했습니다: {title}",
    rejected="반려했습니다: {title}. 올린 사람에게 사유를 전합니다.",
    mine={
        Outcome.APPROVED: "올리신 변경이 승인되어 저장됐습니다: {title}",
        Outcome.REJECTED: "올리신 변경이 반려됐습니다: {title}. 사유: {reason}",
        Outcome.EXPIRED: "올리신 변경이 기한 안에 승인되지 않아 저장하지 않았습니다: {title}. 다시 올릴 수 있습니다.",
    },
    theirs={
        Outcome.APPROVED: "이미 승인된 변경입니다({by}): {title}",
        Outcome.REJECTED: "이미 반려된 변경입니다({by}): {title}. 사유: {reason}",
        Outcome.EXPIRED: "기한이 지나 저장하지 않은 변경입니다: {title}",
    },
    decision={
        "approve": "{at} · {by} · 승인: {title} · {about} · 올린 사람 {author}",
        "reject": "{at} · {by} · 반려: {title} · {about} · 올린 사람 {author}",
    },
)
ENGLISH = Approvals(
    kinds={
        "record": "new statement of {name}",
        "record_several": "new statements of one article, {name} among them",
        "correct": "correction for {name}",
        "retract": "retraction for {name}",
        "reinstate": "reinstatement for {name}",
        "team": "new team {name}",
        "names": "names of {name}",
        "alias": "another name of {name}",
        "unalias": "a name less for {name}",
        "decoy": "not to be taken for {name}",
        "undecoy": "a decoy less for {name}",
        "load": "file {name}",
    },
    approve="Approve",
    reject="Reject",
    save_waits="Once saved, it waits for another editor's approval.",
    waiting="Waits for approval: {title}",
    waits_for="Other editors who are told: {count}. If nobody approves it by {due}, it is not saved, and you are told.",
    waits_for_nobody="There is no other editor who could approve it: an owner has to /grant one.",
    request="To approve · {title}",
    details="By {author} · {at} · until {due}",
    moved="The record has changed since you were shown this. Nothing was approved; please look at the new preview.",
    moved_parts="Changed since it was proposed",
    listed="Changes that wait for approval: {count}",
    more="There are {count} more: decide on those above, then look again with /proposals.",
    none="No change waits for approval.",
    own="Your own · {title} · until {due}. It waits for another editor's approval.",
    ask_reason="Please type the reason for rejecting it. Its author ({author}) will be told. To stop: /cancel",
    bad_reason="Please give the reason as one line of at most {limit} characters.",
    not_rejected="It was not rejected, and still waits for approval.",
    approved="Approved: {title}",
    rejected="Rejected: {title}. Its author is told the reason.",
    mine={
        Outcome.APPROVED: "Your change was approved and is saved: {title}",
        Outcome.REJECTED: "Your change was rejected: {title}. Reason: {reason}",
        Outcome.EXPIRED: "Nobody approved your change in time, and it was not saved: {title}. Send it again if needed.",
    },
    theirs={
        Outcome.APPROVED: "Approved already ({by}): {title}",
        Outcome.REJECTED: "Rejected already ({by}): {title}. Reason: {reason}",
        Outcome.EXPIRED: "Nobody approved it in time, and it was not saved: {title}",
    },
    decision={
        "approve": "{at} · {by} · approved: {title} · {about} · proposed by {author}",
        "reject": "{at} · {by} · rejected: {title} · {about} · proposed by {author}",
    },
)
APPROVALS: Mapping[Language, Approvals] = {"ko": KOREAN, "en": ENGLISH}


def approvals(language: Language) -> Approvals:
    """What is said of pending changes in a language."""
    return APPROVALS[language]
