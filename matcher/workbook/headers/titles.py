"""One header cell: the name in it, the unit in it, and which field of a record that can mean."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache

from matcher.messages import LANGUAGES, label, say, sentences
from matcher.workbook import words
from matcher.workbook.cells.tidying import folded
from matcher.workbook.headers.names import HEADER_WORDS, SHEET_WORDS
from matcher.workbook.layout import SHEETS, Sheet

_PARTS = re.compile(r"[,;·、]|(?:单位|unit):")
LONGEST = 100  # signs of a cell that may be a title
_LONGEST_GROUP = 14


@dataclass(frozen=True)
class Meaning:
    """The fields that a header may stand for, the first free one being meant."""

    fields: tuple[str, ...]
    own: bool  # the field's own label, not another word for it


def key(text: str) -> str:
    """A header as it is compared."""
    return folded(text).casefold().strip("*")


def names(text: str) -> Iterator[str]:
    """A header as it stands, then without what stands in brackets, then without its unit."""
    whole = key(text)
    yield whole
    if found := words.BRACKETED.match(whole):
        yield found["name"]
        whole = found["name"]
    if found := words.TRAILING_UNIT.match(whole):
        yield found["name"]


def unit_words(text: str) -> list[str]:
    """What may be a unit in a header: "预算(单位:万元)" → ["万元"], "预算/万元" → ["万元"]."""
    whole = key(text)
    found: list[str] = []
    if bracketed := words.BRACKETED.match(whole):
        inside = bracketed["inside"]
        found += [inside] if inside in words.MONEY_UNITS else _parts(inside)
        whole = bracketed["name"]
    if trailing := words.TRAILING_UNIT.match(whole):
        found.append(trailing["unit"])
    return found


def meaning(layout: Sheet, title: str, group: str = "") -> Meaning | None:
    """What a header means under the heading above it, None when it is none of the record's."""
    known = _meanings(layout.record)
    if key(group) == key(title):
        group = ""
    for above in names(group) if group else ():
        for name in names(title):
            if above + name in known:
                return known[above + name]
    for name in names(title):
        bare = name in words.BARE and bool(group)
        if name in known and (not bare or any(one in words.NEUTRAL for one in names(group))):
            return known[name]
    return None


def may_be_group(title: str) -> bool:
    """A heading over several columns is short and tells no date and no name."""
    return len(key(title)) <= _LONGEST_GROUP and ":" not in folded(title)


def hint_parts(text: str) -> list[str]:
    """The pieces of a line below the headers: "必填 · 万元" → ["必填", "万元"]."""
    whole = key(text).strip("()")
    return [whole] if whole in hints() else _parts(whole)


def _parts(text: str) -> list[str]:
    return [part for part in _PARTS.split(text) if part]


@cache
def hints() -> frozenset[str]:
    """All that the line below the headers may say: our own hints, and units of offices."""
    own = {
        key(sentence)
        for code, pair in sentences().items()
        if code.startswith(("workbook.hint.", "workbook.unit."))
        for sentence in pair.values()
    }
    figures = set().union(*words.FIGURE_UNITS.values())
    return frozenset(own | set(words.MONEY_UNITS) | figures | words.OTHER_UNITS)


@cache
def sheet_names() -> Mapping[str, str]:
    """Names a sheet or file may carry → record."""
    known: dict[str, str] = {}
    for layout in SHEETS:
        own = [say(f"workbook.sheet.{layout.record}", language) for language in LANGUAGES]
        for word in (*own, layout.rows, *SHEET_WORDS[layout.record]):
            known[key(word)] = layout.record
    return known


@cache
def _meanings(record: str) -> Mapping[str, Meaning]:
    layout = next(one for one in SHEETS if one.record == record)
    others: dict[str, list[str]] = {}
    for field, listed in HEADER_WORDS[record].items():
        for word in listed:
            others.setdefault(key(word), []).append(field)
    known = {word: Meaning(tuple(fields), own=False) for word, fields in others.items()}
    for column in layout.columns:
        for language in LANGUAGES:
            own = key(label(record, column.field, language))
            known[own] = Meaning((column.field,), own=True)
    return known
