"""The sentences people read: every code in Chinese and in English, filled with its parameters.

A catalogue is a TOML file; each table is a code with its `zh` and `en` sentence. The core's own
catalogues lie in `matcher/sentences`; a front end adds its folder with `add_catalogue`.

Places in a sentence are written `{name}` or `{name:kind}`; kinds:

    {x:money}      fen → "30 万元" · "300,000 yuan"
    {x:number}     12345 → "12,345"
    {x:percent}    0.853 → "85.3%"
    {x:date}       "2026-03-25" → "2026年3月25日" · "25 March 2026"
    {x:Category}   a term of that closed list, or a list of them, by its label
    {x:list}       a list of plain values
    {x:each}       a list of sentences, each {"code": …, "params": {…}}
    {x:clauses}    the same, with commas between, as the clauses of one sentence
    {n:plural|village|villages}    the English noun that goes with the number
"""

from __future__ import annotations

import string
import tomllib
from collections.abc import Mapping
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any, Literal

from matcher import vocabulary
from matcher.money import spoken

Language = Literal["zh", "en"]
LANGUAGES: tuple[Language, ...] = ("zh", "en")

_folders: list[Path] = [Path(__file__).parent / "sentences"]


def add_catalogue(folder: Path) -> None:
    """Let `say` find the sentences of another folder too."""
    if folder not in _folders:
        _folders.append(folder)
        sentences.cache_clear()


@cache
def sentences() -> Mapping[str, Mapping[str, str]]:
    """Every code with its sentences: {"workbook.unknown_term": {"zh": …, "en": …}, …}."""
    found: dict[str, Mapping[str, str]] = {}
    for folder in _folders:
        for path in sorted(folder.glob("*.toml")):
            for code, pair in _flatten(tomllib.loads(path.read_text(encoding="utf-8"))):
                if code in found:
                    raise ValueError(f"{path.name}: the code {code} stands in two catalogues")
                found[code] = pair
    return found


def say(code: str, language: Language = "zh", /, **params: Any) -> str:
    """The sentence for `code`. An unknown code is an error: it would reach a reader as a riddle."""
    return _Filler(language).vformat(sentences()[code][language], (), params)


def label(record: str, field: str, language: Language = "zh") -> str:
    """What people call a field of a record: label("village", "name") → "村名"."""
    return sentences()[f"field.{record}.{field}"][language]


def _flatten(tables: Mapping[str, Any], prefix: str = "") -> list[tuple[str, Mapping[str, str]]]:
    """Nested tables as dotted codes; a table whose values are strings is a sentence."""
    flat: list[tuple[str, Mapping[str, str]]] = []
    for name, value in tables.items():
        code = f"{prefix}{name}"
        if all(isinstance(item, str) for item in value.values()):
            flat.append((code, value))
        else:
            flat.extend(_flatten(value, f"{code}."))
    return flat


class _Filler(string.Formatter):
    """Fills the places of one sentence in one language."""

    def __init__(self, language: Language) -> None:
        self.language = language

    def format_field(self, value: Any, format_spec: str) -> Any:
        kind, *rest = format_spec.split("|")
        if kind == "plural":
            return rest[0] if value == 1 else rest[1]
        if kind == "money":
            return spoken(int(value), self.language)
        if kind == "number":
            return f"{value:,}"
        if kind == "percent":
            return f"{value * 100:.1f}%".replace(".0%", "%")
        if kind == "date":
            return _written_date(value, self.language)
        if kind == "list":
            return self._joined([str(item) for item in value])
        if kind in ("each", "clauses"):
            said = [say(one["code"], self.language, **one["params"]) for one in value]
            return self._joined(said, zh="、" if kind == "each" else "，")
        if kind[:1].isupper():
            terms = getattr(vocabulary, kind)
            values = [value] if isinstance(value, str) else value
            return self._joined([terms(item).label(self.language) for item in values])
        return super().format_field(value, format_spec)

    def _joined(self, parts: list[str], zh: str = "、") -> str:
        return (zh if self.language == "zh" else ", ").join(parts)


def _written_date(value: date | str, language: Language) -> str:
    day = value if isinstance(value, date) else date.fromisoformat(value)
    if language == "zh":
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B} {day.year}"
