"""What is taken in comes out the same: through JSON, and through either database."""

from __future__ import annotations

import json
import random
from contextlib import suppress

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from matcher.parties import programme_json, read_programme_json, snapshot, take
from matcher.parties.plain import PERSONAL
from matcher.parties.snapshot import LISTS, anonymous
from matcher.programme import Programme
from matcher.store import Database
from tests.builders import a_village, an_enterprise
from tests.parties.programmes import full_programme, programmes
from tests.people import AT_THE_MACHINE


class Undone(Exception):
    """Takes back what an example stored."""


@given(programmes())
@settings(max_examples=20)
def test_a_programme_comes_back_from_its_text(programme):
    text = programme_json(programme)

    assert read_programme_json(text) == programme.ordered()
    assert programme_json(read_programme_json(text)) == text


@given(programmes(), st.randoms())
@settings(max_examples=20)
def test_the_order_of_rows_is_not_in_the_text(programme, chance: random.Random):
    shuffled = {
        name: tuple(chance.sample(getattr(programme, name), len(getattr(programme, name))))
        for name in LISTS.values()
    }

    assert programme_json(Programme(**shuffled)) == programme_json(programme)


@given(programme=programmes())
@settings(max_examples=15, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_what_was_taken_is_what_is_stored(database: Database, programme: Programme) -> None:
    with suppress(Undone), database.writing() as session:
        take(session, AT_THE_MACHINE, programme)
        assert snapshot(session) == programme.ordered()
        assert programme_json(snapshot(session)) == programme_json(programme)
        raise Undone


@given(programmes())
@settings(max_examples=30)
def test_an_anonymous_programme_names_nobody_and_keeps_the_rest(programme):
    blank = anonymous(programme)

    for kind, name in LISTS.items():
        for before, after in zip(getattr(programme, name), getattr(blank, name), strict=True):
            for field, value in vars(before).items():
                assert getattr(after, field) == (None if field in PERSONAL[kind] else value)


def test_every_field_comes_back(database: Database) -> None:
    programme = full_programme()

    with database.writing() as session:
        take(session, AT_THE_MACHINE, programme)

    with database.reading() as session:
        assert snapshot(session) == programme.ordered()
    assert read_programme_json(programme_json(programme)) == programme.ordered()


def test_nobodys_name_or_number_is_left_in_an_anonymous_text() -> None:
    village = a_village(**{name: f"canary-{name}" for name in PERSONAL["village"]})
    enterprise = an_enterprise(**{name: f"canary-{name}" for name in PERSONAL["enterprise"]})
    programme = Programme(villages=(village,), enterprises=(enterprise,))

    assert programme_json(programme).count(b"canary") == 12
    assert b"canary" not in programme_json(anonymous(programme))
    assert json.loads(programme_json(anonymous(programme)))["villages"][0]["name"] == village.name
