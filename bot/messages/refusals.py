"""Why a file or the database was refused, in either language, and what `ipjang verify` found wrong; plain text."""

from collections.abc import Iterable, Mapping

from bot.messages.template import Texts, tables, texts
from knowledge.errors import KnowledgeError, StoreError
from knowledge.fields import IDENTIFIER_PATTERN, WEB_PATTERN, Language
from knowledge.files.programme_file import FileProblemAt
from knowledge.record.audit import Fault, FaultKind

REFUSALS = tables("refusals")
OUTAGES = REFUSALS["outage"]
FILES = REFUSALS["file"]
OF_FILES: Mapping[str, Texts] = {**REFUSALS["register"], **FILES}
RULES: Mapping[str, Texts] = {
    **REFUSALS["rule"],
    IDENTIFIER_PATTERN: REFUSALS["rule"]["identifier"],
    WEB_PATTERN: REFUSALS["rule"]["web"],
}
"""What was expected of a refused value, by the pattern or the rule of pydantic's that it breaks."""
MORE = texts("그 밖에 {count}건이 더 있습니다.", "… and {count} more.")
MANY = 20
"""Problems of one file that are told one by one."""
SHOWN_LENGTH = 120

FAULTS: Mapping[FaultKind, str] = {
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


def refusals(error: KnowledgeError, language: Language) -> list[str]:
    """A sentence about a refusal; for a file one for each of its problems, with the file and the line."""
    file, problems = error.facts.get("file"), error.facts.get("problems") or ()
    if not problems:
        table = OUTAGES if isinstance(error, StoreError) else OF_FILES
        place = _place(error.facts.get("line"), error.facts, language)
        return [_placed(file, place, _sentence(table, error.code, error.facts, language))]
    told = [
        _placed(file, _place(each.line, each.facts, language), problem_sentence(each, language))
        for each in problems[:MANY]
    ]
    if len(problems) > MANY:
        told.append(MORE[language]({"count": len(problems) - MANY}))
    return told


def problem_sentence(problem: FileProblemAt, language: Language) -> str:
    """One sentence about one problem of a file, without its line."""
    return _sentence(OF_FILES, problem.code, problem.facts, language)


def _sentence(table: Mapping[str, Texts], code: str, facts: Mapping[str, object], language: Language) -> str:
    if code not in table:
        return _plainly(code, facts)
    shown = _Shown({key: _shown(value) for key, value in facts.items()})
    rule = RULES.get(str(facts.get("pattern"))) or RULES.get(str(facts.get("rule")))
    if rule is not None:
        shown["detail"] = rule[language](shown)
    return table[code][language](shown)


def _placed(file: object, place: str, sentence: str) -> str:
    places = ", ".join(filter(None, [str(file) if file else "", place]))
    return f"{places}: {sentence}" if places else sentence


def _place(line: object, facts: Mapping[str, object], language: Language) -> str:
    """Where a problem is: the line of a file; of a spreadsheet the row, and the column by its heading too."""
    row, column = facts.get("row"), facts.get("column")
    if row is None:
        return "" if line is None else f"line {line}" if language == "en" else f"{line}번째 줄"
    if language == "en":
        return f"row {row} (line {line})" + (f", column ‘{column}’" if column else "")
    return f"{row}행({line}번째 줄)" + (f", ‘{column}’ 열" if column else "")


class _Shown(dict[str, str]):
    """The facts of a sentence; one that is not known is a dash."""

    def __missing__(self, _: str) -> str:
        return "-"


def _shown(value: object) -> str:
    if value is None:
        return "-"
    listed = ", ".join(map(str, value)) if isinstance(value, Iterable) and not isinstance(value, str) else str(value)
    line = " ".join(listed.split()).rstrip(".").removeprefix("Value error, ")
    return line if len(line) <= SHOWN_LENGTH else f"{line[:SHOWN_LENGTH]}…"


def _plainly(code: str, facts: Mapping[str, object]) -> str:
    told = ", ".join(f"{key} {_shown(value)}" for key, value in facts.items() if value is not None)
    return f"{code.replace('_', ' ')} ({told})." if told else f"{code.replace('_', ' ')}."


def fault_sentence(fault: Fault) -> str:
    """`statement kt-20260116: its quote is not in the text of its source.`"""
    subject = " ".join(part for part in (fault.subject, fault.id) if part)
    told = FAULTS[fault.kind].format(detail=fault.detail).removesuffix(": ")
    return f"{subject}: {told}." if subject else f"{told[0].upper()}{told[1:]}."
