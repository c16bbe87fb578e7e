"""Villages without a partner: why, and what would help, each with the form that does it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from sqlalchemy.orm import Session

from matcher.parties import Page
from matcher.rounds.board_rows import Place
from matcher.rounds.drafting import Pair
from matcher.rounds.helping import Lift, Room, helped, without_partner
from matcher.rounds.model import Review
from matcher.rounds.places import standing_places
from matcher.rounds.standing import standing_reviews
from matcher.vocabulary import Decision, Side
from web.paging import page_of_list
from web.rounds.choosing import MISSED, Choice, key_of
from web.rounds.pairings import Board
from web.rounds.telling import clauses
from web.translating import sentence, t

AT_ONCE = 12


@dataclass(frozen=True)
class Step:
    """One help: what to do, what it does, and what the form sends; nothing where no form can."""

    button: str
    words: str
    action: str
    sent: Mapping[str, str]


@dataclass(frozen=True)
class Missed:
    place: Place
    why: str
    steps: tuple[Step, ...]
    advice: tuple[str, ...]


def names_missed(board: Board) -> list[Place]:
    known = board.known.villages
    return [known[code] for code in without_partner(board.draft) if code in known]


def missed_page(session: Session, board: Board, choice: Choice) -> Page[Missed]:
    """Those that the text and the county choose, a dozen at once: each help is tried out."""
    found = [
        one
        for one in names_missed(board)
        if choice.names(one.name, one.town) and choice.county in ("", one.county)
    ]
    page = page_of_list(found, choice.page if choice.show == MISSED else 1, AT_ONCE)
    stands = standing_reviews(session, board.run.round_id)
    shown = tuple(_missed(session, board, one, stands) for one in page.rows)
    return replace(page, rows=shown)


def _missed(session: Session, board: Board, place: Place, stands: Mapping[Pair, Review]) -> Missed:
    needy = helped(board.draft, place.code)
    total = board.draft.matching.total_score
    steps = []
    for one in needy.helps if board.live else ():
        told = clauses(one.effect, total, board.known, village=place.code)
        words = t("rounds.help.then", clauses=told)
        if isinstance(one.step, Room):
            steps.append(_more_room(session, board, one.step, words, stands))
        else:
            steps.append(_lift(board, one.step, words, stands))
    told = needy.uncovered
    return Missed(
        place=place,
        why=sentence(told.why, **told.params),
        steps=tuple(step for step in steps if step),
        advice=()
        if any(steps)
        else tuple(sentence(one.code, **one.params) for one in told.would_help),
    )


def _more_room(
    session: Session, board: Board, step: Room, words: str, stands: Mapping[Pair, Review]
) -> Step | None:
    places = board.known.enterprises if step.side is Side.ENTERPRISE else board.known.villages
    if step.code not in places:
        return None
    changed = standing_places(session, board.run.round_id).get((step.side, step.code))
    sent = {
        "side": step.side.value,
        "code": step.code,
        "places": str(step.places),
        "version": str(changed.version if changed else 0),
    }
    kind = "room"
    if step.pin:
        kind = "room_and_pin"
        review = stands.get(step.pin)
        sent["pair"] = f"{key_of(step.pin)}-{review.version if review else 0}"
    button = t(f"rounds.help.{kind}", name=places[step.code].name, places=step.places)
    return Step(button=button, words=words, action="rounds.places", sent=sent)


def _lift(board: Board, step: Lift, words: str, stands: Mapping[Pair, Review]) -> Step | None:
    """Only what was decided here can be taken back here; the records are changed elsewhere."""
    review = stands.get(step.pair)
    enterprise = board.known.enterprises.get(step.pair[0])
    village = board.known.villages.get(step.pair[1])
    if review is None or review.decision is Decision.TAKEN_BACK or not (enterprise and village):
        return None
    kind = "veto" if step.veto else "pin"
    return Step(
        button=t(f"rounds.help.{kind}", pair=f"{village.name} ↔ {enterprise.name}"),
        words=words,
        action="rounds.deed",
        sent={
            "pair": f"{key_of(step.pair)}-{review.version}",
            "decision": Decision.TAKEN_BACK.value,
        },
    )
