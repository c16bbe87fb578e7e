"""How well right offers are told from wrong ones, on the held-out half, beside baselines."""

from __future__ import annotations

from collections import Counter

import numpy as np
import pytest

from matcher.scoring import likeness
from matcher.vocabulary import Category
from tests.benchmarks.likeness import by_characters, by_words, longest_words
from tests.scoring.labelled import among_the_first, area, pairs, rows

HELD_OUT = [row for row in rows() if row.held_out]
HARD = [row for row in HELD_OUT if row.hard]
HALF_HARD = [row for row in HELD_OUT if row.batch == 1]
BASELINES = {"characters": by_characters, "words": by_words(longest_words)}


def test_the_set_is_large_covers_all_categories_and_half_of_it_is_hard():
    everything = rows()
    count = Counter(row.category for row in everything)

    assert 2 * len(everything) >= 300
    assert set(count) == set(Category)
    assert min(count.values()) >= 20
    assert sum(row.hard for row in everything) * 2 >= len(everything)
    assert len({row.need for row in everything}) == len(everything)


def test_right_offers_are_told_from_wrong_ones():
    assert area(HELD_OUT, likeness) >= 0.96
    assert area(HARD, likeness) >= 0.94


def test_in_every_category_right_offers_are_told_from_wrong_ones():
    poor = {
        category: round(found, 2)
        for category in Category
        if (found := area([r for r in rows() if r.category == category], likeness)) < 0.85
    }

    assert poor == {}


def test_the_right_offer_is_among_the_first_three_of_sixty():
    assert among_the_first(HALF_HARD, likeness) >= 0.9
    assert among_the_first(HELD_OUT, likeness) >= 0.85


@pytest.mark.parametrize("baseline", BASELINES)
def test_it_is_far_ahead_of_counting_common(baseline):
    assert area(HELD_OUT, BASELINES[baseline]) + 0.3 < area(HELD_OUT, likeness)
    assert area(HARD, BASELINES[baseline]) < 0.5


def test_sentences_that_nobody_learned_from_are_read_well_too():
    blind = rows("blind")
    hard = [row for row in blind if row.hard]

    assert area(blind, likeness) >= 0.85 > area(blind, by_characters) + 0.3
    assert area(hard, likeness) >= 0.76
    assert among_the_first(blind, likeness) >= 0.7


def test_a_good_meeting_is_shown_as_good_and_an_unrelated_one_as_poor():
    needs, offers, together = pairs(HELD_OUT)
    values = np.diag(likeness(needs, offers))
    together = np.array(together)

    assert np.median(values[together]) >= 0.8
    assert np.median(values[~together]) <= 0.15
