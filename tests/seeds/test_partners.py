"""Planted partners: who they are, what they offer, and that nothing else was touched."""

from __future__ import annotations

from collections import Counter

from matcher.vocabulary import ArrangementKind as Kind
from matcher.vocabulary import NeedStatus
from seeds.hundred import programme
from seeds.hundred.partners import EACH, with_partners

OPEN = (NeedStatus.OPEN, NeedStatus.PARTLY_MET)


def test_the_same_seed_plants_the_same_partners():
    made = programme((60, 70), seed=3)

    assert with_partners(made, 50, seed=3) == with_partners(made, 50, seed=3)
    assert with_partners(made, 50, seed=3)[1] != with_partners(made, 50, seed=4)[1]


def test_none_are_planted_where_none_are_asked_for():
    made = programme((60, 70), seed=3)

    assert with_partners(made, 0) == (made, frozenset())


def test_partners_are_in_the_aid_relationship_and_nothing_stood_between_them():
    made = programme((60, 70), seed=3)
    homes = {one.uscc: one.registered_district for one in made.enterprises}
    aids = {one.code: one.aid_district for one in made.villages}
    tied = {(tie.uscc, tie.village_code) for tie in made.arrangements}

    _, planted = with_partners(made, 100)

    assert len(planted) > 70
    assert max(Counter(code for _, code in planted).values()) == EACH
    assert all(homes[uscc] == aids[code] for uscc, code in planted)
    assert not planted & tied


def test_a_partner_offers_as_much_as_each_open_need_asks_for():
    made = programme((60, 70), seed=3)

    grown, planted = with_partners(made, 100)

    answered = 0
    for uscc, code in planted:
        offers = [offer for offer in grown.offers if offer.uscc == uscc]
        for need in made.needs:
            if need.village_code != code or need.status not in OPEN:
                continue
            enough = [
                offer
                for offer in offers
                if need.category in offer.categories
                and (
                    (offer.amount_fen or 0) >= (need.gap_fen or 0) > 0
                    or (offer.unit == need.unit and (offer.quantity or 0) >= need.quantity)
                )
            ]
            answered += bool(enough)
            assert enough or need.gap_fen is None
    assert answered > len(planted)


def test_whoever_is_no_partner_stays_as_they_were():
    made = programme((60, 70), seed=3)

    grown, planted = with_partners(made, 30)

    partners = {uscc for uscc, _ in planted}
    assert 0 < len(partners) < 60
    assert grown.villages == made.villages
    assert grown.needs == made.needs
    assert grown.arrangements[: len(made.arrangements)] == made.arrangements
    for rows in ("enterprises", "offers"):
        before, after = (
            [one for one in getattr(which, rows) if one.uscc not in partners]
            for which in (made, grown)
        )
        assert before == after
    said = Counter(tie.kind for tie in grown.arrangements[len(made.arrangements) :])
    assert set(said) == {Kind.VISITED, Kind.GIFT, Kind.ENTERPRISE_KEEN, Kind.VILLAGE_KEEN}
    assert set(said.values()) == {len(planted)}
