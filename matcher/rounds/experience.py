"""What was decided in all rounds, as a table to learn from: values of the parts, and yes or no.

Only what stands counts: what was taken back, or set aside for now, taught nothing. A pair that was
pinned before the run was settled before anybody looked at its parts, so it is left out.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.access import Actor
from matcher.parties.tenancy import narrow
from matcher.rounds.model import Review, Suggestion
from matcher.rounds.standing import BINDING
from matcher.scoring import CRITERIA, Profile
from matcher.scoring.learning import Learned, learn
from matcher.store import Database
from matcher.vocabulary import ArrangementKind

SEED = 20260325  # any number would do; a fixed one gives everybody the same answer


@dataclass(frozen=True, eq=False)
class Experience:
    """Decided pairs, the earliest first: [decisions, criteria] values, NaN where one had none."""

    values: NDArray[np.float64]
    accepted: NDArray[np.bool_]

    @property
    def decisions(self) -> int:
        return len(self.accepted)


def experience(session: Session) -> Experience:
    """Every standing decision of every round, with the parts its suggestion was shown with."""
    found = session.execute(
        select(Review, Suggestion)
        .join(Suggestion, Review.suggestion_id == Suggestion.id)
        .order_by(Review.version)
    )
    newest = {
        (review.round_id, review.uscc, review.village_code): (review, suggested)
        for review, suggested in found
    }
    standing = sorted(
        (
            (review, suggested.parts)
            for review, suggested in newest.values()
            if review.decision in BINDING and not suggested.pinned
        ),
        key=lambda one: (one[0].decided_at, one[0].uscc, one[0].village_code, one[0].id),
    )
    values = np.full((len(standing), len(CRITERIA)), np.nan)
    for row, (_, parts) in enumerate(standing):
        told = {part["criterion"]: part["value"] for part in parts}
        values[row] = [told.get(name, np.nan) for name in CRITERIA]
    accepted = [BINDING[review.decision] is ArrangementKind.PIN for review, _ in standing]
    return Experience(values, np.array(accepted, np.bool_))


def learn_from_decisions(database: Database, actor: Actor, present: Profile) -> Learned:
    """What they suggest instead of `present`, whose weights stay where nothing can be learned.

    From what `actor` may see. Raises JieduiError as `matcher.scoring.learning.learn` does. No
    transaction stays open while it learns.
    """
    with database.reading() as session:
        narrow(session, actor)
        made = experience(session)
    return learn(list(CRITERIA), made.values, made.accepted, present, seed=SEED)
