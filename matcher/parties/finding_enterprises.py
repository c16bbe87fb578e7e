"""Finding enterprises: search, filter, page by page. No contacts in a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Text, exists, func, or_, select, type_coerce
from sqlalchemy.orm import Session

from matcher.parties.listing import (
    Page,
    Search,
    grouped,
    in_any,
    in_order,
    lists,
    page_of,
    partners_counted,
    partners_of,
    sum_said,
    whole_sum,
)
from matcher.parties.model import Arrangement, Enterprise, Offer
from matcher.vocabulary import Category, MobilisingDept, OfferKind, PartyType

_CASH = Offer.kind == OfferKind.CASH


@dataclass(frozen=True)
class EnterpriseRow:
    """An enterprise in a list. `partners` counts the villages it has signed with."""

    id: str
    uscc: str
    name: str
    party_type: PartyType
    industry: str | None
    mobilising_dept: MobilisingDept | None
    max_villages: int
    offers: int
    offer_kinds: tuple[OfferKind, ...]
    categories: tuple[Category, ...]
    cash_fen: int | None
    partners: int


def find_enterprises(session: Session, search: Search) -> Page[EnterpriseRow]:
    """By name and code, or first who has the most "cash" or the fewest "partners"; `county` keeps
    those that prefer it or say nothing of counties."""
    wanted = [
        in_any(
            word,
            (Enterprise.name, Enterprise.former_names, Enterprise.industry, Enterprise.uscc),
            exists().where(
                Offer.uscc == Enterprise.uscc,
                or_(
                    Offer.title.icontains(word, autoescape=True),
                    Offer.description.icontains(word, autoescape=True),
                ),
            ),
        )
        for word in search.text.split()
    ]
    if search.county:
        preferred = type_coerce(Enterprise.preferred_counties, Text)
        wanted.append(or_(preferred == "[]", lists(preferred, search.county)))
    if search.category:
        offered = type_coerce(Offer.categories, Text)
        wanted.append(
            exists().where(Offer.uscc == Enterprise.uscc, lists(offered, search.category.value))
        )
    usual = (Enterprise.name, Enterprise.uscc)
    first = _orders().get(search.order)
    order = usual if first is None else (first, *usual)
    enterprises, total, page = page_of(session, Enterprise, wanted, order, search.page)
    codes = [enterprise.uscc for enterprise in enterprises]
    offers = grouped(session.scalars(select(Offer).where(Offer.uscc.in_(codes))), "uscc")
    partners = partners_of(session, Arrangement.uscc, Arrangement.village_code, codes)
    rows = tuple(
        _enterprise_row(one, offers.get(one.uscc, []), partners.get(one.uscc, 0))
        for one in enterprises
    )
    of_found = Offer.uscc.in_(select(Enterprise.uscc).where(*wanted))
    return Page(rows, total, page, whole_sum(session, Offer.amount_fen, of_found, _CASH))


def _orders() -> dict[str, Any]:
    own_cash = select(func.sum(Offer.amount_fen)).where(Offer.uscc == Enterprise.uscc, _CASH)
    return {
        "cash": own_cash.scalar_subquery().desc().nulls_last(),
        "partners": partners_counted(Arrangement.uscc, Enterprise.uscc, Arrangement.village_code),
    }


def _enterprise_row(
    enterprise: Enterprise, offers: Sequence[Offer], partners: int
) -> EnterpriseRow:
    return EnterpriseRow(
        id=enterprise.id,
        uscc=enterprise.uscc,
        name=enterprise.name,
        party_type=enterprise.party_type,
        industry=enterprise.industry,
        mobilising_dept=enterprise.mobilising_dept,
        max_villages=enterprise.max_villages,
        offers=len(offers),
        offer_kinds=in_order(OfferKind, (offer.kind for offer in offers)),
        categories=in_order(Category, (one for offer in offers for one in offer.categories)),
        cash_fen=sum_said(offer.amount_fen for offer in offers if offer.kind is OfferKind.CASH),
        partners=partners,
    )
