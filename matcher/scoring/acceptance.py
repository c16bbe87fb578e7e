"""Models of which pairs people accept, by scikit-learn, which takes two seconds to load.

One thread each: more would only wait for one another over so few rows, and sums would be added up
in another order from machine to machine.
"""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray
from sklearn.calibration import CalibratedClassifierCV
from sklearn.ensemble import HistGradientBoostingClassifier
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import roc_auc_score
from sklearn.model_selection import GridSearchCV, StratifiedKFold, cross_val_predict
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

Real = NDArray[np.float64]
Mask = NDArray[np.bool_]

FOLDS, INNER_FOLDS = 5, 3
LEAST_IN_LEAF = 5
STRENGTHS = (0.1, 1.0, 10.0)
MOST_STEPS = 1000


def regression(seed: int) -> Any:
    """Logistic regression; how strongly its slopes are held back is itself cross-validated."""
    return GridSearchCV(
        LogisticRegression(max_iter=MOST_STEPS),
        {"C": list(STRENGTHS)},
        scoring="neg_log_loss",
        cv=_folds(seed, INNER_FOLDS),
    )


def boosting(criteria: int, decisions: int, seed: int) -> Any:
    """Small trees in which no higher value lowers the chance, calibrated by a sigmoid.

    After J. Platt (1999).
    """
    trees = HistGradientBoostingClassifier(
        monotonic_cst=[1] * criteria,
        max_iter=40,
        max_leaf_nodes=8,
        min_samples_leaf=max(LEAST_IN_LEAF, decisions // 20),
        early_stopping=False,
        random_state=seed,
    )
    return CalibratedClassifierCV(trees, method="sigmoid", cv=_folds(seed, INNER_FOLDS))


def foretold(model: Any, values: Real, accepted: Mask, seed: int) -> Real:
    """The chance of each decision by a model that has seen the other folds alone."""
    with threadpool_limits(1):
        chances: Real = cross_val_predict(
            model, values, accepted, cv=_folds(seed, FOLDS), method="predict_proba"
        )
    return chances[:, 1]


def auc(accepted: Mask, chances: Real) -> float:
    """The area under the ROC curve."""
    return float(roc_auc_score(accepted, chances))


def slopes(values: Real, accepted: Mask, resamples: int, seed: int) -> tuple[Real, Real]:
    """The regression's slope of each criterion, and those of [resamples] resampled decisions.

    The accepted and the vetoed are resampled each for themselves (B. Efron's bootstrap, 1979).
    """
    dice = np.random.default_rng(seed)
    kinds = [np.flatnonzero(accepted), np.flatnonzero(~accepted)]
    drawn = [
        np.concatenate([dice.choice(kind, len(kind)) for kind in kinds]) for _ in range(resamples)
    ]
    with threadpool_limits(1):
        strength = regression(seed).fit(values, accepted).best_params_["C"]
        model = LogisticRegression(C=strength, max_iter=MOST_STEPS)
        found: Real = model.fit(values, accepted).coef_[0].copy()
        resampled = [model.fit(values[rows], accepted[rows]).coef_[0].copy() for rows in drawn]
    return found, np.array(resampled)


def _folds(seed: int, folds: int) -> StratifiedKFold:
    return StratifiedKFold(folds, shuffle=True, random_state=seed)
