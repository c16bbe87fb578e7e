"""How an enterprise is laid out: its facts in groups, its offers as cards, its ties by kind."""

from __future__ import annotations

from dataclasses import dataclass

from matcher.parties import EnterpriseDetail
from matcher.programme import Offer
from web.records import Fact, FactGroup, counted, fact_groups, facts
from web.ties import TieGroup, tie_groups

_GROUPS = (
    (
        "capacity",
        "min_villages max_villages preferred_counties excluded_categories decision_path "
        "decision_days canteen_headcount gift_budget_fen product_interests",
    ),
    (
        "company",
        "party_type ownership industry industry_code size_band is_top200 hq_city "
        "registered_district address former_names",
    ),
    (
        "relation",
        "mobilising_dept interest outreach_channel outreach_on outreach_person outreach_note "
        "publicity_consent related_parties credit_checked_on suspended_until note",
    ),
)
_OFFER_FACTS = "amount_fen starts_on ends_on counties receivers note"


@dataclass(frozen=True)
class OfferCard:
    offer: Offer
    facts: tuple[Fact, ...]


@dataclass(frozen=True)
class EnterprisePage:
    detail: EnterpriseDetail
    groups: tuple[FactGroup, ...]
    offers: tuple[OfferCard, ...]
    ties: tuple[TieGroup, ...]


def enterprise_page(detail: EnterpriseDetail) -> EnterprisePage:
    return EnterprisePage(
        detail=detail,
        groups=fact_groups("enterprise", detail.enterprise, _GROUPS),
        offers=tuple(
            OfferCard(offer, counted("offer", offer) + facts("offer", offer, _OFFER_FACTS.split()))
            for offer in detail.offers
        ),
        ties=tie_groups(detail.ties),
    )
