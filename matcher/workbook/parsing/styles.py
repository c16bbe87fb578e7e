"""Which cell styles show a number as a date, and which show it in another size (万)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta

from matcher.workbook.parsing.package import Attributes, Package, local

_DATE_FORMATS = {*range(14, 18), 22, *range(27, 32), 36, *range(50, 55), 57, 58}
"""Built-in number formats that hold a day; 27 and above are those of Chinese Excel."""

_PERCENT_FORMATS = ("9", "10")

_LITERAL = re.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]')
_DAY = re.compile(r"[yd]|^[^hs]*m[^hs]*$", re.IGNORECASE)
_SIZED = re.compile(r"[万亿]|千(?![克米瓦])|[0#?],+(?![0#?])|%")

_EPOCH, _EPOCH_1904 = date(1899, 12, 30), date(1904, 1, 1)
_FIRST_SURE_DAY = 61  # Excel's calendar of 1900 holds a 29 February that never was


@dataclass(frozen=True)
class Styles:
    """Sets of style indexes, and the day from which dates are counted."""

    dates: frozenset[str]
    sized: frozenset[str]
    from_1904: bool

    def day(self, number: float) -> str | None:
        """The day of a stored number in ISO form, None when it is none."""
        days = int(number)
        if not self.from_1904 and days < _FIRST_SURE_DAY:
            return None
        try:
            return ((_EPOCH_1904 if self.from_1904 else _EPOCH) + timedelta(days)).isoformat()
        except OverflowError:
            return None


def read_styles(package: Package, part: str | None, *, from_1904: bool) -> Styles:
    """The styles of a workbook, none when it has no such part."""
    formats: dict[str, str] = {}
    used: list[str] = []
    inside = False

    def start(tag: str, given: Attributes) -> None:
        nonlocal inside
        tag = local(tag)
        if tag == "numFmt":
            formats[given.get("numFmtId", "")] = given.get("formatCode", "")
        elif tag == "cellXfs":
            inside = True
        elif tag == "xf" and inside:
            used.append(given.get("numFmtId", "0"))

    def end(tag: str) -> None:
        nonlocal inside
        inside = inside and local(tag) != "cellXfs"

    if part is not None:
        package.parse(part, start, end)
    return Styles(
        dates=frozenset(str(index) for index, one in enumerate(used) if _is_date(one, formats)),
        sized=frozenset(
            str(index)
            for index, one in enumerate(used)
            if one in _PERCENT_FORMATS or _SIZED.search(formats.get(one, ""))
        ),
        from_1904=from_1904,
    )


def _is_date(number: str, formats: dict[str, str]) -> bool:
    if number in formats:
        code = _LITERAL.sub("", formats[number])
        return "general" not in code.lower() and bool(_DAY.search(code))
    return number.isdecimal() and int(number) in _DATE_FORMATS
