"""What-ifs: what each makes of a programme, when it holds, how it is read and written."""

from __future__ import annotations

import dataclasses

import pytest

from matcher.errors import InputRefused, JieduiError
from matcher.messages import say
from matcher.programme import Programme
from matcher.rounds.proposing import propose
from matcher.rounds.supposing import called_with_code, read_entered
from matcher.rounds.what_if_plain import plain_what_if, read_what_if
from matcher.rounds.what_ifs import (
    OfferGrows,
    Places,
    VillageAdded,
    WhatIf,
    Withdraws,
    supposed,
    told,
)
from matcher.vocabulary import ArrangementKind, Category, NeedStatus, Side, Urgency
from tests.builders import (
    a_need,
    a_village,
    an_arrangement,
    an_enterprise,
    an_offer,
    uscc,
    village_code,
)

PROGRAMME = Programme(
    villages=tuple(a_village(n) for n in (1, 2, 3)),
    needs=(*(a_need(n, n, gap_fen=50_000_000) for n in (1, 2, 3)),),
    enterprises=tuple(an_enterprise(n, max_villages=2) for n in (1, 2)),
    offers=(
        an_offer(1, 1, amount_fen=10_000_000),
        an_offer(2, 1, amount_fen=20_000_000),
        an_offer(3, 2),
    ),
    arrangements=(an_arrangement(ArrangementKind.PIN, 1, 1),),
).ordered()
ADDED = VillageAdded(
    "532627105999",
    "向阳村",
    village_code(2),
    title="太阳能路灯",
    category=Category.INFRASTRUCTURE,
    urgency=Urgency.URGENT,
    gap_fen=2_000_000,
)
ALL: list[WhatIf] = [
    Withdraws(Side.ENTERPRISE, uscc(1)),
    Withdraws(Side.VILLAGE, village_code(1)),
    Places(Side.ENTERPRISE, uscc(2), 3),
    Places(Side.VILLAGE, village_code(2), 2),
    OfferGrows(uscc(1), "N0002", 40_000_000),
    ADDED,
    VillageAdded("532627105999", "向阳村", village_code(2)),
]


@pytest.mark.parametrize("what_if", ALL, ids=str)
def test_each_holds_once_it_is_so_and_not_before(what_if: WhatIf) -> None:
    assert not what_if.holds(PROGRAMME)
    assert what_if.holds(what_if.on(PROGRAMME))


@pytest.mark.parametrize("what_if", ALL, ids=str)
def test_each_comes_back_as_it_was_written_and_is_told_in_both_languages(what_if: WhatIf) -> None:
    assert read_what_if(plain_what_if(what_if)) == what_if
    (reason,) = told(PROGRAMME, [what_if])
    assert len({say(reason.code, language, **reason.params) for language in ("zh", "en")}) == 2


@pytest.mark.parametrize(
    ("side", "code"), [(Side.ENTERPRISE, uscc(1)), (Side.VILLAGE, village_code(1))]
)
def test_who_withdraws_is_in_no_pair_and_its_pins_fall(side: Side, code: str) -> None:
    before = propose(PROGRAMME)
    after = propose(supposed(PROGRAMME, [Withdraws(side, code)]))

    assert any(code in (pair.enterprise, pair.village) for pair in before.pairs)
    assert not any(code in (pair.enterprise, pair.village) for pair in after.pairs)
    assert told(PROGRAMME, [Withdraws(side, code)])[0].params["pins"] == 1


def test_an_enterprise_that_had_to_take_some_withdraws_all_the_same() -> None:
    firms = [dataclasses.replace(one, min_villages=1) for one in PROGRAMME.enterprises]
    bound = dataclasses.replace(PROGRAMME, enterprises=tuple(firms))

    plan = propose(supposed(bound, [Withdraws(Side.ENTERPRISE, uscc(1))]))

    assert plan.pairs
    assert {pair.enterprise for pair in plan.pairs} == {uscc(2)}


@pytest.mark.parametrize("added", [ADDED, VillageAdded(ADDED.code, "向阳村", village_code(2))])
def test_an_added_village_takes_part(added: VillageAdded) -> None:
    roomy = supposed(PROGRAMME, [Places(Side.ENTERPRISE, uscc(2), 9), added])

    (village,) = (one for one in roomy.villages if one.code == added.code)
    assert (village.town, village.county) == ("那洒镇", "广南县")
    if not added.title:
        assert added.code in {pair.village for pair in propose(roomy).pairs}


