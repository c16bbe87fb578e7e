"""The hard rules, in the order in which they are asked; the first that refuses is the reason.

A rule looks either at the pair itself or at the meetings of its open needs with its offers: of
those, each rule keeps some, and refuses a pair of which it keeps none.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from matcher.eligibility.block import Block
from matcher.eligibility.facts import Facts
from matcher.roster import Mask, Whole
from matcher.vocabulary import ArrangementKind


@dataclass(frozen=True)
class Rule:
    """`eligibility.<name>.what` says what is wrong, `eligibility.<name>.lift` what would lift it.

    No pin overrides a binding rule: those are somebody's word or the law. A coordinator may know
    better than the others, which rest on what was filled in.
    """

    name: str
    binding: bool
    refuses: Callable[[Facts, Block], Mask] | None = None
    keeps: Callable[[Facts, Whole, Whole], Mask] | None = None


def _related_party(facts: Facts, block: Block) -> Mask:
    """A donor's related party may not benefit (慈善法 40)."""
    return facts.related.table(block)


def _enterprise_declines(facts: Facts, block: Block) -> Mask:
    return facts.said[ArrangementKind.ENTERPRISE_DECLINES].table(block)


def _village_declines(facts: Facts, block: Block) -> Mask:
    return facts.said[ArrangementKind.VILLAGE_DECLINES].table(block)


def _enterprise_suspended(facts: Facts, block: Block) -> Mask:
    return _everywhere(block, facts.enterprise_suspended[block.enterprises])


def _village_suspended(facts: Facts, block: Block) -> Mask:
    suspended = facts.village_suspended[block.villages, None]
    return _everywhere(block, suspended)


def _already_paired(facts: Facts, block: Block) -> Mask:
    """An agreement that still runs; one without a last day, or past it, is history."""
    return facts.in_force.table(block)


def _outside_aid_relationship(facts: Facts, block: Block) -> Mask:
    """Districts help the counties they are related to; where one is not said, nothing is held
    against the pair."""
    roster = facts.roster
    counties = roster.village_aid[block.villages, None]
    outside: Mask = roster.helps[roster.enterprise_home[block.enterprises], counties] == 0
    return outside


def _village_merged(facts: Facts, block: Block) -> Mask:
    """A village that was merged into another is paired under the code of that one (撤并)."""
    merged = facts.village_merged[block.villages, None]
    return _everywhere(block, merged)


def _no_open_need(facts: Facts, block: Block) -> Mask:
    return _everywhere(block, ~facts.has_need[block.villages, None])


def _no_offer(facts: Facts, block: Block) -> Mask:
    return _everywhere(block, ~facts.has_offer[block.enterprises])


def _common_category(facts: Facts, need: Whole, offer: Whole) -> Mask:
    return _has(facts.offer_categories[offer], facts.need_category[need])


def _category_not_excluded(facts: Facts, need: Whole, offer: Whole) -> Mask:
    return ~_has(facts.offer_excludes[offer], facts.need_category[need])


def _offer_reaches_county(facts: Facts, need: Whole, offer: Whole) -> Mask:
    reaches: Mask = facts.reaches[facts.offer_counties[offer], facts.need_county[need]]
    return reaches


def _receiver_accepted(facts: Facts, need: Whole, offer: Whole) -> Mask:
    """An offer without receivers takes any; a need that names none is not held against it."""
    receiver, accepted = facts.need_receiver[need], facts.offer_receivers[offer]
    anyone: Mask = (accepted == 0) | (receiver < 0)
    return anyone | _has(accepted, receiver.clip(0))


def _vetoed(facts: Facts, block: Block) -> Mask:
    """Asked last: a pair refused for this alone is a candidate again once the veto is lifted."""
    return facts.said[ArrangementKind.VETO].table(block)


def _everywhere(block: Block, side: Mask) -> Mask:
    """A row or a column of facts spread over the whole table."""
    return np.broadcast_to(side, block.shape)


def _has(bits: Whole, bit: Whole) -> Mask:
    answer: Mask = (bits >> bit) & 1 == 1
    return answer


RULES: tuple[Rule, ...] = (
    Rule("related_party", binding=True, refuses=_related_party),
    Rule("enterprise_suspended", binding=True, refuses=_enterprise_suspended),
    Rule("village_suspended", binding=True, refuses=_village_suspended),
    Rule("enterprise_declines", binding=True, refuses=_enterprise_declines),
    Rule("village_declines", binding=True, refuses=_village_declines),
    Rule("already_paired", binding=False, refuses=_already_paired),
    Rule("outside_aid_relationship", binding=False, refuses=_outside_aid_relationship),
    Rule("village_merged", binding=False, refuses=_village_merged),
    Rule("no_open_need", binding=False, refuses=_no_open_need),
    Rule("no_offer", binding=False, refuses=_no_offer),
    Rule("no_common_category", binding=False, keeps=_common_category),
    Rule("category_excluded", binding=False, keeps=_category_not_excluded),
    Rule("outside_counties", binding=False, keeps=_offer_reaches_county),
    Rule("receiver_not_accepted", binding=False, keeps=_receiver_accepted),
    Rule("vetoed", binding=True, refuses=_vetoed),
)
