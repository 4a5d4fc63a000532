"""Trains the scorer of questions: `make train`, under a minute, the same weights each time.

    python -m tests.knowledge.train           # cross-validates, prints, and writes intent_weights.json
    python -m tests.knowledge.train --check   # says whether weights and data differ

The data are `questions.tsv` and `rows/*.jsonl`. A row of several kinds is learnt as the first that the record answers.
"""

import hashlib
import json
import sys
import warnings
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from knowledge.understanding import intent
from knowledge.understanding.intent import OTHER, WEIGHTS_FILE, Weights, features_of
from tests.knowledge import keyed
from tests.knowledge.asked import NOW, questions

WORDLESS = frozenset({"unknown", "help", "ambiguous"})
SHARPNESS = 30.0
"""The inverse of the regularisation (scikit-learn's C)."""
SEEN = 2
"""Rows that a feature stands in at least, to be learnt."""
WEIGHT = 3.0
"""How much more a row by a writer who knew nothing of the reader weighs than one of the table."""
SCALE = 0.02
HEAVIEST = 12
ROUNDS = 40
FOLDS = 3


@dataclass(frozen=True)
class Example:
    """One question as the scorer sees it."""

    group: str
    programme: str
    text: str
    marked: str
    kinds: tuple[str, ...]
    weight: float

    @property
    def labels(self) -> tuple[str, ...]:
        """The labels that are right for it."""
        return tuple(dict.fromkeys(_label(each) for each in self.kinds))

    @property
    def label(self) -> str:
        """The label that it teaches: of several the first that the record answers, of a team in doubt what is asked."""
        return next((each for each in self.labels if each != OTHER), OTHER)


def _label(kind: str) -> str:
    return OTHER if kind in WORDLESS else kind


def rows() -> Iterator[tuple[str, dict[str, Any]]]:
    """All rows to learn from with the name of their group."""
    for each in questions():
        row: dict[str, Any] = {
            "text": each.text,
            "kinds": [each.kind],
            "programme": "dokpamo",
            "now": NOW.isoformat(),
            "set": "table",
        }
        yield "table", row
    for row in keyed.rows():
        if "before" not in row:
            yield row["set"], row


def fingerprint() -> str:
    """The hash of all that is learnt from."""
    told = hashlib.sha256()
    for _, row in rows():
        told.update(json.dumps([row["text"], row["kinds"], row["programme"]], ensure_ascii=False).encode())
    return told.hexdigest()[:16]


def examples() -> list[Example]:
    """Every row, marked."""
    found = []
    for group, row in rows():
        reader = keyed.reader(row["programme"])
        today = datetime.fromisoformat(row["now"]).date()
        marked = reader.features(row["text"], today, row.get("context", "dm")).marked
        kinds = tuple(row["kinds"])
        if group == "table" and kinds == ("unknown",):
            kinds = ("stance",)  # somebody is asked about as a team would be
        found.append(Example(group, row["programme"], row["text"], marked, kinds, 1.0 if group == "table" else WEIGHT))
    return found


def trained(learnt: list[Example]) -> dict[str, Any]:
    """The weights of these examples, rounded, as `intent_weights.json` has them."""
    from sklearn.feature_extraction import DictVectorizer
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import normalize

    seen = Counter(feature for each in learnt for feature in features_of(each.marked))
    vectoriser = DictVectorizer()
    kept = [{f: 1.0 for f in sorted(features_of(each.marked)) if seen[f] >= SEEN} for each in learnt]
    matrix = normalize(vectoriser.fit_transform(kept))
    model = LogisticRegression(C=SHARPNESS, max_iter=ROUNDS, tol=1e-3)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # it need not have converged to the last digit
        model.fit(matrix, [each.label for each in learnt], sample_weight=[each.weight for each in learnt])
    weights = {
        feature: rounded
        for feature, number in sorted(vectoriser.vocabulary_.items())
        if any(rounded := [round(float(each) / SCALE) for each in model.coef_[:, number]])
    }
    bias = [round(float(each), 3) for each in model.intercept_]
    labels = [str(each) for each in model.classes_]
    return {"data": fingerprint(), "labels": labels, "bias": bias, "scale": SCALE, "weights": weights}


def folds(data: list[Example], by: str) -> Iterator[tuple[list[str], list[Example], Weights]]:
    """Some writers or programmes, what they asked, and weights that were trained on all the others."""
    names = sorted({getattr(each, by) for each in data} - {"table", "dokpamo"})
    for part in (names[number::FOLDS] for number in range(FOLDS)):
        learnt = [each for each in data if getattr(each, by) not in part]
        yield part, [each for each in data if getattr(each, by) in part], Weights(trained(learnt))


def validate(data: list[Example], by: str) -> None:
    """Print how often the label is right on each group that the scorer has not seen."""
    confused: Counter[tuple[str, str]] = Counter()
    right: Counter[str] = Counter()
    count: Counter[str] = Counter()
    for _, asked, weights in folds(data, by):
        for each in asked:
            scores = weights.scores(each.marked)
            guess = max(scores, key=scores.__getitem__)
            name = getattr(each, by)
            count[name] += 1
            right[name] += guess in each.labels
            if guess not in each.labels:
                confused[each.label, guess] += 1
    print("  " + "  ".join(f"{name} {100 * right[name] / count[name]:.1f}" for name in sorted(count)))
    print(
        f"  left out by {by}: {100 * sum(right.values()) / max(1, sum(count.values())):.1f} % of {sum(count.values())}"
    )
    for (wanted, got), number in confused.most_common(12):
        print(f"    {number:3}  {wanted} taken for {got}")


def measure(data: list[Example], by: str, shows: bool) -> None:
    """Print how many answers are right, kind and all, where the scorer has not seen the writer or the programme."""
    for part, _, weights in folds(data, by):
        intent.weights = lambda weights=weights: weights  # type: ignore[assignment]
        for name in part:
            keyed.report([row for row in keyed.rows() if row["set" if by == "group" else by] == name], shows=shows)


def write(data: list[Example]) -> None:
    """Train on everything and write the weights, with the hash of the data."""
    made = trained(data)
    weights = made.pop("weights")
    lines = ",\n".join(
        f"{json.dumps(each, ensure_ascii=False)}:{json.dumps(of, separators=(',', ':'))}"
        for each, of in weights.items()
    )
    head = json.dumps(made)[:-1]
    WEIGHTS_FILE.write_text(f'{head}, "weights": {{\n{lines}\n}}}}\n', encoding="utf-8")
    for number, label in enumerate(made["labels"]):
        heaviest = sorted(weights, key=lambda each: -weights[each][number])[:HEAVIEST]
        print(f"  {label:9} {' '.join(map(repr, heaviest))}")
    print(f"  {len(weights)} features, {WEIGHTS_FILE.stat().st_size // 1024} kB, data {made['data']}")


def main(arguments: list[str]) -> None:
    """Train, or check."""
    if "--check" in arguments:
        same = json.loads(WEIGHTS_FILE.read_text(encoding="utf-8"))["data"] == fingerprint()
        print("the weights are of this data" if same else "the weights are of other data: make train")
        raise SystemExit(not same)
    data = examples()
    if "--measure" in arguments:
        measure(data, "programme" if "--programmes" in arguments else "group", shows="--misses" in arguments)
        return
    if "--quick" not in arguments:
        validate(data, "group")
        validate(data, "programme")
    write(data)


if __name__ == "__main__":
    main(sys.argv[1:])
