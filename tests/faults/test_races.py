"""Over real HTTP and several workers: of sixteen who want the one place at once, one gets it."""

from __future__ import annotations

from tests.faults.racing import AT_ONCE, KINDS, raced

ROUNDS = 2


def test_of_sixteen_who_want_the_one_place_at_once_one_gets_it(database_url):
    outcome = raced(database_url, ROUNDS)

    each = {303: ROUNDS, 409: ROUNDS * (AT_ONCE - 1)}
    assert outcome.answers == dict.fromkeys(KINDS, each)
    assert outcome.over_capacity.total() == 0
    assert outcome.without_a_reason == 0


def test_without_lock_and_guards_several_get_it(database_url):
    """The control: the same browsers against a site that thinks of nobody else."""
    outcome = raced(database_url, 1, careless=True)

    assert outcome.over_capacity["board"] > 0
    assert outcome.over_capacity["sending"] > 0
