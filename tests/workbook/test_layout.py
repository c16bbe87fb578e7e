"""One layout for reading and writing: every field has its column, label and words."""

from __future__ import annotations

import dataclasses

import pytest

from matcher.messages import LANGUAGES, label, sentences
from matcher.programme import RECORDS
from matcher.vocabulary import Terms
from matcher.workbook import words
from matcher.workbook.cells.tidying import folded
from matcher.workbook.headers import titles
from matcher.workbook.headers.names import HEADER_WORDS, SHEET_WORDS
from matcher.workbook.layout import SHEETS, Kind

RECORD = pytest.mark.parametrize("layout", SHEETS, ids=lambda layout: layout.record)


@RECORD
def test_every_field_of_a_record_has_its_column(layout):
    fields = [field.name for field in dataclasses.fields(RECORDS[layout.record])]

    assert sorted(column.field for column in layout.columns) == sorted(fields)


@RECORD
def test_required_columns_stand_first(layout):
    required = [column.required for column in layout.columns]

    assert required == sorted(required, reverse=True)
    assert layout.key in [column.field for column in layout.columns if column.required]


@RECORD
@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_columns_of_a_sheet_have_the_same_label(layout, language):
    labels = [titles.key(label(layout.record, one.field, language)) for one in layout.columns]

    assert len(set(labels)) == len(labels)


@RECORD
def test_every_label_is_recognised_as_its_own_field(layout):
    for column in layout.columns:
        for language in LANGUAGES:
            found = titles.meaning(layout, label(layout.record, column.field, language))
            assert found
            assert found.own
            assert found.fields == (column.field,)


@RECORD
def test_other_words_name_fields_that_exist_and_hide_no_label(layout):
    own = {
        titles.key(label(layout.record, one.field, language))
        for one in layout.columns
        for language in LANGUAGES
    }
    for field, listed in HEADER_WORDS[layout.record].items():
        assert layout.column(field)
        assert listed
        assert len(set(listed)) == len(listed)
        for word in listed:
            assert titles.key(word) not in own, f"{word} is a label already"


def test_every_sheet_name_means_one_record():
    listed = [word for known in SHEET_WORDS.values() for word in known]

    assert len(set(listed)) == len(listed)
    assert set(SHEET_WORDS) == set(RECORDS)


def test_every_other_word_for_a_term_means_a_term_that_exists():
    lists = {terms.__name__: terms for terms in Terms.__subclasses__()}

    for name, known in words.TERM_WORDS.items():
        labels = {folded(one).casefold() for term in lists[name] for one in (term.zh, term.en)}
        for word, value in known.items():
            assert lists[name](value)
            assert folded(word).casefold() not in labels, f"{word} is a label already"


def test_every_unit_of_a_column_has_its_name_and_its_words():
    for layout in SHEETS:
        for column in layout.columns:
            if column.shape.unit:
                names = sentences()[f"workbook.unit.{column.shape.unit}"].values()
                known = words.FIGURE_UNITS[column.shape.unit]
                assert {folded(name).casefold() for name in names} <= known
    for unit in words.YUAN_PER_UNIT:
        for name in sentences()[f"workbook.unit.{unit}"].values():
            assert words.MONEY_UNITS[folded(name).casefold()] == unit


def test_every_note_and_example_belongs_to_a_field():
    fields = {f"{one.record}.{one.field}" for layout in SHEETS for one in layout.columns}

    for code in sentences():
        for kind in ("workbook.note.", "workbook.example."):
            if code.startswith(kind):
                assert code.removeprefix(kind) in fields


def test_money_is_known_by_its_name():
    money = {one.field for layout in SHEETS for one in layout.columns if one.kind is Kind.MONEY}

    assert money == {
        "collective_income_fen",
        "budget_fen",
        "gap_fen",
        "min_share_fen",
        "gift_budget_fen",
        "amount_fen",
    }
