"""Terms of closed lists, by label in either language or another sure word, never by likeness."""

from __future__ import annotations

import difflib
from collections.abc import Mapping
from functools import cache

from matcher.vocabulary import Terms
from matcher.workbook import words
from matcher.workbook.cells.tidying import folded, shown
from matcher.workbook.cells.unclear import Unclear
from matcher.workbook.grid import Cell
from matcher.workbook.layout import Column

_LIKE = 0.5  # from here on a known word is worth naming as the one that may be meant


def read_term(cell: Cell, column: Column) -> Terms:
    """The one term of a cell. Raises Unclear."""
    return _term(cell.text, _terms(column))


def read_terms(cell: Cell, column: Column) -> tuple[Terms, ...]:
    """The terms of a cell with several, each once, in the order written. Raises Unclear."""
    terms = _terms(column)
    text = folded(cell.text).casefold()
    if text in words.NONE_OF_THEM and text not in _by_word(terms):
        return ()
    parts = [part for part in words.LIST_SIGNS.split(cell.text) if folded(part)]
    return tuple(dict.fromkeys(_term(part, terms) for part in parts))


def _terms(column: Column) -> type[Terms]:
    assert column.terms is not None
    return column.terms


def _term(text: str, terms: type[Terms]) -> Terms:
    word = folded(text).casefold()
    known = _by_word(terms)
    if word in known:
        return known[word]
    listed = {"known_zh": [one.zh for one in terms], "known_en": [one.en for one in terms]}
    near = difflib.get_close_matches(word, known, n=1, cutoff=_LIKE)
    if not near:
        raise Unclear("unknown_term", found=shown(text), **listed)
    meant = known[near[0]]
    raise Unclear(
        "unknown_term_near", found=shown(text), near_zh=meant.zh, near_en=meant.en, **listed
    )


@cache
def _by_word(terms: type[Terms]) -> Mapping[str, Terms]:
    others = words.TERM_WORDS.get(terms.__name__, {})
    members = {term.value: term for term in terms}
    known = {folded(word).casefold(): members[value] for word, value in others.items()}
    for term in terms:
        for word in (term.value, term.en, term.zh):
            known[folded(word).casefold()] = term
    return known
