"""Learning finds what was planted, says how sure it is, and keeps silent where nothing speaks."""

from __future__ import annotations

import subprocess
import sys

import numpy as np
import pytest
from numpy.typing import NDArray

from matcher.errors import JieduiError
from matcher.messages import say
from matcher.scoring.learning import LEAST_DECISIONS, Learned, learn
from matcher.scoring.profile import DEFAULT_PROFILE, Profile

CRITERIA = ("category", "amount", "text", "products", "urgency")
PLANTED = np.array([43, 27, 17, 10, 3])
PRESENT = Profile("present", 1, dict.fromkeys(CRITERIA, 20))

Real = NDArray[np.float64]
Mask = NDArray[np.bool_]


def decisions(count: int, seed: int, pull: float = 12, missing: float = 0) -> tuple[Real, Mask]:
    """People who accept with the chance that their own weights give a pair."""
    dice = np.random.default_rng(seed)
    values = dice.random((count, len(CRITERIA))).round(3)
    score = values @ PLANTED / 100
    accepted = dice.random(count) < 1 / (1 + np.exp(-pull * (score - 0.5)))
    values[dice.random(values.shape) < missing] = np.nan
    return values, accepted


def learned(values: Real, accepted: Mask, present: Profile = PRESENT, seed: int = 1) -> Learned:
    return learn(CRITERIA, values, accepted, present, seed=seed)


def order(weights: dict[str, int]) -> list[str]:
    return sorted(weights, key=lambda name: -weights[name])


@pytest.fixture(scope="module")
def many() -> Learned:
    return learned(*decisions(1500, 0))


@pytest.fixture(scope="module")
def few() -> Learned:
    return learned(*decisions(120, 7))


def test_planted_weights_are_found_in_their_order(many: Learned) -> None:
    found = many

    assert order(found.weights) == list(CRITERIA)
    assert sum(found.weights.values()) == 100
    assert np.abs(np.array(list(found.weights.values())) - PLANTED).sum() / 2 < 12
    assert {one.effect for one in found.lessons[:3]} == {"rises"}
    for lesson in found.lessons:
        assert lesson.low <= lesson.odds <= lesson.high
        assert lesson.weight_low - 1 <= lesson.weight <= lesson.weight_high + 1


def test_unknown_values_do_not_hide_the_order() -> None:
    found = learned(*decisions(800, 4, missing=0.15))

    assert order(found.weights)[:2] == ["category", "amount"]


def test_chances_are_calibrated_and_better_than_the_base_rate(few: Learned, many: Learned) -> None:
    for found, count, most_off in ((few, 120, 0.15), (many, 1500, 0.05)):
        assert found.quality.brier < found.base
        assert found.quality.auc > 0.65
        assert sum(one.decisions for one in found.curve) == count == found.decisions
        foretold = [one.foretold for one in found.curve]
        assert foretold == sorted(foretold)
        off = [abs(one.foretold - one.accepted) for one in found.curve]
        assert sum(off) / len(off) < most_off


def test_more_decisions_leave_less_doubt(few: Learned, many: Learned) -> None:
    assert 0 < many.doubt < few.doubt < 100


def test_boosting_is_taken_where_straight_lines_foretell_worse() -> None:
    """A pair is accepted where both its form and its size are good enough: no sum can say that."""
    dice = np.random.default_rng(5)
    values = dice.random((600, len(CRITERIA)))
    accepted = (values[:, 0] > 0.6) & (values[:, 1] > 0.6)

    found = learned(values, accepted)

    logistic, boosting = found.qualities
    assert found.model == boosting.model == "boosting"
    assert boosting.brier < logistic.brier / 2
    assert set(order(found.weights)[:2]) == {"category", "amount"}


def test_on_straight_lines_the_regression_is_taken(many: Learned) -> None:
    assert many.model == "logistic"


def test_what_speaks_against_a_pair_weighs_nothing() -> None:
    dice = np.random.default_rng(8)
    values = dice.random((800, len(CRITERIA)))
    accepted = dice.random(800) < 1 / (1 + np.exp(-8 * (values[:, 0] - values[:, 1])))

    against = learned(values, accepted).lessons[1]

    assert (against.effect, against.weight) == ("falls", 0)
    assert against.high < 1


def test_a_column_that_never_differs_keeps_its_weight() -> None:
    values, accepted = decisions(400, 6)
    values[:, 0] = 0.4
    values[:3, 0] = 1  # too few to learn from
    values[:, 4] = np.nan
    present = Profile("x", 1, dict(zip(CRITERIA, (30, 10, 40, 10, 10), strict=True)))

    found = learned(values, accepted, present)

    assert [one.effect for one in found.lessons].count("constant") == 2
    assert (found.weights["category"], found.weights["urgency"]) == (30, 10)
    assert sum(found.weights.values()) == 100
    assert found.weights["amount"] > found.weights["products"]


def test_the_same_decisions_teach_the_same_and_stay_as_they_were(few: Learned) -> None:
    values, accepted = decisions(120, 7)

    assert learned(values, accepted) == few
    assert np.array_equal(values, decisions(120, 7)[0])


def test_fewer_than_fifty_decisions_teach_nothing() -> None:
    values, accepted = decisions(LEAST_DECISIONS - 1, 1)

    refused(values, accepted, "scoring.too_few_decisions")
    refused(values[:0], accepted[:0], "scoring.too_few_decisions")


@pytest.mark.parametrize("vetoed", [0, 4])
def test_decisions_of_one_kind_teach_nothing(vetoed: int) -> None:
    values, accepted = decisions(80, 1)
    accepted[:] = True
    accepted[:vetoed] = False

    refused(values, accepted, "scoring.one_sided_decisions")
    refused(values, ~accepted, "scoring.one_sided_decisions")


def test_decisions_by_the_toss_of_a_coin_teach_nothing() -> None:
    dice = np.random.default_rng(11)
    values, accepted = dice.random((200, len(CRITERIA))), dice.random(200) < 0.5

    refused(values, accepted, "scoring.unexplained_decisions")


def test_values_that_never_differ_teach_nothing() -> None:
    values, accepted = decisions(80, 1)

    refused(np.full_like(values, 0.4), accepted, "scoring.unexplained_decisions")


def refused(values: Real, accepted: Mask, code: str) -> None:
    with pytest.raises(JieduiError) as error:
        learned(values, accepted)
    assert error.value.code == code
    assert say(code, "zh", **error.value.params)
    assert say(code, "en", **error.value.params)


def test_scikit_learn_is_loaded_by_nothing_but_learning() -> None:
    ask = "import sys, matcher.rounds.experience; print('sklearn' in sys.modules)"

    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "False"


def test_what_can_be_learned_shares_only_the_points_it_has() -> None:
    values, accepted = decisions(60, 12)

    found = learned(values, accepted, DEFAULT_PROFILE)

    assert sum(found.weights.values()) == sum(DEFAULT_PROFILE.weights[one] for one in CRITERIA)
