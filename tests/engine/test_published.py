"""Instances others published with their optimum: we reach every one of them."""

from pathlib import Path

import numpy as np
import pytest

from matcher.engine import MatchingProblem, Status, solve, verify

DATA = Path(__file__).parents[3] / "shared" / "data" / "published"
pytestmark = pytest.mark.skipif(
    not DATA.is_dir(), reason="the published instances are not beside the repository"
)


@pytest.mark.parametrize(
    ("name", "least_cost"),
    [("assign100", 305), ("assign500", 991), ("assign600", 1176), ("assign700", 1362)],
)
def test_or_library_assignment_reaches_the_least_cost(name: str, least_cost: int) -> None:
    size, *costs = map(int, (DATA / f"{name}.txt").read_text().split())
    cost = np.array(costs)
    enterprise, village = np.divmod(np.arange(size * size), size)
    one = np.ones(size, np.int64)
    problem = MatchingProblem(
        enterprise, village, 1_000 - cost, one, one, enterprise_minimum=one, village_minimum=one
    )

    matching = solve(problem, "score")

    assert int(cost[matching.chosen].sum()) == least_cost
    assert verify(problem, matching).sound


@pytest.mark.parametrize(
    ("name", "reviewer_papers", "total"),
    [
        ("pm_aamas2015", 12, 14_062_500),
        ("pm_aamas2016", 12, 9_495_000),
        ("pm_preflib1", 6, 1_242_500),
        ("pm_preflib2", 7, 1_415_000),
        ("pm_preflib3", 6, 4_542_500),
    ],
)
def test_paper_assignment_reaches_the_published_total(
    name: str, reviewer_papers: int, total: int
) -> None:
    papers, reviewers, *scores = (DATA / f"{name}.in").read_text().split()
    papers, reviewers = int(papers), int(reviewers)
    score = np.round(np.array(scores[: papers * reviewers], float) * 10_000).astype(np.int64)
    paper, reviewer = np.divmod(np.arange(papers * reviewers), reviewers)
    problem = MatchingProblem(
        reviewer, paper, score, np.full(reviewers, reviewer_papers), np.full(papers, 3)
    )

    matching = solve(problem, "score")

    assert matching.total_score == total
    assert verify(problem, matching).sound


@pytest.mark.parametrize(("minimums", "total"), [(False, 201.8849), (True, 150.0431)])
def test_midl_with_and_without_hard_minimums(minimums: bool, total: float) -> None:
    scores = np.load(DATA / "midl-scores.npy")
    most = np.load(DATA / "midl-loads.npy").astype(np.int64).ravel()
    least = np.load(DATA / "midl-loads-lb.npy").astype(np.int64).ravel()
    wanted = np.load(DATA / "midl-covs.npy").astype(np.int64).ravel()
    reviewer, paper = np.nonzero(scores >= 0)
    problem = MatchingProblem(
        reviewer,
        paper,
        np.round(scores[reviewer, paper] * 1_000_000).astype(np.int64),
        most,
        wanted,
        enterprise_minimum=least if minimums else None,
        village_minimum=wanted,
    )

    matching = solve(problem, "score")

    assert matching.status is Status.OPTIMAL
    assert round(matching.total_score / 1_000_000, 4) == total
    assert verify(problem, matching).sound
