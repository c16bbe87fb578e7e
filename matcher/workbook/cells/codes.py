"""Codes, numbers and phones: text that looks like a number, and that Excel likes to spoil."""

from __future__ import annotations

import re
import unicodedata

from matcher.region import is_village_code
from matcher.uscc import ALPHABET, LENGTH, is_uscc
from matcher.workbook.cells.figures import SURE_DIGITS, places, stored_figure
from matcher.workbook.cells.tidying import folded, shown, trimmed
from matcher.workbook.cells.unclear import Unclear
from matcher.workbook.grid import Cell
from matcher.workbook.layout import Column

_SCIENTIFIC = re.compile(r"\d(\.\d+)?e\+\d+", re.IGNORECASE)
_BLANKS = re.compile(r"\s+")
_NUMERIC_FORMS = {"village": 12, "phone": 11, "industry": 4}
"""Digits that a code has when none was lost; a need's own number may have any."""


def read_code(cell: Cell, column: Column) -> str:
    """The code of a cell. Raises Unclear when Excel may have lost a digit of it."""
    form = column.shape.code
    if cell.kind in "db":
        raise Unclear("code_changed", found=shown(cell.text))
    text = _from_number(cell, form) if cell.kind in "nu" else cell.text
    if _SCIENTIFIC.fullmatch(folded(text)):
        raise Unclear("code_scientific", found=shown(text))
    if form == "village":
        return _village_code(folded(text))
    if form == "uscc":
        return _uscc(folded(text).upper())
    return _BLANKS.sub(" ", trimmed(unicodedata.normalize("NFKC", text)))


def _from_number(cell: Cell, form: str | None) -> str:
    figure = stored_figure(cell.text)
    if figure is None or figure < 0 or places(figure):
        raise Unclear("code_changed", found=shown(cell.text))
    digits = str(figure)
    if form == "uscc" or len(digits) > SURE_DIGITS:
        raise Unclear("code_digits_lost", found=shown(cell.text), sure=SURE_DIGITS)
    if len(digits) != _NUMERIC_FORMS.get(form or "", len(digits)):
        raise Unclear("code_zero_lost", found=digits)
    return digits


def _village_code(code: str) -> str:
    if not is_village_code(code):
        raise Unclear("village_code", found=shown(code), length=len(code))
    return code


def _uscc(code: str) -> str:
    if len(code) != LENGTH:
        raise Unclear("uscc_length", found=shown(code), length=len(code))
    if strange := sorted(set(code) - set(ALPHABET)):
        raise Unclear("uscc_signs", found=shown(code), signs=strange)
    if not is_uscc(code):
        raise Unclear("uscc_check", found=code)
    return code
