"""What an import changes, on the terminal: counts of rows, then a line for every changed field."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import click

from matcher.commands.spoken import language, tell
from matcher.messages import label, say
from matcher.money import spoken
from matcher.parties import Change, Difference
from matcher.parties.plain import PERSONAL
from matcher.vocabulary import Terms

MOST_LINES = 50


def show_difference(found: Difference) -> None:
    """How many rows of each kind, then every changed field, as far as a screen is read."""
    tongue = language()
    for count in found.counts:
        if count.added or count.changed or count.unchanged:
            figures = {**vars(count), "kind": say(f"workbook.sheet.{count.kind}", tongue)}
            tell("cli.import.counts", **figures)
    lines = [line for change in found.changed for line in _lines(change)]
    for line in lines[:MOST_LINES]:
        click.echo(line)
    if len(lines) > MOST_LINES:
        tell("cli.import.more", count=len(lines) - MOST_LINES)


def _lines(change: Change) -> Iterator[str]:
    """One line for each field that gets another value; names and numbers of people stay unsaid."""
    tongue = language()
    for one in change.fields:
        code = "withheld" if one.field in PERSONAL[change.kind] else "changed"
        words = {
            "title": change.title,
            "key": change.key,
            "field": label(change.kind, one.field, tongue),
        }
        yield say(
            f"cli.import.{code}",
            tongue,
            **words,
            old=_said(one.field, one.old),
            new=_said(one.field, one.new),
        )


def _said(field: str, value: Any) -> str:
    """A value as people write it."""
    tongue = language()
    if isinstance(value, tuple):
        return say("cli.import.listed", tongue, items=[_said(field, item) for item in value])
    if isinstance(value, Terms):
        return value.label(tongue)
    if isinstance(value, bool):
        return say(f"cli.import.{'yes' if value else 'no'}", tongue)
    if value is not None and field.endswith("_fen"):
        return spoken(value, tongue)
    return "—" if value is None else str(value)
