"""How a village is laid out: its facts in groups, its needs as cards, its ties by kind."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.parties import VillageDetail
from matcher.programme import Need
from matcher.vocabulary import Urgency
from web.records import Fact, FactGroup, counted, fact_groups, facts
from web.ties import TieGroup, tie_groups

_GROUPS = (
    (
        "people",
        "households people poor_households poor_people monitored_households labour_force "
        "working_away aged_65_plus ethnic_groups languages",
    ),
    ("base", "km_to_county_seat altitude_m road water power network school clinic"),
    (
        "economy",
        "arable_mu forest_mu transferable_mu main_industry special_products annual_output_t "
        "unsold_t harvest_months collective_income_fen organisations constraints",
    ),
    (
        "record",
        "code code_year successor_code kind lifted_out_year aid_district max_partners "
        "suspended_until town_audited_on county_audited_on verified_on filled_by note",
    ),
)
_NEED_FACTS = (
    "budget_fen gap_fen min_share_fen beneficiary_households beneficiary_people "
    "poor_households poor_people needed_by receiver receiver_can_ticket land_check bring"
)


@dataclass(frozen=True)
class NeedCard:
    need: Need
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class VillagePage:
    detail: VillageDetail
    groups: tuple[FactGroup, ...]
    needs: tuple[NeedCard, ...]
    ties: tuple[TieGroup, ...]


_BY_URGENCY = list(Urgency)


def village_page(detail: VillageDetail) -> VillagePage:
    return VillagePage(
        detail=detail,
        groups=fact_groups("village", detail.village, _GROUPS),
        needs=tuple(
            NeedCard(need, counted("need", need) + facts("need", need, _NEED_FACTS.split()))
            for need in sorted(
                detail.needs, key=lambda one: (_BY_URGENCY.index(one.urgency), one.number)
            )
        ),
        ties=tie_groups(detail.ties),
    )
