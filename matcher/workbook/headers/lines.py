"""The two header lines that we write: names, and below them unit, format and what is required."""

from __future__ import annotations

from matcher.messages import Language, label, say
from matcher.workbook.cells.written import MONEY_UNIT
from matcher.workbook.layout import Column, Kind, Sheet

_SEPARATOR = " · "
_SAID_BY_KIND = (Kind.DATE, Kind.YES_NO, Kind.TERM, Kind.TERMS, Kind.WORDS, Kind.MONTHS)
_SAID_BY_FORM = ("village", "uscc", "phone")


def names_line(layout: Sheet, language: Language) -> list[str]:
    return [label(layout.record, column.field, language) for column in layout.columns]


def hints_line(layout: Sheet, language: Language) -> list[str]:
    return [_SEPARATOR.join(_hints(column, language)) for column in layout.columns]


def _hints(column: Column, language: Language) -> list[str]:
    hints = [say("workbook.hint.required", language)] if column.required else []
    if column.kind is Kind.MONEY:
        hints.append(say(f"workbook.unit.{MONEY_UNIT[language]}", language))
    elif column.shape.unit:
        hints.append(say(f"workbook.unit.{column.shape.unit}", language))
    elif column.kind in _SAID_BY_KIND:
        hints.append(say(f"workbook.hint.{column.kind}", language))
    elif column.shape.code in _SAID_BY_FORM:
        hints.append(say(f"workbook.hint.{column.shape.code}", language))
    return hints
