"""Needs with the right and a wrong offer for each, written by hand, and what is measured on them.

A row of `likeness.csv` is hard where the wrong offer shares words with the need and the right one
shares none. Rows came in batches; the first stood before the dictionary, each other one was
measured before any of its words went into the dictionary (8, 9 and 10 by the dictionary as it was
before all three). `FIRST_SEEN` is what to expect of new sentences: 3, 5 and half of 11 speak in
pictures, 4, 6, 7 and 12 plainly. What is measured now guards against loss, on the half that the
digest of the need holds out: look at the other half alone when you change words or weights.

`blind.csv` was written by somebody who had seen neither code nor dictionary, and nothing may be
learned from it: what is measured there is what to expect of new sentences. Do not read it.
"""

from __future__ import annotations

import csv
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

import numpy as np
from sklearn.metrics import roc_auc_score

from matcher.vocabulary import Category

POOL = 60
FIRST_SEEN = {  # batch: (area under the curve over all its pairs, over the hard ones alone)
    2: (0.60, 0.60),
    3: (0.55, 0.55),
    4: (0.88, 0.88),
    5: (0.69, 0.61),
    6: (0.92, 0.86),
    7: (0.91, 0.82),
    8: (0.87, 0.74),
    9: (0.82, 0.63),
    10: (0.90, 0.78),
    11: (0.82, 0.67),
    12: (0.96, 0.91),
}

Measure = Callable[[Sequence[str], Sequence[str]], np.ndarray]


@dataclass(frozen=True)
class Row:
    batch: int
    category: Category
    hard: bool
    need: str
    right: str
    wrong: str

    @property
    def held_out(self) -> bool:
        return sha256(self.need.encode()).digest()[0] % 2 == 1


def rows(of: str = "likeness") -> list[Row]:
    with (Path(__file__).parent / f"{of}.csv").open(encoding="utf-8", newline="") as file:
        return [
            Row(
                int(row["batch"]),
                Category(row["category"]),
                row["hard"] == "yes",
                row["need"],
                row["right"],
                row["wrong"],
            )
            for row in csv.DictReader(file)
        ]


def pairs(some: Sequence[Row]) -> tuple[list[str], list[str], list[bool]]:
    """Needs, offers and whether they belong together, two pairs for each row."""
    needs = [row.need for row in some for _ in (row.right, row.wrong)]
    offers = [offer for row in some for offer in (row.right, row.wrong)]
    return needs, offers, [True, False] * len(some)


def area(some: Sequence[Row], measure: Measure) -> float:
    """How often a pair that belongs together is rated above one that does not (ROC AUC)."""
    needs, offers, together = pairs(some)
    return float(roc_auc_score(together, np.diag(measure(needs, offers))))


def among_the_first(some: Sequence[Row], measure: Measure, first: int = 3) -> float:
    """The share of needs whose right offer has fewer than `first` better ones among POOL.

    The others of the pool are right offers of other needs, chosen by digest.
    """
    table = measure([row.need for row in some], [row.right for row in some])
    found = []
    for at, row in enumerate(some):
        by_digest = sorted(
            (other for other in range(len(some)) if other != at),
            key=lambda other: sha256((row.need + some[other].right).encode()).digest(),
        )
        found.append((table[at, by_digest[: POOL - 1]] > table[at, at]).sum() < first)
    return float(np.mean(found))