def test_a_suspended_party_has_withdrawn_and_a_village_without_needs_too() -> None:
    village = Withdraws(Side.VILLAGE, village_code(1))
    needs = [
        dataclasses.replace(one, status=NeedStatus.MET)
        if one.village_code == village_code(1)
        else one
        for one in PROGRAMME.needs
    ]

    assert village.holds(dataclasses.replace(PROGRAMME, needs=tuple(needs)))
    assert village.holds(dataclasses.replace(PROGRAMME, villages=(), needs=(), arrangements=()))


@pytest.mark.parametrize(
    "what_if",
    [
        Withdraws(Side.ENTERPRISE, uscc(9)),
        Withdraws(Side.VILLAGE, village_code(9)),
        OfferGrows(uscc(2), "N0001", 1),  # another's offer
        VillageAdded("532627105999", "向阳村", village_code(9)),
    ],
    ids=str,
)
def test_of_nobody_there_nothing_can_be_supposed(what_if: WhatIf) -> None:
    with pytest.raises(JieduiError) as refused:
        supposed(PROGRAMME, [what_if])

    assert refused.value.code == "rounds.what_if_of_nobody"


def test_what_was_typed_is_read() -> None:
    typed = {
        "leaving_enterprise": "示例企业02",
        "richer_enterprise": uscc(1),
        "richer_by": "7.5",
        "placed_village": called_with_code("示例村03", village_code(3)),
        "village_places": " 2 ",
        "added_village": "向阳村",
        "added_like": "示例村02",
    }

    assert read_entered(PROGRAMME, typed) == [
        Withdraws(Side.ENTERPRISE, uscc(2)),
        OfferGrows(uscc(1), "N0002", 27_500_000),  # the greatest of its offers
        Places(Side.VILLAGE, village_code(3), 2),
        VillageAdded("532627105999", "向阳村", village_code(2)),
    ]
    assert read_entered(PROGRAMME, {}) == []


@pytest.mark.parametrize(
    ("typed", "field", "code"),
    [
        ({"leaving_enterprise": "没有这家"}, "leaving_enterprise", "nobody_called"),
        ({"richer_by": "3"}, "richer_enterprise", "party_missing"),
        (
            {"richer_enterprise": "示例企业02", "richer_by": "3"},
            "richer_enterprise",
            "no_money_offered",
        ),
        *(
            ({"richer_enterprise": "示例企业01", "richer_by": typed}, "richer_by", "sum_unclear")
            for typed in ("", "-1", "0", "NaN", "1e999999", "0.0000001", "三")
        ),
        *(
            (
                {"placed_village": "示例村01", "village_places": typed},
                "village_places",
                "places_out_of_range",
            )
            for typed in ("", "-1", "1.5", "99999", "²")
        ),
        ({"added_like": "示例村01"}, "added_village", "added_name"),
        ({"added_village": "新村"}, "added_like", "party_missing"),
        (
            {"added_village": "新村", "added_like": "示例村01", "added_gap": "2"},
            "added_title",
            "added_title",
        ),
        (
            {"added_village": "新村", "added_like": "示例村01", "added_title": "路"},
            "added_category",
            "added_category",
        ),
    ],
)
def test_each_fault_stands_at_its_field(typed: dict[str, str], field: str, code: str) -> None:
    with pytest.raises(InputRefused) as refused:
        read_entered(PROGRAMME, typed)

    (fault,) = refused.value.faults
    assert (fault.field, fault.code) == (field, f"rounds.{code}")
    assert all(say(fault.code, language, **fault.params) for language in ("zh", "en"))


def test_of_two_with_one_name_the_code_must_be_told() -> None:
    alike = dataclasses.replace(
        PROGRAMME, villages=tuple(a_village(n, name="同名村") for n in (1, 2, 3))
    )

    with pytest.raises(InputRefused) as refused:
        read_entered(alike, {"leaving_village": "同名村"})
    (read,) = read_entered(alike, {"leaving_village": village_code(2)})

    assert refused.value.faults[0].code == "rounds.several_called"
    assert read == Withdraws(Side.VILLAGE, village_code(2))


@pytest.mark.parametrize(
    "forged",
    [
        None,
        [],
        "x",
        {},
        {"kind": "no_such"},
        {"kind": "withdraws", "side": "village"},
        {"kind": "withdraws", "side": "nobody", "code": "x"},
        {"kind": "places", "side": "village", "code": "x", "places": "2"},
        {"kind": "places", "side": "village", "code": "x", "places": True},
        {"kind": "places", "side": "village", "code": "x", "places": 10**400},
        {"kind": "withdraws", "side": "village", "code": "\ud800"},
        {"kind": "withdraws", "side": "village", "code": "x" * 101},
    ],
)
def test_what_was_never_written_so_is_not_read(forged: object) -> None:
    with pytest.raises(JieduiError) as refused:
        read_what_if(forged)

    assert refused.value.code == "rounds.what_if_unreadable"
