"""Places for one round: how many partners a party may have in it, whatever its record says."""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Mapping, Sequence

from sqlalchemy import select
from sqlalchemy.orm import Session

from matcher.programme import Programme
from matcher.rounds.drafting import Party
from matcher.rounds.holding import Held
from matcher.rounds.model import Deed, RoundPlaces
from matcher.vocabulary import Side


def standing_places(session: Session, round_id: str) -> dict[Party, RoundPlaces]:
    """The newest row of every party whose places were ever changed in the round."""
    rows = select(RoundPlaces).where(RoundPlaces.round_id == round_id)
    found = session.scalars(rows.order_by(RoundPlaces.version))
    return {(row.side, row.code): row for row in found}


def places_since(session: Session, run_id: str, upto: int | None = None) -> dict[Party, int]:
    """How many places parties have that were changed on the board of this run.

    What was changed before is in the run already. With `upto`, after the deed of that number.
    """
    rows = select(RoundPlaces).join(Deed, RoundPlaces.deed_id == Deed.id)
    rows = rows.where(Deed.run_id == run_id).order_by(RoundPlaces.version)
    if upto is not None:
        rows = rows.where(Deed.number <= upto)
    return {
        (row.side, row.code): row.usual if row.places is None else row.places
        for row in session.scalars(rows)
    }


def with_places(
    programme: Programme, changed: Mapping[Party, RoundPlaces], held: Sequence[Held]
) -> Programme:
    """The programme with the places of the round, those that are held elsewhere on top."""
    enterprises = Counter(one.uscc for one in held)
    villages = Counter(one.village_code for one in held)

    def places(side: Side, code: str) -> int | None:
        row = changed.get((side, code))
        if row is None or row.places is None:
            return None
        return row.places + (enterprises if side is Side.ENTERPRISE else villages)[code]

    return dataclasses.replace(
        programme,
        enterprises=tuple(
            one
            if (most := places(Side.ENTERPRISE, one.uscc)) is None
            else dataclasses.replace(one, max_villages=most)
            for one in programme.enterprises
        ),
        villages=tuple(
            one
            if (most := places(Side.VILLAGE, one.code)) is None
            else dataclasses.replace(one, max_partners=most)
            for one in programme.villages
        ),
    )
