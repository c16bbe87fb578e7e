"""Numbers as people and spreadsheets write them, exactly or not at all."""

from __future__ import annotations

import re
from decimal import Decimal

from matcher.workbook.cells.tidying import folded

_WRITTEN = re.compile(
    r"(?P<figure>[+-]?(?:\d{1,3}(?:,\d{3})+|\d+)(?:\.\d+)?)(?P<unit>[^\d.].*)?", re.ASCII
)
_CURRENCY = re.compile(r"^(?:¥|人民币|rmb|cny)(?=[+\d-])", re.IGNORECASE)
SURE_DIGITS = 15  # what a spreadsheet's double keeps of any number
_MOST_DIGITS = 20  # enough for every figure there is, few enough to compute without rounding


def stored_figure(text: str) -> Decimal | None:
    """A number cell's value to the 15 digits that Excel itself shows; None past 10^20."""
    exact = Decimal(text)
    if exact.adjusted() > _MOST_DIGITS:
        return None
    if len(exact.as_tuple().digits) > SURE_DIGITS:
        exact = Decimal(format(float(text), f".{SURE_DIGITS}g"))
    return plain(exact)


def written_figure(text: str) -> tuple[Decimal, str] | None:
    """A typed number and the unit behind it: "１,200 万元" → (1200, "万元"); None if unreadable."""
    found = _WRITTEN.fullmatch(_CURRENCY.sub("", folded(text)))
    if found is None or len(found["figure"]) > _MOST_DIGITS:
        return None
    return plain(Decimal(found["figure"].replace(",", ""))), (found["unit"] or "").casefold()


def plain(figure: Decimal) -> Decimal:
    """The same number without trailing zeros and never in scientific notation."""
    if not figure:
        return Decimal(0)
    return Decimal(f"{figure.normalize():f}")


def places(figure: Decimal) -> int:
    """Digits after the point: 3.25 → 2."""
    return len(f"{plain(figure):f}".partition(".")[2])
