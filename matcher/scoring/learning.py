"""What past decisions tell about the weights: how well they can be foretold, and a profile.

Logistic regression on the values of the parts comes first; gradient boosting in which no value may
lower the chance takes its place as the model where it foretells better. The weights come from the
regression either way, because weights too add up along straight lines. Everything is a suggestion
with its uncertainty beside it, and nothing here applies it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from importlib import import_module

import numpy as np
from numpy.typing import NDArray

from matcher.errors import JieduiError
from matcher.scoring.apportioning import apportioned
from matcher.scoring.profile import Profile

LEAST_DECISIONS = 50
LEAST_OF_EACH = 5
RESAMPLES = 100
SPREAD = (5, 95)
BINS = 8
LOGISTIC, BOOSTING = "logistic", "boosting"
_FINE = 10**6  # slopes become whole claims before they share the points

Real = NDArray[np.float64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Quality:
    """How well a model foretells decisions it has not seen, by cross-validation.

    `auc`: the chance that of two pairs, one accepted and one vetoed, the accepted one is given the
    higher chance; 0.5 is a coin. `brier`: the mean square of what the chance missed, 0 is best
    (G. Brier 1950).
    """

    model: str
    auc: float
    brier: float


@dataclass(frozen=True)
class Bin:
    """Decisions of about equal chance: what was foretold on average, and the share accepted."""

    foretold: float
    accepted: float
    decisions: int


@dataclass(frozen=True)
class Lesson:
    """What one criterion has to do with acceptance.

    `odds` is the factor by which a value higher by 0.1 changes the odds of being accepted, `low`
    and `high` its range over resampled decisions (5 to 95 in 100). `weight` is suggested, and
    `weight_low` … `weight_high` is the range of it. `effect`: rises, falls, unclear (the range
    holds 1), or constant: too few decisions differ in it, so it keeps the weight it has.
    """

    criterion: str
    effect: str
    odds: float
    low: float
    high: float
    weight: int
    weight_low: float
    weight_high: float


@dataclass(frozen=True)
class Learned:
    """A suggestion of weights from `decisions` decisions, and all that tells how good it is.

    `base` is the Brier score of always foretelling the share that was accepted. `doubt` is how many
    of the 100 points other decisions of the same kind would have put elsewhere, on average.
    """

    decisions: int
    accepted: int
    base: float
    qualities: tuple[Quality, ...]
    model: str
    curve: tuple[Bin, ...]
    lessons: tuple[Lesson, ...]
    doubt: float

    @property
    def weights(self) -> dict[str, int]:
        return {lesson.criterion: lesson.weight for lesson in self.lessons}

    @property
    def quality(self) -> Quality:
        """That of the better model, to which the curve belongs."""
        return next(one for one in self.qualities if one.model == self.model)


def learn(
    criteria: Sequence[str], values: Real, accepted: Mask, present: Profile, *, seed: int
) -> Learned:
    """From the values [decisions, criteria] (0 … 1, NaN where not known) of decided pairs.

    Raises JieduiError `scoring.too_few_decisions`, `scoring.one_sided_decisions` when nearly all
    were decided alike, `scoring.unexplained_decisions` when the values foretell them no better than
    the share that was accepted does.
    """
    refuse_too_few(accepted)
    filled = _filled(values)
    telling = [place for place, column in enumerate(filled.T) if _differs(column)]
    base = float(accepted.mean() * (1 - accepted.mean()))
    if not telling:
        _refuse_unexplained(base, base)
    told = filled[:, telling]
    # loaded here, because scikit-learn takes two seconds
    acceptance = import_module("matcher.scoring.acceptance")
    models = {
        LOGISTIC: acceptance.regression(seed),
        BOOSTING: acceptance.boosting(len(telling), len(accepted), seed),
    }
    chances = {
        name: acceptance.foretold(model, told, accepted, seed) for name, model in models.items()
    }
    qualities = tuple(
        Quality(name, acceptance.auc(accepted, found), float(((found - accepted) ** 2).mean()))
        for name, found in chances.items()
    )
    better = min(qualities, key=lambda one: one.brier)
    slopes, resampled = acceptance.slopes(told, accepted, RESAMPLES, seed)
    if better.brier >= base or not (slopes > 0).any():
        _refuse_unexplained(better.brier, base)
    lessons, doubt = _lessons([criteria[place] for place in telling], slopes, resampled, present)
    weights = present.weights
    return Learned(
        decisions=len(accepted),
        accepted=int(accepted.sum()),
        base=base,
        qualities=qualities,
        model=better.model,
        curve=_curve(chances[better.model], accepted),
        lessons=tuple(lessons.get(name) or _constant(name, weights) for name in criteria),
        doubt=doubt,
    )


def refuse_too_few(accepted: Mask) -> None:
    """Raises JieduiError where so few decisions, or so few of one kind, can teach nothing."""
    kept, vetoed = int(accepted.sum()), int((~accepted).sum())
    if len(accepted) < LEAST_DECISIONS:
        raise JieduiError("scoring.too_few_decisions", count=len(accepted), least=LEAST_DECISIONS)
    if min(kept, vetoed) < LEAST_OF_EACH:
        raise JieduiError(
            "scoring.one_sided_decisions", accepted=kept, vetoed=vetoed, least=LEAST_OF_EACH
        )


def _refuse_unexplained(brier: float, base: float) -> None:
    figures = {"brier": round(brier, 3), "base": round(base, 3)}
    raise JieduiError("scoring.unexplained_decisions", **figures)


def _filled(values: Real) -> Real:
    """What is not known becomes what is known on average, which pulls the slope neither way."""
    known = ~np.isnan(values)
    average = np.where(known, values, 0).sum(axis=0) / np.maximum(known.sum(axis=0), 1)
    return np.where(known, values, average)


def _differs(column: Real) -> bool:
    """Do enough decisions have another value than the most frequent one?"""
    _, counts = np.unique(column.round(3), return_counts=True)
    return bool(len(column) - counts.max() >= LEAST_OF_EACH)


def _curve(chances: Real, accepted: Mask) -> tuple[Bin, ...]:
    """Up to BINS bins of about as many decisions each, from the lowest chance to the highest."""
    order = np.argsort(chances, kind="stable")
    return tuple(
        Bin(float(chances[rows].mean()), float(accepted[rows].mean()), len(rows))
        for rows in np.array_split(order, min(BINS, len(order) // LEAST_OF_EACH))
    )


def _lessons(
    names: Sequence[str], slopes: Real, resampled: Real, present: Profile
) -> tuple[dict[str, Lesson], float]:
    """Of the criteria that tell anything, and the doubt in all their weights together.

    They share the points that they have among them now, in proportion to slopes above 0.
    """
    free = sum(present.weights.get(name, 0) for name in names)
    points = apportioned(free, [round(max(slope, 0) * _FINE) for slope in slopes])
    claims = np.maximum(resampled, 0)
    drawn = free * claims / np.maximum(claims.sum(axis=1, keepdims=True), 1 / _FINE)
    low, high = np.percentile(resampled, SPREAD, axis=0)
    least, most = np.percentile(drawn, SPREAD, axis=0)
    lessons = {
        name: Lesson(
            criterion=name,
            effect="rises" if low[place] > 0 else "falls" if high[place] < 0 else "unclear",
            odds=_odds(slopes[place]),
            low=_odds(low[place]),
            high=_odds(high[place]),
            weight=points[place],
            weight_low=float(least[place]),
            weight_high=float(most[place]),
        )
        for place, name in enumerate(names)
    }
    return lessons, float(np.abs(drawn - points).sum(axis=1).mean() / 2)


def _constant(name: str, weights: Mapping[str, int]) -> Lesson:
    weight = weights.get(name, 0)
    return Lesson(name, "constant", 1.0, 1.0, 1.0, weight, weight, weight)


def _odds(slope: float) -> float:
    """The factor of the odds for a value higher by 0.1."""
    return float(np.exp(slope / 10))
