"""A pair and its life: both sides are asked, answer, sign, renew and end; letters go out."""

from matcher.pairing.finding import FoundPairs, PairSearch, find_pairs
from matcher.pairing.holding import places_held
from matcher.pairing.letters import set_mailbox
from matcher.pairing.moving import Given, may_make, move
from matcher.pairing.reminding import Reminded, remind
from matcher.pairing.rows import EventRow, LetterRow, PairDetail, PairRow, WaitingRow
from matcher.pairing.sending import send_out, waiting
from matcher.pairing.showing import pair_detail

__all__ = [
    "EventRow",
    "FoundPairs",
    "Given",
    "LetterRow",
    "PairDetail",
    "PairRow",
    "PairSearch",
    "Reminded",
    "WaitingRow",
    "find_pairs",
    "may_make",
    "move",
    "pair_detail",
    "places_held",
    "remind",
    "send_out",
    "set_mailbox",
    "waiting",
]
