"""The stored parties: field for field the records of `matcher/programme.py`, with who and when.

Others point at a village by its division code and at an enterprise by its USCC, as the programme
does; `id` is for addresses on the web.
"""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from sqlalchemy import ForeignKey
from sqlalchemy.orm import Mapped, mapped_column

from matcher.store import Base, Stamped, new_id
from matcher.store.types import Scaled
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


class Village(Stamped, Base):
    """A village as it is known now."""

    __tablename__ = "village"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    code: Mapped[str] = mapped_column(unique=True)
    code_year: Mapped[int | None]
    successor_code: Mapped[str | None]
    name: Mapped[str]
    town: Mapped[str]
    county: Mapped[str] = mapped_column(index=True)
    prefecture: Mapped[str | None]
    aid_district: Mapped[str | None]
    kind: Mapped[VillageKind | None]
    designation: Mapped[Designation | None]
    lifted_out_year: Mapped[int | None]
    households: Mapped[int | None]
    people: Mapped[int | None]
    poor_households: Mapped[int | None]
    poor_people: Mapped[int | None]
    monitored_households: Mapped[int | None]
    labour_force: Mapped[int | None]
    working_away: Mapped[int | None]
    aged_65_plus: Mapped[int | None]
    ethnic_groups: Mapped[str | None]
    languages: Mapped[str | None]
    longitude: Mapped[Decimal | None] = mapped_column(Scaled(6))
    latitude: Mapped[Decimal | None] = mapped_column(Scaled(6))
    km_to_county_seat: Mapped[Decimal | None]
    altitude_m: Mapped[int | None]
    road: Mapped[Condition | None]
    water: Mapped[Condition | None]
    power: Mapped[Condition | None]
    network: Mapped[Condition | None]
    school: Mapped[Condition | None]
    clinic: Mapped[Condition | None]
    arable_mu: Mapped[Decimal | None]
    forest_mu: Mapped[Decimal | None]
    transferable_mu: Mapped[Decimal | None]
    main_industry: Mapped[str | None]
    special_products: Mapped[str | None]
    annual_output_t: Mapped[Decimal | None]
    unsold_t: Mapped[Decimal | None]
    harvest_months: Mapped[tuple[int, ...]]
    collective_income_fen: Mapped[int | None]
    organisations: Mapped[str | None]
    constraints: Mapped[tuple[Constraint, ...]]
    max_partners: Mapped[int | None]
    secretary_name: Mapped[str | None]
    secretary_phone: Mapped[str | None]
    director_name: Mapped[str | None]
    director_phone: Mapped[str | None]
    first_secretary_name: Mapped[str | None]
    first_secretary_phone: Mapped[str | None]
    team_leader_name: Mapped[str | None]
    team_leader_phone: Mapped[str | None]
    filled_by: Mapped[str | None]
    town_audited_on: Mapped[date | None]
    county_audited_on: Mapped[date | None]
    verified_on: Mapped[date | None]
    suspended_until: Mapped[date | None]
    note: Mapped[str | None]


class Need(Stamped, Base):
    """One thing a village needs."""

    __tablename__ = "need"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    village_code: Mapped[str] = mapped_column(ForeignKey("village.code"), index=True)
    category: Mapped[Category]
    bring: Mapped[Bring | None]
    title: Mapped[str]
    description: Mapped[str | None]
    quantity: Mapped[Decimal | None]
    unit: Mapped[str | None]
    budget_fen: Mapped[int | None]
    gap_fen: Mapped[int | None]
    divisible: Mapped[bool | None]
    min_share_fen: Mapped[int | None]
    beneficiary_households: Mapped[int | None]
    beneficiary_people: Mapped[int | None]
    poor_households: Mapped[int | None]
    poor_people: Mapped[int | None]
    urgency: Mapped[Urgency]
    needed_by: Mapped[date | None]
    receiver: Mapped[Receiver | None]
    receiver_can_ticket: Mapped[bool | None]
    photo: Mapped[str | None]
    quotation: Mapped[str | None]
    minutes_on: Mapped[date | None]
    minutes_file: Mapped[str | None]
    land_check: Mapped[LandCheck | None]
    status: Mapped[NeedStatus]
    note: Mapped[str | None]


class Enterprise(Stamped, Base):
    """An enterprise as it is known now."""

    __tablename__ = "enterprise"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    uscc: Mapped[str] = mapped_column(unique=True)
    name: Mapped[str]
    former_names: Mapped[str | None]
    party_type: Mapped[PartyType]
    registered_district: Mapped[str | None]
    address: Mapped[str | None]
    ownership: Mapped[Ownership | None]
    industry_code: Mapped[str | None]
    industry: Mapped[str | None]
    size_band: Mapped[SizeBand | None]
    is_top200: Mapped[bool | None]
    hq_city: Mapped[str | None]
    decision_path: Mapped[DecisionPath | None]
    decision_days: Mapped[int | None]
    min_villages: Mapped[int | None]
    max_villages: Mapped[int]
    preferred_counties: Mapped[tuple[str, ...]]
    excluded_categories: Mapped[tuple[Category, ...]]
    canteen_headcount: Mapped[int | None]
    gift_budget_fen: Mapped[int | None]
    product_interests: Mapped[str | None]
    mobilising_dept: Mapped[MobilisingDept | None]
    interest: Mapped[Interest | None]
    outreach_channel: Mapped[OutreachChannel | None]
    outreach_on: Mapped[date | None]
    outreach_person: Mapped[str | None]
    outreach_note: Mapped[str | None]
    publicity_consent: Mapped[bool | None]
    related_parties: Mapped[str | None]
    credit_checked_on: Mapped[date | None]
    suspended_until: Mapped[date | None]
    contact_name: Mapped[str | None]
    contact_phone: Mapped[str | None]
    contact_consent: Mapped[bool | None]
    note: Mapped[str | None]


class Offer(Stamped, Base):
    """One thing an enterprise can give."""

    __tablename__ = "offer"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    number: Mapped[str] = mapped_column(unique=True)
    uscc: Mapped[str] = mapped_column(ForeignKey("enterprise.uscc"), index=True)
    kind: Mapped[OfferKind]
    categories: Mapped[tuple[Category, ...]]
    title: Mapped[str]
    description: Mapped[str | None]
    amount_fen: Mapped[int | None]
    quantity: Mapped[Decimal | None]
    unit: Mapped[str | None]
    starts_on: Mapped[date | None]
    ends_on: Mapped[date | None]
    counties: Mapped[tuple[str, ...]]
    receivers: Mapped[tuple[Receiver, ...]]
    note: Mapped[str | None]


class Arrangement(Stamped, Base):
    """What stands between an enterprise and a village, or the county as a whole."""

    __tablename__ = "arrangement"

    id: Mapped[str] = mapped_column(primary_key=True, default=new_id)
    kind: Mapped[ArrangementKind]
    uscc: Mapped[str] = mapped_column(ForeignKey("enterprise.uscc"), index=True)
    village_code: Mapped[str | None] = mapped_column(ForeignKey("village.code"), index=True)
    on: Mapped[date | None]
    ends_on: Mapped[date | None]
    reason: Mapped[str | None]
    batch: Mapped[str | None]
    gift_kind: Mapped[GiftKind | None]
    item: Mapped[str | None]
    quantity: Mapped[Decimal | None]
    unit: Mapped[str | None]
    amount_fen: Mapped[int | None]
    precision: Mapped[Precision | None]
    source: Mapped[str | None]
