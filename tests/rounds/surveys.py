"""A survey of a programme, as `propose` makes one; and one in which everybody is free."""

from __future__ import annotations

from dataclasses import replace

from matcher.eligibility import Eligibility
from matcher.programme import Programme
from matcher.roster import Roster
from matcher.rounds.survey import Survey
from matcher.rounds.workshop import Threads, Workshop
from matcher.scoring import Scorer


def a_survey(programme: Programme, workshop: Workshop | None = None) -> Survey:
    roster = Roster.of(programme)
    return Survey(Eligibility(roster), Scorer(roster), workshop or Threads(), lambda *stage: None)


def without_relationships(programme: Programme) -> Programme:
    """The same, but no district is said to help any county, and every offer goes anywhere."""
    return replace(
        programme,
        villages=tuple(replace(one, aid_district=None) for one in programme.villages),
        offers=tuple(replace(one, counties=()) for one in programme.offers),
    )
