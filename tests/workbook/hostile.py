"""Files made to do harm, each written in a second or two without harm to the test itself."""

from __future__ import annotations

import struct
import zipfile
from collections.abc import Iterable
from pathlib import Path

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"

TYPES = (
    f'<Types xmlns="{PACKAGE}/content-types"><Default Extension="xml" ContentType="a/b"/></Types>'
)
ROOT = (
    f'<Relationships xmlns="{PACKAGE}/relationships"><Relationship Id="r1" '
    f'Type="{RELATIONS}/officeDocument" Target="xl/workbook.xml"/></Relationships>'
)
WORKBOOK = (
    f'<workbook xmlns="{MAIN}" xmlns:r="{RELATIONS}"><sheets>'
    '<sheet name="村" sheetId="1" r:id="r1"/></sheets></workbook>'
)
LINKS = (
    f'<Relationships xmlns="{PACKAGE}/relationships">'
    f'<Relationship Id="r1" Type="{RELATIONS}/worksheet" Target="worksheets/sheet1.xml"/>'
    f'<Relationship Id="r2" Type="{RELATIONS}/sharedStrings" Target="sharedStrings.xml"/>'
    "</Relationships>"
)
STRINGS = f'<sst xmlns="{MAIN}"><si><t>x</t></si></sst>'
SHEET = f'<worksheet xmlns="{MAIN}"><sheetData>%s</sheetData></worksheet>'
ONE_CELL = SHEET % '<row r="1"><c r="A1"><v>1</v></c></row>'

Parts = dict[str, str | Iterable[str]]


def parts(**changed: str | Iterable[str]) -> Parts:
    """The parts of the smallest workbook; `sheet`, `strings`, `workbook`, `types` may differ."""
    names = {
        "types": "[Content_Types].xml",
        "root": "_rels/.rels",
        "workbook": "xl/workbook.xml",
        "links": "xl/_rels/workbook.xml.rels",
        "strings": "xl/sharedStrings.xml",
        "sheet": "xl/worksheets/sheet1.xml",
    }
    plain = {
        "types": TYPES,
        "root": ROOT,
        "workbook": WORKBOOK,
        "links": LINKS,
        "strings": STRINGS,
        "sheet": ONE_CELL,
    }
    return {names[name]: text for name, text in {**plain, **changed}.items()}


def pack(path: Path, members: Parts) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as package:
        for name, text in members.items():
            with package.open(name, "w", force_zip64=True) as part:
                for piece in [text] if isinstance(text, str) else text:
                    part.write(piece.encode())
    return path


def cells(*names: str) -> str:
    rows: dict[str, list[str]] = {}
    for name in names:
        rows.setdefault(name.lstrip("ABCDEFGHIJKLMNOPQRSTUVWXYZ"), []).append(name)
    return SHEET % "".join(
        f'<row r="{row}">' + "".join(f'<c r="{one}"><v>1</v></c>' for one in inside) + "</row>"
        for row, inside in rows.items()
    )


def far_cell(path: Path) -> Path:
    return pack(path, parts(sheet=cells("XFD1048576")))


def two_corners(path: Path) -> Path:
    return pack(path, parts(sheet=cells("A1", "XFD1048576")))


def far_below(path: Path) -> Path:
    return pack(path, parts(sheet=cells("A1", "A1048576")))


def strings_of(megabytes: int) -> Iterable[str]:
    yield f'<sst xmlns="{MAIN}">'
    for _ in range(megabytes):
        yield "<si><t>" + "x" * (1 << 20) + "</t></si>"
    yield "</sst>"


def shared_strings(path: Path, megabytes: int = 200) -> Path:
    return pack(path, parts(strings=strings_of(megabytes)))


