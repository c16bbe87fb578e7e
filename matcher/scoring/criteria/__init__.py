"""The registry: every criterion by its name, in the order in which parts are shown."""

from __future__ import annotations

from matcher.scoring.criteria.amount import Amount
from matcher.scoring.criteria.category import CategoryFit
from matcher.scoring.criteria.text import TextLikeness
from matcher.scoring.criteria.urgency import UrgencyAndDesignation
from matcher.scoring.criteria.wishes import Wishes
from matcher.scoring.criterion import Criterion

CRITERIA: dict[str, type[Criterion]] = {
    criterion.name: criterion
    for criterion in (CategoryFit, Amount, TextLikeness, UrgencyAndDesignation, Wishes)
}
