"""A workbook to a file: the same content gives the same bytes, whenever it is written."""

from __future__ import annotations

import io
import re
import zipfile
from datetime import datetime
from pathlib import Path

from openpyxl import Workbook

_ALWAYS = datetime(2000, 1, 1)  # noqa: DTZ001 - the format keeps no zone
_STAMP = _ALWAYS.isoformat().encode() + b"Z"
_ZIP_TIME = (2000, 1, 1, 0, 0, 0)
_CORE = "docProps/core.xml"
_MODIFIED = re.compile(rb"(<dcterms:modified[^>]*>)[^<]*(</dcterms:modified>)")


def save(workbook: Workbook, path: Path) -> None:
    """Write the workbook; of the moment of writing nothing stays in it."""
    workbook.properties.creator = ""
    workbook.properties.created = _ALWAYS
    draft = io.BytesIO()
    workbook.save(draft)
    with zipfile.ZipFile(draft) as written, zipfile.ZipFile(path, "w") as packed:
        for member in written.infolist():
            data = written.read(member)
            if member.filename == _CORE:
                data = _MODIFIED.sub(rb"\g<1>%s\2" % _STAMP, data)
            entry = zipfile.ZipInfo(member.filename, _ZIP_TIME)
            packed.writestr(entry, data, zipfile.ZIP_DEFLATED)
