"""What `ipjang verify` found wrong with a record, in plain words."""

from collections.abc import Mapping

from knowledge.record.audit import Fault, FaultKind

SENTENCES: Mapping[FaultKind, str] = {
    FaultKind.DAMAGED: "the file is damaged: {detail}",
    FaultKind.NO_GUARD: "a guard of the database is missing, so that it no longer refuses what it must: {detail}",
    FaultKind.MISSING: "a part of the database is missing: {detail}",
    FaultKind.EXTRA: "something is in the database that ipjang has not made: {detail}",
    FaultKind.ALTERED: "a part of the database is not as ipjang makes it: {detail}",
    FaultKind.UNREADABLE: "a value is none that ipjang writes: {detail}",
    FaultKind.QUOTE_NOT_IN_SOURCE: "its quote is not in the text of its source: {detail}",
    FaultKind.DANGLING: "it refers to what is not there: {detail}",
    FaultKind.NUMBERING: "its entries are not numbered in order: {detail}",
    FaultKind.OUT_OF_ORDER: "its moment lies before that of the change before it: {detail}",
    FaultKind.NO_REQUEST: "this change belongs to no request: {detail}",
    FaultKind.AUDIT_CHAIN: "this change does not begin where the one before it ended: {detail}",
    FaultKind.AUDIT_DIFFERS: "the record is not what its audit makes of it: {detail}",
}


def fault_sentence(fault: Fault) -> str:
    """`statement kt-20260116: its quote is not in the text of its source.`"""
    subject = " ".join(part for part in (fault.subject, fault.id) if part)
    told = SENTENCES[fault.kind].format(detail=fault.detail).removesuffix(": ")
    return f"{subject}: {told}." if subject else f"{told[0].upper()}{told[1:]}."
