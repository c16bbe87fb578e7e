"""A workbook's sheets in their order, each read in one pass and handed on row by row."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from matcher.workbook.limits import Limits
from matcher.workbook.parsing.cells import SheetReader
from matcher.workbook.parsing.merging import spread
from matcher.workbook.parsing.output import Output
from matcher.workbook.parsing.package import Attributes, Package, local
from matcher.workbook.parsing.strings import read_strings
from matcher.workbook.parsing.styles import read_styles
from matcher.workbook.refusal import FileRefused

_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class _Listed:
    """What the workbook part says of its sheets."""

    sheets: list[tuple[str, str]]  # name, part
    strings: str | None
    styles: str | None
    from_1904: bool


def read_workbook(path: Path, limits: Limits, output: Output) -> None:
    """Every worksheet to `output`. Raises FileRefused."""
    package = Package(path, limits)
    _refuse_other_formats(path, package)
    listed = _listed(package)
    if len(listed.sheets) > limits.sheets:
        raise FileRefused("too_many_sheets", most=limits.sheets)
    styles = read_styles(package, listed.styles, from_1904=listed.from_1904)
    strings = read_strings(package, listed.strings, limits)
    elements = limits.elements
    for name, part in listed.sheets:
        reader = SheetReader(name, strings, styles, limits, elements)
        package.parse(part, reader.start, reader.end, reader.text)
        elements = reader.elements_left
        spread(reader)
        output.sheet(name)
        for number in sorted(reader.rows):
            cells = reader.rows[number]
            output.row(number, [cells.get(column) for column in range(1, max(cells) + 1)])


def _refuse_other_formats(path: Path, package: Package) -> None:
    macros = path.suffix.lower() in (".xlsm", ".xltm") or package.has("xl/vbaProject.bin")
    if package.has("xl/workbook.bin") or not package.has(_TYPES):
        raise FileRefused("not_a_workbook")

    def start(_tag: str, given: Attributes) -> None:
        nonlocal macros
        macros = macros or "macroEnabled" in given.get("ContentType", "")

    package.parse(_TYPES, start)
    if macros:
        raise FileRefused("macros")


def _listed(package: Package) -> _Listed:
    main = next(
        (part for kind, part in package.relations("").values() if kind == "officeDocument"), None
    )
    if main is None:
        raise FileRefused("not_a_workbook")
    relations = package.relations(main)
    sheets: list[tuple[str, str]] = []
    from_1904 = False

    def start(tag: str, given: Attributes) -> None:
        nonlocal from_1904
        tag = local(tag)
        if tag == "workbookPr":
            from_1904 = given.get("date1904") in ("1", "true")
        elif tag == "sheet":
            # The prefix of the relationship id is the writer's choice.
            link = next((given[one] for one in given if local(one) == "id"), "")
            kind, part = relations.get(link, ("", ""))
            if kind == "worksheet":
                sheets.append((given.get("name", ""), part))

    package.parse(main, start)
    by_kind = dict(relations.values())
    return _Listed(sheets, by_kind.get("sharedStrings"), by_kind.get("styles"), from_1904)
