"""`python -m tests.benchmarks.boards`: how long a board and a timeline take to draw, of 16 teams and of 100."""

import json
from collections.abc import Callable
from datetime import date, timedelta
from statistics import median
from time import perf_counter, process_time

from bot.board import draw_board, draw_timeline, page_count
from knowledge.facts import Facts
from knowledge.files.programme_file import read_programme_file
from tests.knowledge.programme import facts_of, shipped

ROUNDS = 9
FIRST = date(2026, 3, 2)
LABELS = (
    ("bidding", "position", "입찰 참여", "Bidding"),
    ("staying_out", "position", "불참", "Staying out"),
    ("weighing", "position", "검토 중", "Weighing it"),
    ("open", "position", "아직 정하지 않음", "Not decided yet"),
    ("through", "result", "1차 통과", "Through to the second round"),
    ("dropped", "result", "탈락", "Dropped"),
)
NAMES = {"ko": ["운하 복원 사업"], "en": ["Canal Works"]}
LONG_KO, LONG_EN = "한국원자력환경복원기술지원연합회 컨소시엄", "The Joint Association for the Restoration of Waterways"


def crowd(teams: int) -> Facts:
    """A made-up programme: some names long, every ninth team in conflict, every seventh silent."""
    names = [
        (
            {"ko": [f"{LONG_KO} {n}조"], "en": [f"{LONG_EN}, Lot {n}"]}
            if n % 10 == 3
            else {"ko": [f"가나{n}전자"], "en": [f"Gana {n}"]}
        )
        for n in range(teams)
    ]
    statements = [entry for n in range(teams) if n % 7 != 6 for entry in _statements(n)]
    file = {
        "format": "ipjang-programme/1",
        "programme": {"id": "canal", "timezone": "Asia/Seoul", "names": NAMES},
        "stances": [{"code": c, "kind": k, "label": {"ko": ko, "en": en}} for c, k, ko, en in LABELS],
        "teams": [{"id": f"t{n}", "names": name} for n, name in enumerate(names)],
        "sources": [{"id": "paper", "publisher": "한강신문", "published": FIRST.isoformat()}],
        "statements": statements,
    }  # fmt: skip
    return facts_of(read_programme_file(json.dumps(file), name="canal.json"))


def _statements(n: int) -> list[dict[str, str | None]]:
    start = FIRST + timedelta(days=n * 5 % 60)
    said = start.isoformat() if n % 3 else f"{start}/{start + timedelta(days=6)}"

    def entry(number: int, stance: int, voice: str, said: str | None) -> dict[str, str | None]:
        return {
            "id": f"t{n}-{number}", "team": f"t{n}", "stance": LABELS[stance][0], "voice": voice, "said": said,
            "source": "paper", "quote": f"{n}번 참가자는 {LABELS[stance][2]}이라고 밝혔다.",
        }  # fmt: skip

    entries = [entry(0, n % 4, "reported" if n % 5 == 4 else "own", said)]
    if n % 9 == 2:
        entries.append(entry(1, (n + 1) % 4, "reported" if n % 5 == 4 else "own", said))
    if n % 4 == 1:
        entries.append(entry(2, 4 + n % 2, "authority", (start + timedelta(days=20)).isoformat()))
    if n % 8 == 5:
        entries.append(entry(3, (n + 2) % 4, "reported", (start + timedelta(days=25)).isoformat()))
    if n % 11 == 4:
        entries.append(entry(4, 2, "reported", None))
    return entries


def milliseconds(draw: Callable[[], object]) -> tuple[float, float]:
    """The medians of some rounds, after one to warm up: by the clock, and of the processor, for a busy machine."""
    draw()
    elapsed, worked = [], []
    for _ in range(ROUNDS):
        began, at_work = perf_counter(), process_time()
        draw()
        elapsed.append((perf_counter() - began) * 1000)
        worked.append((process_time() - at_work) * 1000)
    return median(elapsed), median(worked)


def main() -> None:
    """Print how long all pages together take, and how many bytes they are."""
    for facts in (shipped(), crowd(100)):
        pages = range(page_count(facts))
        for what, draw in (("board", draw_board), ("timeline", draw_timeline)):

            def every(draw: Callable[..., bytes] = draw, facts: Facts = facts, pages: range = pages) -> list[bytes]:
                return [draw(facts, language="ko", page=page) for page in pages]

            size, (elapsed, worked) = sum(map(len, every())) / 1000, milliseconds(every)
            figures = f"{elapsed:.0f} ms, {worked:.0f} ms of the processor, {size:.0f} kB"
            print(f"{what} of {len(facts.teams)} teams, {len(pages)} page(s): {figures}")


if __name__ == "__main__":
    main()
