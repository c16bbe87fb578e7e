"""The difference between what is stored and what comes in."""

from __future__ import annotations

import dataclasses

from hypothesis import given, settings

from matcher.parties import Counts, Difference, FieldChange, difference
from matcher.parties.snapshot import LISTS
from matcher.programme import RECORDS, Programme
from matcher.vocabulary import ArrangementKind, Category, GiftKind
from tests.builders import a_need, a_village, an_arrangement, an_enterprise, an_offer
from tests.parties.programmes import programmes

STORED = Programme(
    villages=(a_village(1, people=300, note="old"), a_village(2)),
    needs=(a_need(1), a_need(2, village=2)),
    enterprises=(an_enterprise(1),),
    offers=(an_offer(1),),
    arrangements=(an_arrangement(ArrangementKind.PAIRED),),
)


def counts(found: Difference) -> dict[str, tuple[int, int, int, int]]:
    return {
        one.kind: (one.added, one.changed, one.unchanged, one.missing)
        for one in found.counts
        if (one.added, one.changed, one.unchanged, one.missing) != (0, 0, 0, 0)
    }


def after(stored: Programme, found: Difference) -> Programme:
    """What is stored once the difference is taken, worked out from the difference alone."""
    lists = {name: list(getattr(stored, name)) for name in LISTS.values()}
    for change in found.changed:
        rows = lists[LISTS[change.kind]]
        rows[rows.index(change.before)] = change.after
    for row in found.added:
        lists[LISTS[row.kind]].append(row.record)
    return Programme(**{name: tuple(rows) for name, rows in lists.items()}).ordered()


def test_the_same_programme_makes_no_difference():
    found = difference(STORED, STORED)

    assert found.empty
    assert counts(found) == {
        "village": (0, 0, 2, 0),
        "need": (0, 0, 2, 0),
        "enterprise": (0, 0, 1, 0),
        "offer": (0, 0, 1, 0),
        "arrangement": (0, 0, 1, 0),
    }


def test_a_change_names_the_field_with_both_values():
    incoming = Programme(villages=(a_village(1, people=306, note="old"),))

    found = difference(STORED, incoming)

    (change,) = found.changed
    assert (change.kind, change.key, change.title) == ("village", a_village(1).code, "示例村01")
    assert change.fields == (FieldChange("people", 300, 306),)
    assert change.after == a_village(1, people=306, note="old")


def test_an_empty_cell_says_nothing():
    incoming = Programme(villages=(a_village(1, people=None, note=None, harvest_months=()),))

    assert difference(STORED, incoming).empty


def test_zero_and_no_are_said():
    stored = Programme(
        villages=(a_village(1, people=3),), enterprises=(an_enterprise(is_top200=True),)
    )
    incoming = Programme(
        villages=(a_village(1, people=0),), enterprises=(an_enterprise(is_top200=False),)
    )

    found = difference(stored, incoming)

    assert [change.fields for change in found.changed] == [
        (FieldChange("people", 3, 0),),
        (FieldChange("is_top200", True, False),),
    ]


def test_a_row_that_the_file_does_not_have_is_missing_not_removed():
    found = difference(STORED, Programme(villages=(a_village(2), a_village(3))))

    assert counts(found)["village"] == (1, 0, 1, 1)
    assert [row.title for row in found.missing] == ["示例村01"]
    assert STORED.villages[0] in after(STORED, found).villages


def test_a_file_without_a_sheet_says_nothing_about_its_rows():
    found = difference(STORED, Programme(needs=(a_need(1),)))

    assert {row.kind for row in found.missing} == {"need"}
    assert counts(found) == {"need": (0, 0, 1, 1)}


def test_arrangements_are_told_apart_by_who_what_and_when():
    first = an_arrangement(ArrangementKind.GIFT, gift_kind=GiftKind.CASH, amount_fen=100)
    stored = Programme(arrangements=(first,))
    more = dataclasses.replace(first, amount_fen=200)
    goods = dataclasses.replace(first, gift_kind=GiftKind.GOODS)
    elsewhere = dataclasses.replace(first, village_code=None)

    found = difference(stored, Programme(arrangements=(goods, more, elsewhere)))

    assert counts(found) == {"arrangement": (2, 1, 0, 0)}
    assert found.changed[0].fields == (FieldChange("amount_fen", 100, 200),)


def test_two_equal_gifts_are_two_gifts():
    gift = an_arrangement(ArrangementKind.GIFT, gift_kind=GiftKind.CASH, amount_fen=100)

    once = difference(Programme(), Programme(arrangements=(gift, gift)))
    again = difference(after(Programme(), once), Programme(arrangements=(gift, gift)))
    third = difference(Programme(arrangements=(gift, gift)), Programme(arrangements=(gift,) * 3))

    assert len(once.added) == 2
    assert again.empty
    assert counts(third) == {"arrangement": (1, 0, 2, 0)}


def test_an_arrangement_is_called_by_both_sides():
    incoming = Programme(
        villages=(a_village(1),),
        enterprises=(an_enterprise(1),),
        arrangements=(
            an_arrangement(ArrangementKind.PAIRED),
            an_arrangement(ArrangementKind.VISITED, village=None),
        ),
    )

    found = difference(Programme(), incoming)

    titles = [row.title for row in found.added if row.kind == "arrangement"]
    assert sorted(titles) == ["示例企业01", "示例企业01 ↔ 示例村01"]


def test_the_digest_tells_differences_apart():
    changed = difference(STORED, Programme(villages=(a_village(1, people=306),)))
    otherwise = difference(STORED, Programme(villages=(a_village(1, people=307),)))
    from_elsewhere = difference(
        Programme(villages=(a_village(1, people=299, note="old"),)),
        Programme(villages=(a_village(1, people=306),)),
    )
    again = difference(STORED, Programme(villages=(a_village(1, people=306),)))

    assert changed.digest == again.digest
    assert len({changed.digest, otherwise.digest, from_elsewhere.digest}) == 3


@given(programmes())
@settings(max_examples=20)
def test_everything_is_new_to_an_empty_database(programme):
    found = difference(Programme(), programme)

    assert after(Programme(), found) == programme.ordered()
    assert not found.changed
    assert not found.missing


@given(programmes(), programmes())
@settings(max_examples=30)
def test_taking_the_same_file_twice_changes_nothing_the_second_time(stored, incoming):
    once = after(stored, difference(stored, incoming))

    assert difference(once, incoming).empty


@given(programmes(), programmes())
@settings(max_examples=20)
def test_every_row_is_counted_once_and_none_is_lost(stored, incoming):
    found = difference(stored, incoming)
    became = after(stored, found)

    assert [one.kind for one in found.counts] == list(RECORDS)
    for one in found.counts:
        name = LISTS[one.kind]
        before, given_rows = len(getattr(stored, name)), len(getattr(incoming, name))
        assert one.added + one.changed + one.unchanged == given_rows
        assert one.missing == (before + one.added - given_rows if given_rows else 0)
        assert len(getattr(became, name)) == before + one.added
    assert all(isinstance(one, Counts) for one in found.counts)


def test_a_list_in_another_order_is_another_list():
    stored = Programme(
        enterprises=(an_enterprise(excluded_categories=(Category.JOBS, Category.MEDICAL)),)
    )
    incoming = Programme(
        enterprises=(an_enterprise(excluded_categories=(Category.MEDICAL, Category.JOBS)),)
    )

    assert not difference(stored, incoming).empty
