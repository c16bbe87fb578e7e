"""Finding villages: search, filter, page by page. No contacts in a list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import exists, func, or_, select
from sqlalchemy.orm import Session

from matcher.parties.listing import (
    Page,
    Search,
    grouped,
    in_any,
    in_order,
    page_of,
    partners_counted,
    partners_of,
    sum_said,
    whole_sum,
)
from matcher.parties.model import Arrangement, Need, Village
from matcher.vocabulary import Category, Designation, NeedStatus, Urgency

OPEN = (NeedStatus.OPEN, NeedStatus.PARTLY_MET)


@dataclass(frozen=True)
class VillageRow:
    """A village in a list, with its open needs; `gap_fen` adds what they lack, where it is said."""

    id: str
    code: str
    name: str
    town: str
    county: str
    designation: Designation | None
    households: int | None
    people: int | None
    needs: int
    urgent_needs: int
    categories: tuple[Category, ...]
    gap_fen: int | None
    partners: int


def find_villages(session: Session, search: Search) -> Page[VillageRow]:
    """By county, town, name and code; `order` puts first the largest "gap", the most "needs", or
    the fewest "partners". A page past the last is the last."""
    wanted = [
        in_any(
            word,
            (Village.name, Village.town, Village.county, Village.code),
            exists().where(
                Need.village_code == Village.code,
                or_(
                    Need.title.icontains(word, autoescape=True),
                    Need.description.icontains(word, autoescape=True),
                ),
            ),
        )
        for word in search.text.split()
    ]
    if search.county:
        wanted.append(Village.county == search.county)
    if search.category:
        wanted.append(
            exists().where(
                Need.village_code == Village.code,
                Need.category == search.category,
                Need.status.in_(OPEN),
            )
        )
    usual = (Village.county, Village.town, Village.name, Village.code)
    first = _orders().get(search.order)
    order = usual if first is None else (first, *usual)
    villages, total, page = page_of(session, Village, wanted, order, search.page)
    codes = [village.code for village in villages]
    needs = grouped(
        session.scalars(select(Need).where(Need.village_code.in_(codes), Need.status.in_(OPEN))),
        "village_code",
    )
    partners = partners_of(session, Arrangement.village_code, Arrangement.uscc, codes)
    rows = tuple(
        _village_row(one, needs.get(one.code, []), partners.get(one.code, 0)) for one in villages
    )
    of_found = Need.village_code.in_(select(Village.code).where(*wanted))
    return Page(
        rows, total, page, whole_sum(session, Need.gap_fen, of_found, Need.status.in_(OPEN))
    )


def _orders() -> dict[str, Any]:
    own_needs = (Need.village_code == Village.code, Need.status.in_(OPEN))
    gap = select(func.sum(Need.gap_fen)).where(*own_needs).scalar_subquery()
    needs = select(func.count()).select_from(Need).where(*own_needs).scalar_subquery()
    return {
        "gap": gap.desc().nulls_last(),
        "needs": needs.desc(),
        "partners": partners_counted(Arrangement.village_code, Village.code, Arrangement.uscc),
    }


def counties(session: Session) -> list[str]:
    """The counties that have villages, for a filter."""
    return list(session.scalars(select(Village.county).distinct().order_by(Village.county)))


def _village_row(village: Village, needs: Sequence[Need], partners: int) -> VillageRow:
    return VillageRow(
        id=village.id,
        code=village.code,
        name=village.name,
        town=village.town,
        county=village.county,
        designation=village.designation,
        households=village.households,
        people=village.people,
        needs=len(needs),
        urgent_needs=sum(need.urgency is Urgency.URGENT for need in needs),
        categories=in_order(Category, (need.category for need in needs)),
        gap_fen=sum_said(need.gap_fen for need in needs),
        partners=partners,
    )
