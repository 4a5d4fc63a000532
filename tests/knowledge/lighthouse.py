"""A small programme with a record of its own, loaded into a store: what tests of writing start from."""

from datetime import UTC, datetime, timedelta

from knowledge.files.programme_file import ProgrammeFile, read_programme_file
from knowledge.model import Voice
from knowledge.record.changes import LoadFile, NewSource, NewStatement
from knowledge.record.editor import Editor
from knowledge.said import Said
from knowledge.store import Store

START = datetime(2026, 3, 20, 9, tzinfo=UTC)

LIGHTHOUSE = """
format: ipjang-programme/1
programme: {id: lights, timezone: Asia/Seoul, names: {ko: [무인등대 사업], en: [Unmanned Lighthouse Programme]}}
stances:
  - {code: bids, kind: position, label: {ko: 입찰, en: Bidding}, words: {ko: [입찰한다], en: [bidding, in]}}
  - {code: stays_out, kind: position, label: {ko: 불참, en: Not bidding}, words: {ko: [불참, 접는다], en: [out]}}
  - {code: lost, kind: result, label: {ko: 유찰, en: Lost}, words: {ko: [떨어졌다], en: [lost]}}
teams:
  - {id: harbour, names: {ko: [한빛항만, 한빛], en: [Hanbit Harbour]}, ticker: "035720", decoys: [한빛항만은행]}
  - {id: dl, names: {ko: [DL등대], en: [DL Lighthouse]}}
  - {id: sora, names: {ko: [소라테크], en: [Sora Tech]}}
sources:
  - {id: sea-1, publisher: 바다신문, title: 등대 1보, url: null, published: 2026-03-10}
  - id: sea-2
    publisher: 바다신문
    title: 등대 2보
    published: 2026-03-12
    text: |-
      한빛항만은 "입찰한다"고 밝혔다.
      소라테크는 아직 말이 없다.
statements:
  - id: harbour-1
    team: harbour
    stance: bids
    voice: own
    said: 2026-03-12
    source: sea-2
    quote: 한빛항만은 "입찰한다"고 밝혔다.
  - {id: dl-lost, team: dl, stance: lost, voice: reported, source: sea-1, quote: DL등대는 지난해 떨어졌다.}
"""


class Clock:
    """A clock that a test sets; every look at it takes a second."""

    def __init__(self, now: datetime = START) -> None:
        self.now = now

    def __call__(self) -> datetime:
        self.now += timedelta(seconds=1)
        return self.now


def lighthouse() -> ProgrammeFile:
    """The programme file, read."""
    return read_programme_file(LIGHTHOUSE, name="lights.yaml")


async def lit(store: Store, clock: Clock | None = None) -> Editor:
    """An editor of a store into which the programme was loaded."""
    editor = Editor(store, clock or Clock())
    await editor.save(LoadFile(file=lighthouse()), by="cli", key="load-lighthouse")
    return editor


def new_statement(**fields: object) -> NewStatement:
    """소라테크 bids, in its own word, in a new source; each field can be another."""
    known: dict[str, object] = {
        "team": "sora",
        "stance": "bids",
        "voice": Voice.OWN,
        "said": Said.parse("2026-03-18"),
        "quote": "소라테크는 입찰한다고 말했다.",
        "source": NewSource(publisher="뉴스등대", title="소라테크도", url="https://www.lamp.example/1"),
    }
    return NewStatement.model_validate(known | fields)
