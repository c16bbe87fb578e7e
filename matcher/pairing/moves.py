"""The life of a pair as one table: from which state which move leads where, and who may make it.

    asked ──▶ one side agreed ──▶ to sign ──▶ under way ⇄ due ──▶ ended

Until it is signed a side may still decline and a coordinator withdraw; whoever does not answer in
time lets it lapse. A closed pair stays closed: the two may be asked again, as another pair.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from matcher.access import Action
from matcher.vocabulary import PairMove, PairState, Side

S, M = PairState, PairMove

UNANSWERED = (S.ASKED, S.ENTERPRISE_AGREED, S.VILLAGE_AGREED)
UNSIGNED = (*UNANSWERED, S.TO_SIGN)
SIGNED = (S.UNDER_WAY, S.DUE)
OPEN = (*UNSIGNED, *SIGNED)
"""A pair in one of these takes a place on both sides; `store/places.py` has the same."""

CLOSED = tuple(state for state in PairState if state not in OPEN)


@dataclass(frozen=True)
class Move:
    """What may be done: it leads from each state of `leads` to another.

    `side` is whose word it is. `asks` is what has to be given with it: "reason", "term" (the first
    and last day) or "until" (a new last day).
    """

    leads: Mapping[PairState, PairState]
    action: Action
    side: Side | None = None
    asks: str = ""


def _all(states: tuple[PairState, ...], to: PairState) -> dict[PairState, PairState]:
    return dict.fromkeys(states, to)


MOVES: Mapping[PairMove, Move] = {
    M.ENTERPRISE_AGREES: Move(
        {S.ASKED: S.ENTERPRISE_AGREED, S.VILLAGE_AGREED: S.TO_SIGN},
        Action.ANSWER_PAIR,
        side=Side.ENTERPRISE,
    ),
    M.VILLAGE_AGREES: Move(
        {S.ASKED: S.VILLAGE_AGREED, S.ENTERPRISE_AGREED: S.TO_SIGN},
        Action.ANSWER_PAIR,
        side=Side.VILLAGE,
    ),
    M.ENTERPRISE_DECLINES: Move(
        _all(UNSIGNED, S.DECLINED), Action.ANSWER_PAIR, side=Side.ENTERPRISE, asks="reason"
    ),
    M.VILLAGE_DECLINES: Move(
        _all(UNSIGNED, S.DECLINED), Action.ANSWER_PAIR, side=Side.VILLAGE, asks="reason"
    ),
    M.SIGN: Move({S.TO_SIGN: S.UNDER_WAY}, Action.KEEP_PAIRS, asks="term"),
    M.RENEW: Move(_all(SIGNED, S.UNDER_WAY), Action.KEEP_PAIRS, asks="until"),
    M.WITHDRAW: Move(_all(UNSIGNED, S.WITHDRAWN), Action.SEND_PAIRS, asks="reason"),
    M.END: Move(_all(SIGNED, S.ENDED), Action.KEEP_PAIRS, asks="reason"),
    M.LAPSE: Move(_all(UNANSWERED, S.LAPSED), Action.REMIND_PAIRS),
    M.FALL_DUE: Move({S.UNDER_WAY: S.DUE}, Action.REMIND_PAIRS),
}
"""Every move but the first, SEND, which makes the pair (`sending.py`)."""

BY_TIME = (M.LAPSE, M.FALL_DUE)
"""Made by `reminding.py` when a day has passed, by nobody on a page."""

ANSWERS = tuple(move for move, what in MOVES.items() if what.side)
DECLINES = (M.ENTERPRISE_DECLINES, M.VILLAGE_DECLINES)
