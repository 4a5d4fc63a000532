"""Random sequences of everything that may be done to a record, held against a plain model of it, on both engines."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from itertools import count

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from knowledge.errors import KnowledgeError
from knowledge.files.difference import compare
from knowledge.files.export import to_json, to_yaml
from knowledge.files.programme_file import read_programme_file
from knowledge.model import Kind
from knowledge.record.changes import (
    AddStatement,
    Correct,
    Correction,
    LoadFile,
    NewSource,
    NewStatement,
    Receipt,
    Reinstate,
    Retract,
)
from knowledge.record.editor import Editor
from knowledge.store import Store
from tests.databases import Engines
from tests.knowledge.lighthouse import START, Clock, lit
from tests.knowledge.plain_model import Claim, PlainRecord, Step

TEAMS = ("harbour", "dl", "sora")
DAYS = (None, "2026-03-09", "2026-03-10", "2026-03-10T14:00", "2026-03-09/2026-03-11", "2026-03-12")
PUBLISHED = (None, "2026-03-09", "2026-03-11")
CLAIMS = st.fixed_dictionaries(
    {
        "team": st.sampled_from(TEAMS),
        "stance": st.sampled_from(("bids", "stays_out", "lost")),
        "voice": st.sampled_from(("own", "authority", "reported")),
        "said": st.sampled_from(DAYS),
        "quote": st.sampled_from(("간다.", "안 간다.", "아직 모른다.")),
    }
)
WHICH = st.integers(min_value=0, max_value=30)
STEPS = st.one_of(
    st.tuples(st.just("add"), CLAIMS, st.sampled_from(PUBLISHED)),
    st.tuples(st.just("correct"), WHICH, CLAIMS.flatmap(lambda claim: st.sets(st.sampled_from(sorted(claim))).map(
        lambda names: {name: claim[name] for name in sorted(names)}
    ))),
    st.tuples(st.just("retract"), WHICH, st.none()),
    st.tuples(st.just("reinstate"), WHICH, st.none()),
    st.tuples(st.just("load"), CLAIMS, st.sampled_from(PUBLISHED)),
    st.tuples(st.just("export"), st.none(), st.none()),
    st.tuples(st.just("again"), st.none(), st.none()),
)  # fmt: skip
Did = tuple[str, object, object]


@dataclass
class Trial:
    """A store and the plain model of it, to which the same is done."""

    store: Store
    editor: Editor
    clock: Clock
    model: PlainRecord = field(default_factory=PlainRecord)
    repeat: Callable[[], Awaitable[Receipt]] | None = None
    keys: "count[int]" = field(default_factory=count)

    @classmethod
    async def begin(cls, store: Store) -> "Trial":
        """The lighthouse programme, in both."""
        clock = Clock()
        trial = cls(store, await lit(store, clock), clock)
        facts = await store.facts()
        trial.model.published = {each.id: each.published for each in facts.sources.values()}
        for each in facts.statements.values():
            trial._note("record", each.id, _plain(dict(each.claim)), each.recorded)
        return trial

    def _note(self, action: str, name: str, claim: Claim, at: datetime) -> None:
        self.model.statements.setdefault(name, []).append(Step(action, claim, at))

    async def do(self, step: Did) -> None:
        """One step, which the store has to refuse exactly where the model says so."""
        kind, what, how = step
        self.clock.now += timedelta(hours=1)
        if kind == "add":
            await self._add(dict(what), how)  # type: ignore[call-overload,arg-type] # as drawn
        elif kind == "load":
            await self._load(dict(what), how)  # type: ignore[call-overload,arg-type] # as drawn
        elif kind == "export":
            await self._export()
        elif kind == "again":
            if self.repeat is not None:
                await self.repeat()
        else:
            name = list(self.model.statements)[int(what) % len(self.model.statements)]  # type: ignore[call-overload] # as drawn
            await self._change(kind, name, how)

    async def _add(self, claim: Claim, published: str | None) -> None:
        key = f"k{next(self.keys)}"
        day = date.fromisoformat(published) if published else None
        source = NewSource(publisher="신문", published=day)
        new = NewStatement.model_validate({**claim, "source": source})
        self.repeat = lambda: self.editor.save(AddStatement(statement=new), by="tg:1", key=key)
        receipt = await self.repeat()
        made = (await self.store.facts()).statements[receipt.id]
        self.model.published[made.claim.source] = day
        self._note("record", receipt.id, claim | {"source": made.claim.source}, self.clock.now)

    async def _load(self, claim: Claim, published: str | None) -> None:
        number = next(self.keys)
        written = "".join(f", {name}: {value}" for name, value in claim.items() if value is not None)
        content = f"""format: ipjang-programme/1
sources:
  - {{id: file-{number}, published: {published or "null"}}}
statements:
  - {{id: loaded-{number}, source: file-{number}{written}}}
