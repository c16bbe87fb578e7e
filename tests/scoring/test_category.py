"""Category fit: the right form of help, for as many needs as possible."""

from __future__ import annotations

import itertools

import pytest

from matcher.roster import Pairs, Roster
from matcher.scoring import CRITERIA
from matcher.scoring.criteria.category import BREADTH, FORM
from matcher.scoring.forms import form_fit
from matcher.vocabulary import Category, OfferKind
from tests.builders import a_need, an_offer
from tests.scoring.pairing import a_pair, every_meeting, reason, value


def fit(needs, offers) -> float:
    return value("category", a_pair(needs, offers))


def jobs(number=1):
    return a_need(number, category=Category.JOBS, title="稳定岗位")


def test_posts_for_the_only_need_of_jobs_are_a_full_fit():
    assert fit([jobs()], [an_offer(kind=OfferKind.JOBS)]) == 1


def test_a_roundabout_form_counts_less_than_a_helpful_one_and_that_less_than_the_right_one():
    forms = [OfferKind.CASH, OfferKind.TRAINING, OfferKind.JOBS]

    values = [fit([jobs()], [an_offer(kind=kind)]) for kind in forms]

    assert values == sorted(values)
    assert len(set(values)) == 3


def test_nothing_in_common_is_nothing():
    assert fit([], [an_offer()]) == 0
    assert fit([jobs()], []) == 0
    assert "没有对得上" in reason("category", a_pair([], [an_offer()]))


def test_every_category_has_a_right_form_and_no_form_is_worthless():
    for category in Category:
        assert max(form_fit(category, kind) for kind in OfferKind) == 1
    for category, kind in itertools.product(Category, OfferKind):
        assert 0 < form_fit(category, kind) <= 1


def test_a_full_fit_needs_every_open_need_to_be_met():
    roster = Roster.of(a_pair([jobs(1), jobs(2)], [an_offer(kind=OfferKind.JOBS)]))
    pairs = every_meeting(roster)
    first_only = Pairs(
        pairs.enterprise, pairs.village, pairs.start.clip(max=1), pairs.need[:1], pairs.offer[:1]
    )

    criterion = CRITERIA["category"](roster)

    assert criterion.values(pairs)[0] == 1
    assert criterion.values(first_only)[0] == pytest.approx(FORM + BREADTH / 2)


def test_the_reason_names_the_need_the_form_and_how_many_are_met():
    needs = [a_need(1, title="冷链设备", category=Category.INDUSTRY), jobs(2)]
    told = reason("category", a_pair(needs, [an_offer(kind=OfferKind.CASH, title="设备资金")]))

    assert all(word in told for word in ("「冷链设备」", "产业", "现金"))
    assert "2 项需求中对得上 2 项" in told


def test_more_offers_never_lower_the_fit():
    needs = [jobs(1), a_need(2)]
    kinds = list(OfferKind)
    for one, other in itertools.product(kinds, kinds):
        alone, both = [an_offer(1, kind=one)], [an_offer(1, kind=one), an_offer(2, kind=other)]
        assert fit(needs, both) >= fit(needs, alone)