def styled_rows(path: Path, rows: int = 1_000_000) -> Path:
    def sheet() -> Iterable[str]:
        yield f'<worksheet xmlns="{MAIN}"><sheetData>'
        for _ in range(rows // 10_000):
            yield '<row s="1" customFormat="1"/>' * 10_000
        yield "</sheetData></worksheet>"

    return pack(path, parts(sheet=sheet()))


def styled_cells(path: Path, count: int = 2_000_000) -> Path:
    """One row of empty cells without places: nothing is filled, and no row ends."""

    def sheet() -> Iterable[str]:
        yield f'<worksheet xmlns="{MAIN}"><sheetData><row r="1">'
        for _ in range(count // 10_000):
            yield '<c s="1"/>' * 10_000
        yield "</row></sheetData></worksheet>"

    return pack(path, parts(sheet=sheet()))


def repeated_string(path: Path) -> Path:
    """One long shared text in very many cells: small in the file, huge when told."""
    strings = f'<sst xmlns="{MAIN}"><si><t>{"x" * 30_000}</t></si></sst>'

    def sheet() -> Iterable[str]:
        yield f'<worksheet xmlns="{MAIN}"><sheetData>'
        for row in range(1, 15_001):
            inside = "".join(f'<c r="{column}{row}" t="s"><v>0</v></c>' for column in "ABCDEFGH")
            yield f'<row r="{row}">{inside}</row>'
        yield "</sheetData></worksheet>"

    return pack(path, parts(sheet=sheet(), strings=strings))


def merged_everything(path: Path) -> Path:
    merged = '<mergeCells><mergeCell ref="A1:XFD1048576"/></mergeCells></worksheet>'
    rows = "".join(f'<row r="{row}"><c r="A{row}"><v>1</v></c></row>' for row in range(1, 15_000))
    wide = '<row r="15000"><c r="IV15000"><v>1</v></c></row>'
    return pack(path, parts(sheet=(SHEET % (rows + wide)).replace("</worksheet>", merged)))


def billion_laughs(path: Path) -> Path:
    entities = "".join(f'<!ENTITY a{level} "{f"&a{level - 1};" * 10}">' for level in range(1, 10))
    doctype = f'<!DOCTYPE x [<!ENTITY a0 "ha">{entities}]>'
    strings = f'{doctype}<sst xmlns="{MAIN}"><si><t>&a9;</t></si></sst>'
    return pack(path, parts(strings=strings))


def outside_entity(path: Path) -> Path:
    doctype = '<!DOCTYPE x [<!ENTITY leak SYSTEM "file:///etc/passwd">]>'
    strings = f'{doctype}<sst xmlns="{MAIN}"><si><t>&leak;</t></si></sst>'
    return pack(path, parts(strings=strings))


def many_members(path: Path) -> Path:
    """65,000 empty members, put together by hand: the library would take seconds."""
    count = 65_000
    names = [f"{number:05d}".encode() for number in range(count)]
    heads = [struct.pack("<4s5H3L2H", b"PK\3\4", *[0] * 8, 5, 0) + name for name in names]
    start = 0
    listed = []
    for name, head in zip(names, heads, strict=True):
        entry = struct.pack("<4s6H3L5H2L", b"PK\1\2", *[0] * 9, 5, *[0] * 5, start)
        listed.append(entry + name)
        start += len(head)
    end = struct.pack("<4s4H2LH", b"PK\5\6", 0, 0, count, count, len(b"".join(listed)), start, 0)
    path.write_bytes(b"".join(heads) + b"".join(listed) + end)
    return path


def nested_zip(path: Path) -> Path:
    """A zip of zips: nothing of it is a part that would be unpacked."""
    with zipfile.ZipFile(path, "w") as package:
        package.writestr("inner.zip", b"PK\x03\x04" + b"0" * 100_000)
    return path


def part_twice(path: Path) -> Path:
    pack(path, parts())
    with zipfile.ZipFile(path, "a") as package:
        info = zipfile.ZipInfo("xl/worksheets/SHEET1.xml")
        package.writestr(info, ONE_CELL.replace(">1<", ">2<"))
    return path


def name_leading_out(path: Path) -> Path:
    return pack(path, {**parts(), "xl/../../../etc/cron.d/x": "x"})


def lying_size(path: Path) -> Path:
    """The directory says that the strings are small; what is unpacked is not."""
    pack(path, parts(strings=strings_of(100)))
    data = path.read_bytes()
    with zipfile.ZipFile(path) as package:
        size = package.getinfo("xl/sharedStrings.xml").file_size
    path.write_bytes(
        data.replace(size.to_bytes(8, "little"), (100).to_bytes(8, "little")).replace(
            size.to_bytes(4, "little"), (100).to_bytes(4, "little")
        )
    )
    return path


def truncated(path: Path) -> Path:
    pack(path, parts())
    path.write_bytes(path.read_bytes()[:-200])
    return path


def macro_type(path: Path) -> Path:
    macro = "application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    return pack(path, parts(types=TYPES.replace("a/b", macro)))


def macro_project(path: Path) -> Path:
    return pack(path, {**parts(), "xl/vbaProject.bin": "x"})


def ole(path: Path, content: bytes = b"") -> Path:
    path.write_bytes(b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + content)
    return path


def encrypted(path: Path) -> Path:
    return ole(path, "EncryptedPackage".encode("utf-16-le"))


def renamed_pdf(path: Path) -> Path:
    path.write_bytes(b"%PDF-1.7\n" + b"x" * 1000)
    return path


def empty(path: Path) -> Path:
    path.write_bytes(b"")
    return path


def broken_xml(path: Path) -> Path:
    return pack(path, parts(sheet=ONE_CELL.replace("</row>", "")))


def missing_part(path: Path) -> Path:
    members = parts()
    del members["xl/worksheets/sheet1.xml"]
    return pack(path, members)


def string_out_of_range(path: Path) -> Path:
    return pack(path, parts(sheet=SHEET % '<row r="1"><c r="A1" t="s"><v>7</v></c></row>'))


def place_that_is_none(path: Path) -> Path:
    return pack(path, parts(sheet=SHEET % '<row r="1"><c r="AAAAAAA1"><v>7</v></c></row>'))


def cell_twice(path: Path) -> Path:
    twice = '<c r="A1"><v>1</v></c>' * 2
    return pack(path, parts(sheet=SHEET % f'<row r="1">{twice}</row>'))


def row_zero(path: Path) -> Path:
    return pack(path, parts(sheet=SHEET % '<row r="0"><c><v>7</v></c></row>'))
