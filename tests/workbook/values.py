"""Any value that a field may have, and whole programmes that keep the rules of a workbook."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from matcher.money import MOST_FEN
from matcher.programme import RECORDS, Programme
from matcher.uscc import check_character
from matcher.vocabulary import ArrangementKind
from matcher.workbook.cells.tidying import has_control_signs, trimmed
from matcher.workbook.layout import SHEETS, Column, Kind
from tests.builders import village_code

_STEM = "0123456789ABCDEFGHJKLMNPQRTUWXY"
SIGNS = st.characters(codec="utf-8", exclude_categories=["Cs", "Cc", "Cn", "Co"])
TEMPTING = st.sampled_from(
    ["=1+1", "+86138", "-5", "@x", "'=x", "_x0041_", "#REF!", "1e5", "TRUE", "2026-3-5", "007", "/"]
)
TEXTS = (
    (st.text(SIGNS, min_size=1, max_size=12) | TEMPTING)
    .map(trimmed)
    .filter(lambda text: bool(text) and not has_control_signs(text))
)
WORDS = st.text("广南县砚山麻栗坡abc 12", min_size=1, max_size=6).map(trimmed).filter(bool)
USCCS = st.text(_STEM, min_size=17, max_size=17).map(lambda stem: stem + check_character(stem))
CODES = {
    "village": st.integers(0, 700).map(village_code),
    "uscc": USCCS,
    "phone": st.from_regex(r"\+?[0-9][0-9 -]{5,12}[0-9]", fullmatch=True),
    "industry": st.from_regex(r"[A-T][0-9]{2,4}", fullmatch=True),
    "number": st.from_regex(r"[A-Z0-9]([A-Z0-9_/-]{0,8}[A-Z0-9])?", fullmatch=True),
}


def values(column: Column) -> st.SearchStrategy[Any]:
    """Any value of the field that a programme may hold, without None."""
    shape = column.shape
    if column.kind is Kind.CODE:
        assert shape.code
        plain = CODES[shape.code]
        return plain.map(lambda code: " ".join(code.split())).filter(_is_no_scientific)
    if column.kind is Kind.TEXT:
        return TEXTS
    if column.kind is Kind.WORDS:
        return _several(WORDS.filter(lambda word: word != "无"))
    if column.kind is Kind.MONEY:
        return st.integers(0, MOST_FEN) | st.integers(0, 10**9)
    if column.kind is Kind.WHOLE:
        return st.integers(int(shape.least), int(shape.most))
    if column.kind is Kind.DECIMAL:
        least, most = Decimal(shape.least), Decimal(shape.most)
        return st.decimals(least, most, places=shape.places, allow_nan=False)
    if column.kind is Kind.DATE:
        return st.dates(date(1900, 1, 1), date(2200, 12, 31))
    if column.kind is Kind.YES_NO:
        return st.booleans()
    if column.kind is Kind.MONTHS:
        return _several(st.integers(1, 12))
    assert column.terms
    one = st.sampled_from(list(column.terms))
    return one if column.kind is Kind.TERM else _several(one)


def _several(one: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.lists(one, min_size=1, max_size=4, unique=True).map(tuple)


def _is_no_scientific(code: str) -> bool:
    return "E+" not in code


@st.composite
def programmes(draw: st.DrawFn, most: int = 2) -> Programme:
    """A programme whose rows refer to one another and keep the rules between their figures."""
    sheets: dict[str, tuple[Any, ...]] = {}
    codes = draw(st.lists(CODES["village"], min_size=1, max_size=most, unique=True))
    usccs = draw(st.lists(USCCS, min_size=1, max_size=most, unique=True))
    for layout in SHEETS:
        keys = {"village": codes, "enterprise": usccs}.get(layout.record)
        count = len(keys) if keys else draw(st.integers(0, most))
        rows = []
        for number in range(count):
            given = {
                column.field: draw(
                    values(column) if column.required else st.none() | values(column)
                )
                for column in layout.columns
            }
            given |= {"number": f"X{number}"} if "number" in given else {}
            given |= {layout.key: keys[number]} if keys else {}
            if not keys:
                given |= {"uscc": draw(st.sampled_from(usccs))} if "uscc" in given else {}
                given |= (
                    {"village_code": draw(st.sampled_from(codes))}
                    if "village_code" in given
                    else {}
                )
            rows.append(RECORDS[layout.record](**_ruly(_without_none(given))))
        sheets[layout.rows] = tuple(rows)
    return Programme(**sheets)


def _without_none(given: dict[str, Any]) -> dict[str, Any]:
    return {field: value for field, value in given.items() if value is not None}


def _ruly(given: dict[str, Any]) -> dict[str, Any]:
    """No part above its whole, no end before its start, no pair both pinned and vetoed."""
    for part, whole in (
        ("poor_households", "households"),
        ("poor_people", "people"),
        ("monitored_households", "households"),
        ("labour_force", "people"),
        ("working_away", "people"),
        ("aged_65_plus", "people"),
        ("poor_households", "beneficiary_households"),
        ("poor_people", "beneficiary_people"),
        ("gap_fen", "budget_fen"),
        ("min_share_fen", "gap_fen"),
        ("min_villages", "max_villages"),
        ("starts_on", "ends_on"),
        ("on", "ends_on"),
    ):
        if part in given and whole in given:
            given[part] = min(given[part], given[whole])
    if given.get("kind") is ArrangementKind.VETO:
        given["kind"] = ArrangementKind.PIN
    return given
