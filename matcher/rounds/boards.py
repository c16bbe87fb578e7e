"""The board of a run: its draft as decided now, or as it was after an earlier deed.

What was laid out and drafted last stays at hand. Both are functions of what never changes, so it
does not matter which worker remembers what.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable, Mapping
from threading import Lock
from typing import Generic, TypeVar

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from matcher.errors import NotFound
from matcher.parties import read_programme_json
from matcher.parties.model import Arrangement
from matcher.parties.tenancy import EVERYWHERE
from matcher.rounds.drafting import Basis, Decided, Draft, Pair, Party, drafted
from matcher.rounds.model import Deed, Run
from matcher.rounds.places import places_since
from matcher.rounds.plan_reading import read_plan
from matcher.rounds.standing import BINDING, standing_reviews
from matcher.vocabulary import ArrangementKind, Decision

Made = TypeVar("Made")


class Recent(Generic[Made]):
    """The `most` values that were asked for last."""

    def __init__(self, most: int) -> None:
        self._most = most
        self._kept: OrderedDict[Hashable, Made] = OrderedDict()
        self._lock = Lock()

    def get(self, key: Hashable, make: Callable[[], Made]) -> Made:
        with self._lock:
            if key in self._kept:
                self._kept.move_to_end(key)
                return self._kept[key]
        made = make()
        with self._lock:
            self._kept[key] = made
            while len(self._kept) > self._most:
                self._kept.popitem(last=False)
        return made

    def clear(self) -> None:
        with self._lock:
            self._kept.clear()


bases: Recent[Basis] = Recent(4)
drafts: Recent[Draft] = Recent(12)


def latest_run(session: Session, round_id: str) -> Run:
    """Raises NotFound where the round was never run, or is not there."""
    newest = select(Run).where(Run.round_id == round_id).order_by(Run.number.desc()).limit(1)
    found = session.scalar(newest)
    if found is None:
        raise NotFound("rounds.no_such_run")
    return found


def run_named(session: Session, round_id: str, run_id: str = "") -> tuple[Run, bool]:
    """This run of the round, the newest if none is named, and whether it is the newest.

    Only on the newest can anything be decided. Raises NotFound.
    """
    newest = latest_run(session, round_id)
    if run_id in ("", newest.id):
        return newest, True
    found = session.get(Run, run_id)
    if found is None or found.round_id != round_id:
        raise NotFound("rounds.no_such_run")
    return found, False


def last_deed(session: Session, round_id: str) -> int:
    """The number of the newest deed; 0 where there is none."""
    last = select(func.max(Deed.number)).where(Deed.round_id == round_id)
    return session.scalar(last.execution_options(**EVERYWHERE)) or 0


def basis_of(run: Run) -> Basis:
    key = (run.id, run.plan_sha256)
    return bases.get(key, lambda: Basis.of(read_plan(run.plan), read_programme_json(run.snapshot)))


def draft_of(session: Session, run: Run, upto: int | None = None) -> Draft:
    """The plan of the run as decided; with `upto`, as it was after the deed of that number."""
    reviews = standing_reviews(session, run.round_id, upto)
    decisions = {pair: review.decision for pair, review in reviews.items()}
    return draft_with(session, run, decisions, places_since(session, run.id, upto))


def draft_with(
    session: Session,
    run: Run,
    decisions: Mapping[Pair, Decision],
    places: Mapping[Party, int],
) -> Draft:
    """The plan of the run if this were decided, with what its records pin and veto besides."""
    binding = {pair: BINDING[one] for pair, one in decisions.items() if one in BINDING}
    of_records = select(Arrangement.uscc, Arrangement.village_code, Arrangement.kind).where(
        Arrangement.kind.in_([ArrangementKind.PIN, ArrangementKind.VETO])
    )
    stands: dict[Pair, set[ArrangementKind]] = {pair: {kind} for pair, kind in binding.items()}
    for uscc, code, kind in session.execute(of_records.execution_options(**EVERYWHERE)):
        if code is not None and (uscc, code) not in binding:
            stands.setdefault((uscc, code), set()).add(kind)
    decided = Decided(
        pins=_of_kind(stands, ArrangementKind.PIN),
        vetoes=_of_kind(stands, ArrangementKind.VETO),
        places=frozenset(places.items()),
    )
    key = (run.id, run.plan_sha256, decided)
    return drafts.get(key, lambda: drafted(basis_of(run), decided))


def _of_kind(stands: dict[Pair, set[ArrangementKind]], kind: ArrangementKind) -> frozenset[Pair]:
    return frozenset(pair for pair, kinds in stands.items() if kind in kinds)
