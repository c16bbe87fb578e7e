"""The pairs that have something to do with each other already: by an arrangement in the county, by
the district that helps it, or because the enterprise prefers it.
"""

from __future__ import annotations

import numpy as np

from matcher.eligibility import Block
from matcher.region import is_county
from matcher.roster import Roster, coded
from matcher.vocabulary import ArrangementKind


def near_blocks(roster: Roster, most: int) -> list[Block]:
    """Every pair that has something to do with each other, county by county."""
    aims, aim = coded(one.preferred_counties for one in roster.enterprises)
    heads = np.array(
        [[any(is_county(word, *county) for word in known) for county in roster.counties]
         for known in aims], np.bool_,
    ).reshape(len(aims), len(roster.counties))  # fmt: skip
    known = [(giver, taker) for giver, taker, _ in roster.between(*ArrangementKind)]
    giver, taker = np.array(known, np.int64).reshape(-1, 2).T
    found = []
    for county in range(len(roster.counties)):
        villages = np.flatnonzero(roster.village_county == county)
        helped = (roster.helps[:, np.unique(roster.village_aid[villages])] == 1).any(axis=1)
        near = heads[aim, county] | helped[roster.enterprise_home]
        near[giver[roster.village_county[taker] == county]] = True
        enterprises = np.flatnonzero(near)
        step = max(most // max(len(enterprises), 1), 1)
        found += [
            Block(villages[first : first + step], enterprises)
            for first in range(0, len(villages), step)
        ]
    return found
