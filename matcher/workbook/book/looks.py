"""How our workbooks look: one accent, one warning, quiet lines, numbers to the right."""

from __future__ import annotations

from openpyxl import Workbook
from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side
from openpyxl.worksheet.worksheet import Worksheet

from matcher.messages import Language
from matcher.workbook.layout import Column, Kind

FONT = "Microsoft YaHei"
ACCENT, ACCENT_PALE, OPTIONAL = "FF0F5E5C", "FFE7F1F0", "FF5F8583"
INK, QUIET, LINE, PAPER = "FF1F2933", "FF5B666D", "FFD5DDDD", "FFFFFFFF"
WARNING, WARNING_PALE, EXAMPLE_PALE = "FFB3261E", "FFFBE3E1", "FFFFF7DB"

TEXT_FORMAT = "@"
_DATE_FORMATS: dict[Language, str] = {"zh": 'yyyy"年"m"月"d"日"', "en": "yyyy-mm-dd"}

_LINE = Side(style="thin", color=LINE)
GRID = Border(left=_LINE, right=_LINE, top=_LINE, bottom=_LINE)
WRAPPED = Alignment(vertical="center", wrap_text=True)
_CENTRED = Alignment(horizontal="center", vertical="center", wrap_text=True)
_MIDDLE = Alignment(vertical="center")
_RIGHT = Alignment(horizontal="right", vertical="center")


def filled(colour: str) -> PatternFill:
    return PatternFill("solid", start_color=colour, end_color=colour)


def named(style: str) -> str:
    """The name of a style of ours, apart from Excel's own (it too has a "title")."""
    return f"jiedui {style}"


def add_styles(workbook: Workbook, language: Language) -> None:
    """Our named styles: title, required, optional and hint for headers, the others for data."""
    ink = Font(FONT, 10, color=INK)
    white = Font(FONT, 10, bold=True, color=PAPER)
    head = {"border": GRID, "alignment": _CENTRED}
    for style in (
        NamedStyle(named("title"), Font(FONT, 15, bold=True, color=ACCENT), alignment=_MIDDLE),
        NamedStyle(named("required"), white, filled(ACCENT), **head),
        NamedStyle(named("optional"), white, filled(OPTIONAL), **head),
        NamedStyle(named("hint"), Font(FONT, 9, color=QUIET), filled(ACCENT_PALE), **head),
        NamedStyle(named("text"), ink, alignment=WRAPPED),
        NamedStyle(named("code"), ink, alignment=WRAPPED, number_format=TEXT_FORMAT),
        NamedStyle(named("money"), ink, alignment=_RIGHT, number_format="#,##0.00####"),
        NamedStyle(named("whole"), ink, alignment=_RIGHT, number_format="#,##0"),
        NamedStyle(named("decimal"), ink, alignment=_RIGHT),
        NamedStyle(named("percent"), ink, alignment=_RIGHT, number_format="0.0%"),
        NamedStyle(named("plain"), ink, alignment=_CENTRED, number_format="0"),
        NamedStyle(named("date"), ink, alignment=_CENTRED, number_format=_DATE_FORMATS[language]),
    ):
        workbook.add_named_style(style)


def style_of(column: Column) -> str:
    """The style of a column's data."""
    if column.kind is Kind.WHOLE and column.shape.unit == "year":
        return named("plain")
    return named(_STYLES.get(column.kind, "text"))


_STYLES = {
    Kind.CODE: "code",  # as text, or Excel turns long codes into rounded numbers
    Kind.WORDS: "code",
    Kind.MONTHS: "code",  # … and "3-5" into a day in May
    Kind.MONEY: "money",
    Kind.WHOLE: "whole",
    Kind.DECIMAL: "decimal",
    Kind.DATE: "date",
    Kind.YES_NO: "plain",
}


def for_print(sheet: Worksheet, *, one_page_wide: bool = False) -> None:
    """A4 across, with a page number below."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", sheet.PAPERSIZE_A4
    sheet.oddFooter.center.text = "&P / &N"
    if one_page_wide:
        sheet.sheet_properties.pageSetUpPr.fitToPage = True
        sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
