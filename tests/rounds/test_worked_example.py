"""The worked example of matcher/README.md, counted again."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from matcher.engine import MatchingProblem, solve

README = (Path(__file__).parents[2] / "matcher" / "README.md").read_text(encoding="utf-8")


def example() -> MatchingProblem:
    """The table of the document as a problem."""
    rows = re.findall(r"^\| 企业. \|(.*)\|$", README, re.MULTILINE)
    scores = [[cell.strip() for cell in row.split("|")] for row in rows]
    pairs = [
        (enterprise, village, int(score))
        for enterprise, row in enumerate(scores)
        for village, score in enumerate(row)
        if score
    ]
    assert len(scores) == 3
    return MatchingProblem(*zip(*pairs, strict=True), [1] * 3, [1] * 3)


@pytest.mark.parametrize(("method", "covered"), [("coverage", 3), ("score", 3), ("greedy", 2)])
def test_the_totals_of_the_example_are_those_of_the_engine(method, covered):
    plan = solve(example(), method)

    assert plan.covered == covered
    assert f"{'Total' if covered == 2 else 'total'} {plan.total_score}" in README


def test_the_prices_of_the_example_are_those_of_the_proof():
    problem = example()
    certificate = solve(problem, "score").certificate

    told = ", ".join(
        f"{name} {price}"
        for name, price in zip(
            "ABC甲乙丙",
            [*certificate.enterprise_price, *certificate.village_price],
            strict=True,
        )
    )
    assert told in README
    assert certificate.gap(problem) == 0
