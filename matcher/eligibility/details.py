"""What a refusal tells besides its rule: the words of both sides that do not go together."""

from __future__ import annotations

from typing import Any

from matcher.roster import Roster
from matcher.vocabulary import ArrangementKind

_SAID = {
    "enterprise_declines": ArrangementKind.ENTERPRISE_DECLINES,
    "village_declines": ArrangementKind.VILLAGE_DECLINES,
    "vetoed": ArrangementKind.VETO,
}


def details(roster: Roster, rule: str, enterprise: int, village: int) -> dict[str, Any]:
    """Plain values for the sentences of this rule about these two."""
    giver, taker = roster.enterprises[enterprise], roster.villages[village]
    needs = [roster.needs[number] for number in roster.needs_of(village)]
    offers = [roster.offers[number] for number in roster.offers_of(enterprise)]
    found: dict[str, Any] = {
        "enterprise": giver.name,
        "uscc": giver.uscc,
        "village": taker.name,
        "village_code": taker.code,
    }
    if rule == "enterprise_suspended":
        found["until"] = str(giver.suspended_until)
    elif rule == "village_suspended":
        found["until"] = str(taker.suspended_until)
    elif rule == "village_merged":
        found["successor"] = taker.successor_code
    elif rule == "already_paired":
        found["until"] = max(
            str(tie.ends_on)
            for left, right, tie in roster.between(ArrangementKind.PAIRED)
            if (left, right) == (enterprise, village) and tie.ends_on
        )
    elif rule == "outside_aid_relationship":
        found["county"] = taker.county
        found["aid"] = taker.aid_district
        found["district"] = giver.registered_district
    elif rule in _SAID:
        found["reason"] = next(
            (
                tie.reason
                for left, right, tie in roster.between(_SAID[rule])
                if (left, right) == (enterprise, village) and tie.reason
            ),
            "",
        )
    elif rule in ("no_common_category", "category_excluded"):
        wanted = {need.category for need in needs}
        offered = {category for offer in offers for category in offer.categories}
        found["needed"] = sorted(str(one) for one in wanted)
        found["offered"] = sorted(str(one) for one in offered)
        found["excluded"] = sorted(
            str(one) for one in wanted.intersection(giver.excluded_categories)
        )
    elif rule == "outside_counties":
        found["county"] = taker.county
        found["counties"] = sorted({county for offer in offers for county in offer.counties})
    elif rule == "receiver_not_accepted":
        found["receivers"] = sorted({str(need.receiver) for need in needs if need.receiver})
        found["accepted"] = sorted({str(one) for offer in offers for one in offer.receivers})
    return found
