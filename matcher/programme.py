"""A programme: everything a round is computed from, as plain frozen values.

The workbook reads one and writes one, the database stores one and snapshots one, the generators
of `seeds` invent one, and scoring starts from one. Fields follow domain.md c1–c3; what people
call them stands in `matcher/sentences/field.toml`.

Money is whole fen, measures that may be fractional are Decimal (at most three places, coordinates
six), dates are `date`, closed lists are terms of `vocabulary`. None means "not said", which is
never the same as 0. A village is named by its 12-digit division code, an enterprise by its USCC.
"""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from matcher.vocabulary import (
    ArrangementKind,
    Bring,
    Category,
    Condition,
    Constraint,
    DecisionPath,
    Designation,
    GiftKind,
    Interest,
    LandCheck,
    MobilisingDept,
    NeedStatus,
    OfferKind,
    OutreachChannel,
    Ownership,
    PartyType,
    Precision,
    Receiver,
    SizeBand,
    Urgency,
    VillageKind,
)


@dataclass(frozen=True, kw_only=True)
class Village:
    """A village's profile (c1): counts of people, never names of households.

    `aid_district` is the eastern district that helps its county (对口帮扶); of several, all.
    """

    code: str
    code_year: int | None = None
    successor_code: str | None = None
    name: str
    town: str
    county: str
    prefecture: str | None = None
    aid_district: str | None = None
    kind: VillageKind | None = None
    designation: Designation | None = None
    lifted_out_year: int | None = None
    households: int | None = None
    people: int | None = None
    poor_households: int | None = None
    poor_people: int | None = None
    monitored_households: int | None = None
    labour_force: int | None = None
    working_away: int | None = None
    aged_65_plus: int | None = None
    ethnic_groups: str | None = None
    languages: str | None = None
    longitude: Decimal | None = None
    latitude: Decimal | None = None
    km_to_county_seat: Decimal | None = None
    altitude_m: int | None = None
    road: Condition | None = None
    water: Condition | None = None
    power: Condition | None = None
    network: Condition | None = None
    school: Condition | None = None
    clinic: Condition | None = None
    arable_mu: Decimal | None = None
    forest_mu: Decimal | None = None
    transferable_mu: Decimal | None = None
    main_industry: str | None = None
    special_products: str | None = None
    annual_output_t: Decimal | None = None
    unsold_t: Decimal | None = None
    harvest_months: tuple[int, ...] = ()
    collective_income_fen: int | None = None
    organisations: str | None = None
    constraints: tuple[Constraint, ...] = ()
    max_partners: int | None = None
    secretary_name: str | None = None
    secretary_phone: str | None = None
    director_name: str | None = None
    director_phone: str | None = None
    first_secretary_name: str | None = None
    first_secretary_phone: str | None = None
    team_leader_name: str | None = None
    team_leader_phone: str | None = None
    filled_by: str | None = None
    town_audited_on: date | None = None
    county_audited_on: date | None = None
    verified_on: date | None = None
    suspended_until: date | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Need:
    """One thing a village needs (c2). `number` is unique within the programme."""

    number: str
    village_code: str
    category: Category
    bring: Bring | None = None
    title: str
    description: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    budget_fen: int | None = None
    gap_fen: int | None = None
    divisible: bool | None = None
    min_share_fen: int | None = None
    beneficiary_households: int | None = None
    beneficiary_people: int | None = None
    poor_households: int | None = None
    poor_people: int | None = None
    urgency: Urgency
    needed_by: date | None = None
    receiver: Receiver | None = None
    receiver_can_ticket: bool | None = None
    photo: str | None = None
    quotation: str | None = None
    minutes_on: date | None = None
    minutes_file: str | None = None
    land_check: LandCheck | None = None
    status: NeedStatus
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Enterprise:
    """What an enterprise is and how far it can go (c3). `max_villages` is its capacity."""

    uscc: str
    name: str
    former_names: str | None = None
    party_type: PartyType
    registered_district: str | None = None
    address: str | None = None
    ownership: Ownership | None = None
    industry_code: str | None = None
    industry: str | None = None
    size_band: SizeBand | None = None
    is_top200: bool | None = None
    hq_city: str | None = None
    decision_path: DecisionPath | None = None
    decision_days: int | None = None
    min_villages: int | None = None
    max_villages: int
    preferred_counties: tuple[str, ...] = ()
    excluded_categories: tuple[Category, ...] = ()
    canteen_headcount: int | None = None
    gift_budget_fen: int | None = None
    product_interests: str | None = None
    mobilising_dept: MobilisingDept | None = None
    interest: Interest | None = None
    outreach_channel: OutreachChannel | None = None
    outreach_on: date | None = None
    outreach_person: str | None = None
    outreach_note: str | None = None
    publicity_consent: bool | None = None
    related_parties: str | None = None
    credit_checked_on: date | None = None
    suspended_until: date | None = None
    contact_name: str | None = None
    contact_phone: str | None = None
    contact_consent: bool | None = None
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Offer:
    """One thing an enterprise can give (c3). `number` is unique within the programme.

    `amount_fen` is cash to give or goods to buy, for the whole period; `quantity` with `unit` is
    goods, posts, training places or expert days.
    """

    number: str
    uscc: str
    kind: OfferKind
    categories: tuple[Category, ...]
    title: str
    description: str | None = None
    amount_fen: int | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    counties: tuple[str, ...] = ()
    receivers: tuple[Receiver, ...] = ()
    note: str | None = None


@dataclass(frozen=True, kw_only=True)
class Arrangement:
    """What stands between an enterprise and a village: a lock, an earlier tie, a wish, a gift.

    `village_code` is None for a gift or visit to the county as a whole. `ends_on` is the last day
    of an agreement. The figures (`gift_kind` and after) are a gift's.
    """

    kind: ArrangementKind
    uscc: str
    village_code: str | None = None
    on: date | None = None
    ends_on: date | None = None
    reason: str | None = None
    batch: str | None = None
    gift_kind: GiftKind | None = None
    item: str | None = None
    quantity: Decimal | None = None
    unit: str | None = None
    amount_fen: int | None = None
    precision: Precision | None = None
    source: str | None = None


@dataclass(frozen=True)
class Programme:
    """All parties of a round and what stands between them, each list in its own stable order."""

    villages: tuple[Village, ...] = ()
    needs: tuple[Need, ...] = ()
    enterprises: tuple[Enterprise, ...] = ()
    offers: tuple[Offer, ...] = ()
    arrangements: tuple[Arrangement, ...] = ()

    def ordered(self) -> Programme:
        """The same programme whatever the order of rows it was read in."""
        return Programme(
            villages=tuple(sorted(self.villages, key=lambda one: one.code)),
            needs=tuple(sorted(self.needs, key=lambda one: one.number)),
            enterprises=tuple(sorted(self.enterprises, key=lambda one: one.uscc)),
            offers=tuple(sorted(self.offers, key=lambda one: one.number)),
            arrangements=tuple(sorted(self.arrangements, key=_arrangement_key)),
        )


def _arrangement_key(arrangement: Arrangement) -> tuple[str, ...]:
    return tuple("" if value is None else str(value) for value in dataclasses.astuple(arrangement))


RECORDS: dict[str, type] = {
    "village": Village,
    "need": Need,
    "enterprise": Enterprise,
    "offer": Offer,
    "arrangement": Arrangement,
}
"""The record kinds of a programme, by the name under which their fields are labelled."""
