"""The sheet that lists every closed list, so that drop-downs can point to it."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.utils import quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation

from matcher.messages import Language, label, say
from matcher.vocabulary import Terms
from matcher.workbook.book.holding import hold
from matcher.workbook.book.looks import named
from matcher.workbook.layout import SHEETS, Kind
from matcher.workbook.places import column_letters

_WIDTH = 24
_YES_NO = "yes_no"


class OptionsSheet:
    """Lists the terms and makes the drop-downs that offer them."""

    def __init__(self, workbook: Workbook, language: Language) -> None:
        self._language = language
        self._ranges: dict[object, str] = {}
        self._sheet = workbook.create_sheet(say("workbook.sheet.options", language))
        self._sheet.freeze_panes = "A2"
        words = [say(f"workbook.word.{one}", language) for one in ("yes", "no")]
        self._add(_YES_NO, say("workbook.hint.yes_no", language), words)
        for layout in SHEETS:
            for column in layout.columns:
                if column.terms and column.terms not in self._ranges:
                    title = label(layout.record, column.field, language)
                    self._add(column.terms, title, [one.label(language) for one in column.terms])

    def drop_down(self, kind: Kind, terms: type[Terms] | None) -> DataValidation | None:
        """A drop-down for cells that take exactly one term; several cannot be offered by one."""
        if kind not in (Kind.TERM, Kind.YES_NO):
            return None
        offered = DataValidation("list", formula1=self._ranges[terms or _YES_NO], allow_blank=True)
        offered.showErrorMessage = True
        offered.errorTitle = say("workbook.template.not_listed_title", self._language)
        offered.error = say("workbook.template.not_listed", self._language)
        return offered

    def _add(self, name: object, title: str, words: list[str]) -> None:
        column = len(self._ranges) + 1
        head = self._sheet.cell(1, column)
        hold(head, title)
        head.style = named("optional")
        for row, word in enumerate(words, 2):
            cell = self._sheet.cell(row, column)
            hold(cell, word)
            cell.style = named("text")
        letters = column_letters(column)
        self._sheet.column_dimensions[letters].width = _WIDTH
        place = f"${letters}$2:${letters}${len(words) + 1}"
        self._ranges[name] = f"={quote_sheetname(self._sheet.title)}!{place}"
