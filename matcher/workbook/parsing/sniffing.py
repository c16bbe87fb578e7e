"""What a file is by its first bytes, whatever its name says."""

from __future__ import annotations

from pathlib import Path

from matcher.workbook.refusal import FileRefused

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_TEXT_SUFFIXES = {".csv", ".tsv", ".txt"}


def is_workbook(path: Path) -> bool:
    """True for a zip that may be a workbook, False for text; everything else is refused."""
    with path.open("rb") as file:
        start = file.read(8)
        if not start:
            raise FileRefused("empty_file")
        if start.startswith(b"PK"):
            return True
        if start == _OLE:
            raise FileRefused("encrypted" if _ENCRYPTED in start + file.read() else "legacy_xls")
    if path.suffix.lower() in _TEXT_SUFFIXES and not start.startswith(b"%PDF"):
        return False
    raise FileRefused("not_a_workbook")
