"""The registry: every criterion by its name, in the order in which parts are shown."""

from __future__ import annotations

from matcher.scoring.criteria.aid import AidRelationship
from matcher.scoring.criteria.amount import Amount
from matcher.scoring.criteria.category import CategoryFit
from matcher.scoring.criteria.cluster import TownshipCluster
from matcher.scoring.criteria.products import IndustryAndProducts
from matcher.scoring.criteria.text import TextLikeness
from matcher.scoring.criteria.ties import Ties
from matcher.scoring.criteria.timing import Timing
from matcher.scoring.criteria.urgency import UrgencyAndDesignation
from matcher.scoring.criteria.wishes import Wishes
from matcher.scoring.criterion import Criterion

CRITERIA: dict[str, type[Criterion]] = {
    criterion.name: criterion
    for criterion in (
        CategoryFit,
        Amount,
        TextLikeness,
        IndustryAndProducts,
        UrgencyAndDesignation,
        Ties,
        AidRelationship,
        Wishes,
        Timing,
        TownshipCluster,
    )
}
