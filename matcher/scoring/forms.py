"""In what form help comes, and how directly each form serves each category of need."""

from __future__ import annotations

import numpy as np

from matcher.vocabulary import Category, OfferKind

RIGHT, HELPFUL, ROUNDABOUT = 1.0, 0.7, 0.4

CASH, GOODS, JOBS, TRAINING, PURCHASE, EXPERTS, OPERATION = OfferKind

RIGHT_FORMS: dict[Category, frozenset[OfferKind]] = {
    Category.INDUSTRY: frozenset({CASH, GOODS, OPERATION, EXPERTS}),
    Category.JOBS: frozenset({JOBS}),
    Category.DONATION: frozenset({CASH, GOODS}),
    Category.SKILLS: frozenset({TRAINING, EXPERTS}),
    Category.CONSUMPTION: frozenset({PURCHASE, OPERATION}),
    Category.EDUCATION: frozenset({CASH, GOODS, EXPERTS, TRAINING}),
    Category.MEDICAL: frozenset({CASH, GOODS, EXPERTS}),
    Category.INFRASTRUCTURE: frozenset({CASH, GOODS}),
    Category.ENVIRONMENT: frozenset({CASH, GOODS}),
    Category.PARTY_BUILDING: frozenset({CASH, GOODS, EXPERTS, TRAINING}),
    Category.HARDSHIP: frozenset({CASH, GOODS}),
    Category.OTHER: frozenset(OfferKind),
}
HELPFUL_FORMS: dict[Category, frozenset[OfferKind]] = {
    Category.INDUSTRY: frozenset({PURCHASE, TRAINING}),
    Category.JOBS: frozenset({TRAINING, OPERATION}),
    Category.DONATION: frozenset({EXPERTS}),
    Category.SKILLS: frozenset({CASH, JOBS}),
    Category.CONSUMPTION: frozenset({EXPERTS}),
    Category.MEDICAL: frozenset({TRAINING}),
    Category.INFRASTRUCTURE: frozenset({EXPERTS, OPERATION}),
    Category.ENVIRONMENT: frozenset({EXPERTS, OPERATION}),
    Category.HARDSHIP: frozenset({JOBS}),
}


def form_fit(need: Category, kind: OfferKind) -> float:
    """How directly help of this kind serves a need of this category."""
    if kind in RIGHT_FORMS[need]:
        return RIGHT
    return HELPFUL if kind in HELPFUL_FORMS.get(need, ()) else ROUNDABOUT


CATEGORY_AT = {category: number for number, category in enumerate(Category)}
KIND_AT = {kind: number for number, kind in enumerate(OfferKind)}

FORM_FIT = np.array([[form_fit(need, kind) for kind in OfferKind] for need in Category])
"""`form_fit` of every category (rows) and every kind (columns), in the order of the lists."""
