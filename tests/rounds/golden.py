"""The ten best and the ten last pairs that the example of Jing'an and Guangnan is given.

A person read them and found them sensible. `python -m tests.rounds.golden` writes them anew after
a change of scoring: read the difference as a coordinator would before it is kept.
"""

from __future__ import annotations

import csv
from pathlib import Path

from matcher.messages import say
from matcher.rounds.proposing import propose
from seeds.jingan_guangnan import programme

FILE = Path(__file__).with_name("golden.csv")
HEADER = ["place", "village", "enterprise", "main reason"]
EACH_END = 10


def best_and_last() -> list[list[str]]:
    """Place in the order of scores, village, enterprise, and the part with most points, said."""
    asked = programme()
    plan = propose(asked)
    names = {one.uscc: one.name for one in asked.enterprises}
    names |= {one.code: one.name for one in asked.villages}
    ordered = sorted(plan.pairs, key=lambda pair: (-pair.score, pair.village, pair.enterprise))
    rows = []
    for place, pair in enumerate(ordered, start=1):
        main = max(pair.parts, key=lambda part: part.points)
        reason = say(main.reason, "zh", **main.params)
        rows.append([str(place), names[pair.village], names[pair.enterprise], reason])
    return rows[:EACH_END] + rows[-EACH_END:]


def kept() -> list[list[str]]:
    """The rows of the file."""
    with FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.reader(file))[1:]


if __name__ == "__main__":
    with FILE.open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([HEADER, *best_and_last()])
