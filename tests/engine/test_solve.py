"""Every method against every plan there is, on problems small enough to try them all."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.engine import METHODS, Matching, MatchingProblem, Status, solve, verify
from matcher.errors import ProblemRefused
from tests.engine.instances import best_values, problems, random_problem, standing
from tests.engine.oracles import coverage_by_networkx, total_by_ortools


def worth(matching: Matching) -> tuple[int, ...]:
    drawn = sum(matching.problem.draw[matching.chosen].tolist())
    if matching.method == "score":
        return matching.total_score, drawn
    if matching.method == "fair":
        rows = matching.chosen.tolist()
        return (*standing(matching.problem, rows), matching.total_score, drawn)
    return matching.covered_weight, matching.engaged, matching.total_score, drawn


@settings(max_examples=300)
@given(problems(), st.sampled_from(["score", "coverage", "fair"]))
def test_no_plan_is_better_at_any_level_down_to_the_draw(
    problem: MatchingProblem, method: str
) -> None:
    matching = solve(problem, method)

    best = best_values(problem)
    if best is None:
        assert matching.status is Status.INFEASIBLE
        assert len(matching.chosen) == 0
    else:
        assert worth(matching) == best[method]
        assert matching.certificate is not None
        assert matching.certificate.gap(problem) == 0
    assert verify(problem, matching).findings == ()


@settings(max_examples=150)
@given(problems(parties=6))
def test_greedy_keeps_every_rule_and_never_beats_the_optimum(problem: MatchingProblem) -> None:
    matching = solve(problem, "greedy")

    assert verify(problem, matching).sound
    optimum = solve(problem, "score")
    assert matching.total_score <= optimum.total_score
    assert (matching.status is Status.INFEASIBLE) == (optimum.status is Status.INFEASIBLE)


def test_greedy_takes_the_best_pair_first_even_where_that_is_not_best_in_all() -> None:
    problem = MatchingProblem([0, 0, 1], [0, 1, 0], [10, 9, 8], [1, 1], [1, 1])

    assert solve(problem, "greedy").chosen.tolist() == [0]
    assert solve(problem, "score").chosen.tolist() == [1, 2]


@settings(max_examples=100)
@given(problems(parties=6), st.randoms(use_true_random=False), st.sampled_from(METHODS))
def test_the_order_of_pairs_and_parties_does_not_matter(problem, random, method) -> None:
    m, ne, nv = len(problem.score), len(problem.enterprise_capacity), len(problem.village_capacity)
    rng = np.random.default_rng(random.randrange(2**32))
    distinct = rng.permutation(m).astype(np.uint64) ** 2 * 1_000_003 + np.uint64(2) ** np.arange(
        m, dtype=np.uint64
    )
    pairs, enterprises, villages = rng.permutation(m), rng.permutation(ne), rng.permutation(nv)
    place_e, place_v = np.argsort(enterprises), np.argsort(villages)
    given_order = copy(problem, draw=distinct)
    shuffled = MatchingProblem(
        place_e[problem.enterprise[pairs]] if m else [],
        place_v[problem.village[pairs]] if m else [],
        problem.score[pairs],
        problem.enterprise_capacity[enterprises],
        problem.village_capacity[villages],
        problem.village_weight[villages],
        problem.enterprise_minimum[enterprises],
        problem.village_minimum[villages],
        problem.pinned[pairs],
        problem.vetoed[pairs],
        distinct[pairs],
    )

    one, other = solve(given_order, method), solve(shuffled, method)

    assert sorted(pairs[other.chosen].tolist()) == one.chosen.tolist()


def copy(problem: MatchingProblem, **changed: object) -> MatchingProblem:
    names = MatchingProblem.__dataclass_fields__
    return MatchingProblem(**{name: getattr(problem, name) for name in names} | changed)


@pytest.mark.parametrize("seed", range(6))
def test_larger_problems_reach_what_ortools_and_the_proof_say(seed: int) -> None:
    problem = random_problem(seed, 60, 150, 12, scores=[10_000, 3, 0][seed % 3])

    matching = solve(problem, "score")

    assert matching.total_score == total_by_ortools(problem)
    assert verify(problem, matching).sound


@pytest.mark.parametrize("seed", range(6))
def test_larger_coverage_is_what_networkx_covers(seed: int) -> None:
    problem = random_problem(seed, 40, 90, 6, scores=100, minimums=True)

    matching = solve(problem, "coverage")

    assert verify(problem, matching).sound
    assert matching.covered_weight == coverage_by_networkx(problem)


def test_coverage_is_exact_where_weights_times_scores_would_overflow() -> None:
    ne = nv = 40
    enterprise, village = np.divmod(np.arange(ne * nv), nv)
    rng = np.random.default_rng(1)
    weight = 10**12 - rng.integers(0, 3, nv)
    problem = MatchingProblem(
        enterprise,
        village,
        rng.integers(0, 1_000_001, ne * nv),
        np.ones(ne),
        np.full(nv, 2),
        weight,
    )

    matching = solve(problem, "coverage")

    assert matching.covered_weight == int(weight.sum())
    assert matching.engaged == ne
    assert verify(problem, matching).sound


@pytest.mark.parametrize("method", METHODS)
@pytest.mark.parametrize(
    "arrays",
    [
        ([], [], [], [], []),
        ([], [], [], [2, 0], [1]),
        ([], [], [], [], [3, 1]),
        ([0, 0], [0, 1], [5, 5], [0], [1, 1]),
        ([0, 1], [0, 0], [0, 0], [1, 1], [0]),
        ([0, 0], [0, 1], [1_000_000, 0], [2**31 - 1], [2**31 - 1, 1]),
    ],
)
def test_degenerate_shapes_have_sound_plans(method: str, arrays: tuple[list[int], ...]) -> None:
    problem = MatchingProblem(*arrays)

    assert verify(problem, solve(problem, method)).findings == ()


def test_two_contradictory_pins_are_named_and_neither_is_dropped() -> None:
    problem = MatchingProblem(
        [0, 0, 1], [0, 1, 1], [9, 8, 1], [1, 1], [1, 1], pinned=[True, True, False]
    )

    matching = solve(problem)

    assert matching.status is Status.INFEASIBLE
    assert matching.conflict is not None
    assert matching.conflict.pins == (0, 1)
    assert matching.conflict.enterprises == (0,)


def test_minimums_that_compete_for_one_place_are_named() -> None:
    problem = MatchingProblem(
        [0, 0, 1], [0, 1, 2], [9, 8, 1], [1, 5], [1, 1, 1], village_minimum=[1, 1, 0]
    )

    matching = solve(problem)

    assert matching.status is Status.INFEASIBLE
    assert matching.conflict is not None
    assert matching.conflict.villages == (0, 1)
    assert matching.conflict.enterprises == (0,)
    assert matching.conflict.places_missing == 1


def test_an_unknown_method_is_an_error_that_lists_the_known_ones() -> None:
    with pytest.raises(ProblemRefused) as refused:
        solve(MatchingProblem([], [], [], [], []), "simplex")

    assert refused.value.params["known"] == list(METHODS)


def test_score_zero_is_a_candidate_like_any_other() -> None:
    problem = MatchingProblem([0, 1], [0, 0], [0, 0], [1, 1], [1], draw=[1, 2])

    assert solve(problem).chosen.tolist() == [1]
    assert solve(problem).covered == 1


@pytest.mark.parametrize("method", ["score", "coverage", "fair", "greedy"])
def test_a_minimum_is_met_even_by_pairs_worth_nothing_and_never_waived(method: str) -> None:
    problem = MatchingProblem(
        [0, 1], [0, 0], [900, 0], [1, 1], [1], enterprise_minimum=[0, 1], draw=[5, 0]
    )

    matching = solve(problem, method)

    assert matching.chosen.tolist() == [1]
    assert verify(problem, matching).findings == ()
