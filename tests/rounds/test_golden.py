"""The example of Jing'an and Guangnan keeps the pairs that a person read and found sensible."""

from __future__ import annotations

from tests.rounds.golden import EACH_END, best_and_last, kept


def test_the_ten_best_and_the_ten_last_pairs_are_those_that_were_read():
    found = best_and_last()

    assert len(found) == 2 * EACH_END
    assert found == kept()
