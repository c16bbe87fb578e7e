"""The shared strings of a workbook: each text that its cells point to by number."""

from __future__ import annotations

import re

from matcher.workbook.limits import Limits
from matcher.workbook.parsing.package import Attributes, Package, local
from matcher.workbook.refusal import FileRefused

_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")


def unescaped(text: str) -> str:
    """Signs that XML cannot hold stand as _xHHHH_ in a workbook."""
    if "_x" not in text:
        return text
    return _ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)


def read_strings(package: Package, part: str | None, limits: Limits) -> list[str]:
    """All shared strings, without the reading aids (pinyin) that may stand beside them."""
    strings: list[str] = []
    pieces: list[str] = []
    wanted = False
    phonetic = False

    def start(tag: str, _given: Attributes) -> None:
        nonlocal wanted, phonetic
        tag = local(tag)
        if tag == "si":
            pieces.clear()
            phonetic = False
            if len(strings) >= limits.elements:
                raise FileRefused("unpacks_too_large")
        elif tag == "rPh":
            phonetic = True
        wanted = tag == "t" and not phonetic

    def end(tag: str) -> None:
        nonlocal wanted, phonetic
        wanted = False
        tag = local(tag)
        if tag == "rPh":
            phonetic = False
        elif tag == "si":
            strings.append(unescaped("".join(pieces)))

    def text(piece: str) -> None:
        if wanted:
            pieces.append(piece)

    if part is not None:
        package.parse(part, start, end, text)
    return strings
