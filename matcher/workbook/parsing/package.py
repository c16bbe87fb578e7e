"""The zip of a workbook: its parts by name, unpacked only as far as the limits allow."""

from __future__ import annotations

import posixpath
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any
from xml.parsers import expat

from matcher.workbook.limits import Limits
from matcher.workbook.refusal import FileRefused

_CHUNK = 1 << 16
_ENCRYPTED_FLAG = 1

Attributes = dict[str, str]


class Package:
    """An opened workbook file. Every byte unpacked counts, whatever the zip claims of itself."""

    def __init__(self, path: Path, limits: Limits) -> None:
        self._left = limits.unpacked_bytes
        try:
            self._zip = zipfile.ZipFile(path)
        except (zipfile.BadZipFile, OSError, ValueError, NotImplementedError) as fault:
            raise FileRefused("damaged") from fault
        members = self._zip.infolist()
        if len(members) > limits.members:
            raise FileRefused("unsafe")
        self._parts: dict[str, zipfile.ZipInfo] = {}
        for member in members:
            name = member.filename.replace("\\", "/").lower()
            if name.startswith("/") or ".." in name.split("/") or name in self._parts:
                raise FileRefused("unsafe")
            if member.flag_bits & _ENCRYPTED_FLAG:
                raise FileRefused("encrypted")
            self._parts[name] = member

    def has(self, name: str) -> bool:
        return name.lower() in self._parts

    def parse(
        self,
        name: str,
        start: Callable[[str, Attributes], object],
        end: Callable[[str], object] | None = None,
        text: Callable[[str], object] | None = None,
    ) -> None:
        """Read one XML part in a single pass; `local` takes the prefix from a name."""
        parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.StartDoctypeDeclHandler = _refuse_doctype
        parser.StartElementHandler = start
        if end is not None:
            parser.EndElementHandler = end
        if text is not None:
            parser.CharacterDataHandler = text
        try:
            for chunk in self._chunks(name):
                parser.Parse(chunk)
            parser.Parse(b"", True)
        except (expat.ExpatError, LookupError, ValueError) as fault:
            raise FileRefused("damaged") from fault

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """What a part points to: id → (last word of the type, name of the target part)."""
        folder, name = posixpath.split(part)
        found: dict[str, tuple[str, str]] = {}

        def start(tag: str, given: Attributes) -> None:
            if local(tag) == "Relationship" and given.get("TargetMode") != "External":
                target = posixpath.normpath(posixpath.join("/", folder, given.get("Target", "")))
                kind = given.get("Type", "").rpartition("/")[2]
                found[given.get("Id", "")] = kind, target.lstrip("/")

        relations = posixpath.join(folder, "_rels", f"{name}.rels")
        if self.has(relations):
            self.parse(relations, start)
        return found

    def _chunks(self, name: str) -> Iterator[bytes]:
        member = self._parts.get(name.lower())
        if member is None:
            raise FileRefused("damaged")
        try:
            with self._zip.open(member) as part:
                while chunk := part.read(_CHUNK):
                    self._left -= len(chunk)
                    if self._left < 0:
                        raise FileRefused("unpacks_too_large")
                    yield chunk
        except (zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError) as fault:
            raise FileRefused("damaged") from fault


@cache
def local(tag: str) -> str:
    """The name of an element or attribute without its prefix: "x:row" → "row"."""
    return tag.rpartition(":")[2]


def _refuse_doctype(*_: Any) -> None:
    raise FileRefused("unsafe")
