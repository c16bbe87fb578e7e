"""Generated history and wishes: who paired, visited or gave before, and who would like whom."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from matcher.programme import Arrangement, Enterprise, Village
from matcher.vocabulary import ArrangementKind, GiftKind, Precision
from seeds.hundred.dice import Dice, Numbers
from seeds.hundred.geography import Geography
from seeds.hundred.phrases import phrases

KINDS = {
    ArrangementKind.PAIRED: 24,
    ArrangementKind.VISITED: 22,
    ArrangementKind.ENTERPRISE_WILLING: 15,
    ArrangementKind.ENTERPRISE_KEEN: 10,
    ArrangementKind.VILLAGE_WILLING: 10,
    ArrangementKind.VILLAGE_KEEN: 9,
    ArrangementKind.ENTERPRISE_DECLINES: 5,
    ArrangementKind.VILLAGE_DECLINES: 4,
    ArrangementKind.VETO: 1,
}
HISTORY = (ArrangementKind.PAIRED, ArrangementKind.VISITED)
GUARDED = (
    ArrangementKind.VETO,
    ArrangementKind.ENTERPRISE_DECLINES,
    ArrangementKind.VILLAGE_DECLINES,
)
FIRST_DAY = {True: date(2025, 9, 1), False: date(2026, 10, 1)}
WAN_FEN = 1_000_000


def ties(
    geography: Geography,
    villages: Sequence[Village],
    enterprises: Sequence[Enterprise],
    district: Numbers,
    seed: int,
) -> tuple[Arrangement, ...]:
    """About one tie for every two villages, each inside an aid relationship, no pair twice."""
    dice, marks = Dice(seed, "ties"), phrases("marks")
    kinds, count = tuple(KINDS), len(villages) // 2
    drawn = zip(
        _meetings(geography, district, count, dice),
        dice.among(list(KINDS.values()), count).tolist(),
        dice.below(45, count).tolist(),
        dice.below(len(marks["declines"]), count).tolist(),
        dice.chance(60, count).tolist(),
        (1 + dice.low(50, count)).tolist(),
        strict=True,
    )
    made, met = [], set()
    for pair, kind_drawn, days, why, has_given, wan in drawn:
        if pair is None or pair in met:
            continue
        met.add(pair)
        giver, taker, kind = enterprises[pair[0]], villages[pair[1]], kinds[kind_drawn]
        on = FIRST_DAY[kind in HISTORY] + timedelta(days=days)
        made.append(
            Arrangement(
                kind=kind,
                uscc=giver.uscc,
                village_code=taker.code,
                on=on,
                reason=marks["declines"][why] if kind in GUARDED else None,
                batch=marks["batch"] if kind in HISTORY else None,
                source=marks["source"],
            )
        )
        if kind is ArrangementKind.PAIRED and has_given:
            made.append(
                Arrangement(
                    kind=ArrangementKind.GIFT,
                    uscc=giver.uscc,
                    village_code=taker.code,
                    on=on + timedelta(days=30),
                    batch=marks["batch"],
                    gift_kind=GiftKind.CASH,
                    item=marks["gift"].format(industry=taker.main_industry),
                    amount_fen=wan * WAN_FEN,
                    precision=Precision.EXACT,
                    source=marks["source"],
                )
            )
    return tuple(made)


def _meetings(
    geography: Geography, district: Numbers, count: int, dice: Dice
) -> Iterator[tuple[int, int] | None]:
    """(enterprise, village) within an aid relationship; None where the county has no village."""
    givers = dice.below(len(district), count).tolist()
    county_drawn = dice.below(1 << 20, count).tolist()
    village_drawn = dice.below(1 << 20, count).tolist()
    for giver, where, who in zip(givers, county_drawn, village_drawn, strict=True):
        related = geography.counties_of(int(district[giver]))
        county = related[where * len(related) >> 20]
        yield (giver, county.first + (who * county.villages >> 20)) if county.villages else None
