"""The generator: one seed, one programme; every size; everything in it consistent."""

import os
import subprocess
import sys
from collections import Counter

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from matcher.errors import JieduiError
from matcher.messages import say
from matcher.programme import Programme
from matcher.region import is_village_code
from matcher.uscc import is_uscc
from matcher.vocabulary import Category, OfferKind
from seeds.hundred import programme
from tests.seeds.content import digest

GOLDEN_30_BY_40_SEED_7 = "ae46eb416b1d7d7aa6c099d475ab4b05ce600e9de885c537cc80fb581712d8b6"

small_sizes = st.tuples(st.integers(1, 40), st.integers(1, 40))
seeds = st.integers(0, 2**40)


def test_the_same_seed_gives_the_programme_it_always_gave():
    assert digest(programme((30, 40), seed=7)) == GOLDEN_30_BY_40_SEED_7


@pytest.mark.parametrize("hash_seed", ["0", "1"])
def test_the_programme_does_not_depend_on_the_order_of_hashes(hash_seed):
    asked = (
        "from seeds.hundred import programme; from tests.seeds.content import digest;"
        "print(digest(programme((30, 40), seed=7)))"
    )

    answer = subprocess.run(
        [sys.executable, "-c", asked],
        env={**os.environ, "PYTHONHASHSEED": hash_seed, "PYTHONPATH": os.pathsep.join(sys.path)},
        capture_output=True,
        text=True,
        check=True,
    )

    assert answer.stdout.strip() == GOLDEN_30_BY_40_SEED_7


def test_another_seed_gives_another_programme():
    assert digest(programme((30, 40), seed=7)) != digest(programme((30, 40), seed=8))


@pytest.mark.parametrize("size", [(1, 1), (3, 200), (200, 3), (100, 100)])
def test_any_size_is_met_exactly(size):
    made = programme(size)

    assert (len(made.enterprises), len(made.villages)) == size
    assert_consistent(made)


def test_without_a_size_it_is_a_hundred_by_a_hundred():
    assert programme() == programme((100, 100), seed=0)


@settings(max_examples=40, deadline=None)
@given(size=small_sizes, seed=seeds)
def test_every_programme_is_consistent(size, seed):
    assert_consistent(programme(size, seed))


@pytest.mark.parametrize("size", [(0, 5), (5, 0), (-1, 5), (5, 1_000_001)])
def test_an_impossible_size_is_refused_in_a_sentence(size):
    with pytest.raises(JieduiError) as refused:
        programme(size)

    assert "1,000,000" in say(refused.value.code, "zh", **refused.value.params)


def test_a_seed_below_zero_is_refused_in_a_sentence():
    with pytest.raises(JieduiError) as refused:
        programme((2, 2), seed=-3)

    assert "-3" in say(refused.value.code, "zh", **refused.value.params)


def test_a_hundred_by_a_hundred_asks_for_and_offers_every_common_kind_of_help():
    made = programme()
    wanted = Counter(need.category for need in made.needs)
    offered = {category for offer in made.offers for category in offer.categories}

    assert set(wanted) >= set(Category) - {Category.OTHER, Category.PARTY_BUILDING}
    assert offered >= set(wanted)


def test_capacities_are_skewed_and_far_villages_poorer():
    made = programme((1000, 1000), seed=1)
    capacities = sorted(one.max_villages for one in made.enterprises)
    by_distance = sorted(made.villages, key=lambda one: one.km_to_county_seat)

    assert sum(capacities[-100:]) > sum(capacities) / 5
    assert poor_share(by_distance[-300:]) > poor_share(by_distance[:300])


def test_generated_codes_lie_where_no_province_is():
    made = programme((50, 50))

    assert {one.code[:2] for one in made.villages} == {"99"}
    assert {one.uscc[2:4] for one in made.enterprises} == {"99"}


def poor_share(villages):
    return sum(one.poor_people for one in villages) / sum(one.people for one in villages)


def assert_consistent(made: Programme):
    for village in made.villages:
        assert is_village_code(village.code)
        assert village.poor_people <= village.people
        assert village.poor_households <= village.households
        assert village.monitored_households <= village.households
        assert village.working_away <= village.labour_force <= village.people
        assert (village.unsold_t or 0) <= village.annual_output_t
        assert village.town_audited_on < village.county_audited_on
    assert_unique(village.code for village in made.villages)
    assert_unique((village.county, village.name) for village in made.villages)

    villages = {village.code: village for village in made.villages}
    for need in made.needs:
        assert need.village_code in villages
        assert need.beneficiary_people <= villages[need.village_code].people
        assert need.poor_people <= need.beneficiary_people
        assert need.poor_households <= need.beneficiary_households
        assert need.quantity > 0
        assert (need.min_share_fen or 0) <= (need.gap_fen or 0) <= (need.budget_fen or 0)
        assert "{" not in f"{need.title}{need.description}"
    assert_unique(need.number for need in made.needs)
    asked = Counter(need.village_code for need in made.needs)
    assert set(asked) == set(villages)
    assert all(2 <= count <= 4 for count in asked.values())

    enterprises = {enterprise.uscc for enterprise in made.enterprises}
    assert len(enterprises) == len(made.enterprises)
    assert all(is_uscc(code) for code in enterprises)
    assert all(enterprise.max_villages >= 1 for enterprise in made.enterprises)

    for offer in made.offers:
        assert offer.uscc in enterprises
        if offer.kind in (OfferKind.CASH, OfferKind.PURCHASE):
            assert offer.amount_fen > 0
        else:
            assert offer.quantity > 0
            assert offer.unit
        assert offer.starts_on < offer.ends_on
        assert "{" not in f"{offer.title}{offer.description}"
    assert_unique(offer.number for offer in made.offers)
    assert {offer.uscc for offer in made.offers} == enterprises

    ties = [one for one in made.arrangements if one.gift_kind is None]
    assert_unique((one.uscc, one.village_code) for one in ties)
    for tie in made.arrangements:
        assert tie.uscc in enterprises
        assert tie.village_code in villages


def assert_unique(keys):
    counts = Counter(keys)
    assert [key for key, count in counts.items() if count > 1] == []