"""
        file = read_programme_file(content, name="x.yaml")
        self.repeat = lambda: self.editor.save(LoadFile(file=file), by="cli", key=f"again{next(self.keys)}")
        await self.repeat()
        self.model.published[f"file-{number}"] = date.fromisoformat(published) if published else None
        self._note("record", f"loaded-{number}", claim | {"source": f"file-{number}"}, self.clock.now)

    async def _export(self) -> None:
        """An export of the record is known to it, whatever happened: loading it changes nothing."""
        facts = await self.store.facts()
        for content in (to_yaml(facts), to_json(facts)):
            assert compare(read_programme_file(content), facts).is_empty

    async def _change(self, kind: str, name: str, how: object) -> None:
        steps = self.model.statements[name]
        claim = steps[-1].claim
        changes: Claim = dict(how) if isinstance(how, dict) else {}
        allowed = {
            "correct": self.model.stands(name) and {**claim, **changes} != claim,
            "retract": self.model.stands(name),
            "reinstate": not self.model.stands(name),
        }[kind]
        if name == "harbour-1" and changes.get("quote") is not None and changes["quote"] != claim["quote"]:
            allowed = False  # its source is kept whole, and does not say so
        request = self._request(kind, name, len(steps), changes)
        if not allowed:
            with pytest.raises(KnowledgeError):
                await request()
            return
        self.repeat = request
        await request()
        self._note(kind, name, claim | changes, self.clock.now)

    def _request(self, kind: str, name: str, seen: int, changes: Claim) -> Callable[[], Awaitable[Receipt]]:
        key = f"k{next(self.keys)}"
        if kind == "correct":
            wanted = Correction.model_validate(changes)
            return lambda: self.editor.save(
                Correct(id=name, correction=wanted, revision=seen, reason="r"), by="tg:1", key=key
            )
        if kind == "retract":
            return lambda: self.editor.save(Retract(id=name, reason="r"), by="tg:1", key=key)
        return lambda: self.editor.save(Reinstate(id=name), by="tg:1", key=key)

    async def compare(self, store: Store) -> None:
        """The store answers as the model does: now, as of each day, known at each step."""
        facts = await store.facts()
        moments = [step.at for steps in self.model.statements.values() for step in steps]
        for team in TEAMS:
            for kind in Kind:
                for day in (None, date(2026, 3, 9), date(2026, 3, 10), date(2026, 3, 11), date(2027, 1, 1)):
                    for moment in (None, *moments[-6:], datetime(2026, 1, 1, tzinfo=UTC)):
                        found = facts.latest(team, kind, as_of=day, known_at=moment).statement
                        expected = self.model.latest(team, kind.value, day, moment)
                        assert (found.id if found else None) == expected, (team, kind, day, moment)


def _plain(claim: dict[str, object]) -> Claim:
    return {name: None if value is None else str(value) for name, value in claim.items() if name != "speaker"}


async def _try_it(engines: Engines, url: str, steps: list[Did]) -> None:
    store = await Store.open(url)
    try:
        trial = await Trial.begin(store)
        for step in steps:
            await trial.do(step)
        await trial.compare(store)
        assert await store.verify() == ()
        await _compare_a_second_home(engines, trial)
    finally:
        await store.close()


async def _compare_a_second_home(engines: Engines, trial: Trial) -> None:
    """What is exported and loaded into an empty database answers as the model does, too."""
    other = await Store.open(engines.sqlite())
    try:
        content = to_json(await trial.store.facts())
        later = Editor(other, lambda: trial.clock.now + timedelta(days=1))
        await later.save(LoadFile(file=read_programme_file(content, name="x.json")), by="cli", key="home")
        await trial.compare(other)
        assert await other.verify() == ()
    finally:
        await other.close()


SLOW = (HealthCheck.function_scoped_fixture, HealthCheck.too_slow, HealthCheck.data_too_large)


@given(steps=st.lists(STEPS, min_size=3, max_size=14))
@settings(max_examples=12, deadline=None, suppress_health_check=SLOW)
async def test_on_sqlite_the_record_is_what_was_done_to_it(engines: Engines, steps: list[Did]) -> None:
    await _try_it(engines, engines.sqlite(), steps)


@given(steps=st.lists(STEPS, min_size=8, max_size=20))
@settings(max_examples=6, deadline=None, suppress_health_check=SLOW)
async def test_on_postgresql_the_record_is_what_was_done_to_it(engines: Engines, steps: list[Did]) -> None:
    url = engines.postgresql()
    try:
        await _try_it(engines, url, steps)
    finally:
        engines.drop(url)


async def test_the_plain_model_knows_the_lighthouse(engines: Engines) -> None:
    store = await Store.open(engines.sqlite())
    trial = await Trial.begin(store)
    assert trial.model.latest("harbour", "position", None, None) == "harbour-1"
    assert trial.model.latest("harbour", "position", date(2026, 3, 11), None) is None
    assert trial.model.latest("dl", "result", None, START) is None
    await trial.compare(store)
    await store.close()
