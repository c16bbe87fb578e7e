"""The stored parties are field for field the records of the programme."""

from __future__ import annotations

import dataclasses
import typing

import pytest
from sqlalchemy.orm import Mapped

from matcher.parties.plain import PERSONAL
from matcher.parties.snapshot import MODELS
from matcher.programme import RECORDS

OWN = ["id", "created_at", "created_by", "updated_at", "updated_by", "version"]


@pytest.mark.parametrize("kind", RECORDS)
def test_a_stored_row_has_the_fields_of_its_record_in_their_order(kind):
    columns = [column.name for column in MODELS[kind].__table__.columns]

    assert [name for name in columns if name not in OWN] == [
        field.name for field in dataclasses.fields(RECORDS[kind])
    ]
    assert set(OWN) < set(columns)


@pytest.mark.parametrize("kind", RECORDS)
def test_a_stored_field_has_the_type_of_the_record(kind):
    mapped = typing.get_type_hints(MODELS[kind])
    for name, hint in typing.get_type_hints(RECORDS[kind]).items():
        assert mapped[name] == Mapped[hint]


@pytest.mark.parametrize("kind", RECORDS)
def test_what_must_be_said_may_not_be_null(kind):
    columns = MODELS[kind].__table__.columns
    for name, hint in typing.get_type_hints(RECORDS[kind]).items():
        assert columns[name].nullable == (type(None) in typing.get_args(hint))


def test_every_name_and_number_of_a_person_is_known_to_be_one():
    sounds_personal = {
        (kind, field.name)
        for kind, record in RECORDS.items()
        for field in dataclasses.fields(record)
        if field.name.endswith(("_phone", "_person", "filled_by", "contact_name"))
    }
    sounds_personal |= {("village", name) for name in PERSONAL["village"]}

    assert sounds_personal == {(kind, name) for kind, names in PERSONAL.items() for name in names}
