"""Decisions become a table to learn from: what stands, with the parts as they were seen."""

from __future__ import annotations

import numpy as np
import pytest

from matcher.errors import JieduiError
from matcher.rounds.experience import Experience, experience, learn_from_decisions
from matcher.rounds.weighing import keep_profile
from matcher.scoring import CRITERIA, DEFAULT_PROFILE
from matcher.store import Database
from matcher.vocabulary import Decision
from tests.databases import SetClock
from tests.rounds.situations import Office


def made(database: Database) -> Experience:
    with database.reading() as session:
        return experience(session)


def test_before_anything_was_decided_there_is_nothing(database: Database) -> None:
    found = made(database)

    assert found.decisions == 0
    assert found.values.shape == (0, len(CRITERIA))


def test_each_standing_decision_is_a_row_with_the_values_it_was_shown_with(
    database: Database, clock: SetClock
) -> None:
    office = Office.of(database)
    rows = office.suggested(office.run())
    for row, decision in zip(rows, (Decision.CONFIRM, Decision.VETO), strict=False):
        office.decide(row, decision, "too far")
        clock.forward(seconds=1)

    found = made(database)

    assert found.accepted.tolist() == [True, False]
    for row, values in zip(rows, found.values, strict=False):
        shown = {part.criterion: part.value for part in row.parts}
        assert values.tolist() == [shown[name] for name in CRITERIA]


def test_what_was_taken_back_taught_nothing_and_the_last_word_counts(database: Database) -> None:
    office = Office.of(database)
    first, second = office.suggested(office.run())[:2]
    office.take_back(office.decide(first, Decision.CONFIRM))
    taken_back = office.take_back(office.decide(second, Decision.CONFIRM))
    office.decide(second, Decision.VETO, "too far", version=taken_back.version)

    assert made(database).accepted.tolist() == [False]


def test_a_pair_that_was_pinned_is_left_out(database: Database) -> None:
    office = Office.of(database)
    first = office.suggested(office.run())[0]
    review = office.decide(first, Decision.CONFIRM)
    (pinned,) = (row for row in office.suggested(office.run()) if row.pinned)
    back = office.take_back(review)

    office.decide(pinned, Decision.VETO, "changed our minds", version=back.version)

    assert made(database).decisions == 0


def test_a_part_that_weighed_nothing_is_not_known(database: Database) -> None:
    office = Office.of(database)
    with database.writing() as session:
        keep_profile(session, office.actor, name="急", weights={"urgency": 100}, expected_version=0)
    office.decide(office.suggested(office.run(profile="急"))[0], Decision.CONFIRM)

    known = ~np.isnan(made(database).values[0])

    assert [name for name, told in zip(CRITERIA, known, strict=True) if told] == ["urgency"]


def test_with_little_history_learning_says_so(database: Database) -> None:
    office = Office.of(database)
    office.decide(office.suggested(office.run())[0], Decision.CONFIRM)

    with pytest.raises(JieduiError) as refused:
        learn_from_decisions(database, office.actor, DEFAULT_PROFILE)

    assert refused.value.code == "scoring.too_few_decisions"
    assert refused.value.params == {"count": 1, "least": 50}
