"""The review board: the plan as decided, every step with its reason, and what each would cost."""

from __future__ import annotations

import re

import pytest

from matcher.access import operator
from matcher.parties import take
from matcher.parties.listing import PER_PAGE
from matcher.rounds.boards import draft_of, latest_run
from matcher.rounds.consequences import of_veto
from matcher.rounds.running import open_round, run_round
from matcher.vocabulary import Role
from seeds.hundred import programme
from tests.web.boards import address, board, counts, decide, figure, key_of, pairs, rows
from tests.web.client import Inspector, signed_in
from web.rounds.pairings import SHADES

SVG = "{http://www.w3.org/2000/svg}"


def test_a_pair_looked_at_closely_says_why_and_its_parts_add_up(visit):
    visitor = visit(Role.COORDINATOR)
    page = board(visitor)
    links = [one.get("href") for one in page.all("a", class_="closer")]

    assert len(links) == counts(page)["all"] > 3
    for link in links[:4]:
        closely = visitor.get(link)
        total = int(re.sub(r"\D", "", closely.all("span", class_="closely-score")[0].text))
        points = [
            int("".join(one.itertext()).split("/")[0]) for one in closely.all("dd", class_="number")
        ]
        reasons = ["".join(one.itertext()).strip() for one in closely.all("dd", class_="sentence")]
        assert sum(points) == total
        assert len(reasons) == len(points)
        assert all(reasons)
        assert closely.all("p", class_="veto-words")
    bars = [one for one in page.all(f"{SVG}rect") if one.get("class") != "rest"]
    assert bars
    assert {one.get("class") for one in bars} <= {f"shade-{n + 1}" for n in range(SHADES)}


def test_a_decision_stands_with_by_whom_and_why_and_can_be_taken_back(visit):
    visitor = visit(Role.COORDINATOR)
    first = pairs(board(visitor))[0]

    decide(visitor, "confirm", first, reason="双方都愿意")
    page = board(visitor, "?show=confirm")

    assert list(rows(page)) == [key_of(first)]
    assert "双方都愿意" in page.text
    assert Role.COORDINATOR.zh in page.text
    decide(visitor, "taken_back", *pairs(page))
    assert counts(board(visitor))["confirm"] == 0


@pytest.mark.parametrize("decision", ["veto", "aside"])
def test_what_needs_a_reason_is_refused_in_its_place_without_one(visit, decision):
    visitor = visit(Role.COORDINATOR)
    chosen = pairs(board(visitor))[3]

    refused = decide(visitor, decision, chosen, reason="   ", status=422)

    assert refused.by_id("reason-fault").text
    assert refused.by_id("reason").get("aria-invalid") == "true"
    (article,) = refused.all("article")
    assert article.get("data-pair") == key_of(chosen)
    assert counts(board(visitor))["out"] == 0


def test_what_was_typed_is_kept_when_the_decision_is_refused(visit):
    visitor = visit(Role.COORDINATOR)
    first, second = pairs(board(visitor))[:2]
    words = "<b>太远</b>" * 100  # longer than a reason may be

    assert decide(visitor, "veto", first, reason=words, status=422).by_id("reason").text == words
    several = decide(visitor, "veto", first, second, reason=words, status=422)
    assert several.by_id("reason-chosen").get("value") == words


def test_after_a_veto_the_plan_is_another_and_the_page_says_what_moved(visit):
    visitor = visit(Role.COORDINATOR)
    before = board(visitor)
    first = pairs(before)[0]
    total = int(re.sub(r"\D", "", figure(before, "总分")))

    page = decide(visitor, "veto", first, reason="路太远")

    now, *change = figure(page, "总分").replace("分", "").split()
    assert key_of(first) not in rows(page)
    assert int(now.replace(",", "")) - total == int(change[0].replace("−", "-").replace(",", ""))
    assert "%" in change[1]
    changed = " ".join("".join(page.by_id("changed").itertext()).split())
    assert "否决" in changed
    assert "路太远" in changed
    marked = [one.get("data-key") for one in page.all("tr") if "moved" in (one.get("class") or "")]
    assert set(marked) == rows(page).keys() - rows(before).keys()
    (seen,) = [one for one in page.all("a") if "知道了" in "".join(one.itertext())]
    assert visitor.get(seen.get("href")).all("section", id="changed") == []


def test_the_words_beside_a_pair_tell_what_its_veto_then_does(visit):
    """What was foretold is what happens: the same difference of the same totals."""
    visitor = visit(Role.COORDINATOR)
    page = board(visitor)
    chosen = pairs(page)[1]
    words = (
        visitor.get(next(one.get("href") for one in page.all("a", class_="closer")))
        .all("p", class_="veto-words")[0]
        .text
    )
    foretold = re.search(r"总分 (−[\d,]+)", rows(page)[key_of(chosen)])[1]

    after = decide(visitor, "veto", chosen, reason="x")

    assert foretold in figure(after, "总分")
    assert words.startswith("否决后：")


def test_several_pairs_are_decided_at_one_go_undone_and_redone(visit):
    visitor = visit(Role.COORDINATOR)
    chosen = pairs(board(visitor))[:3]

    page = decide(visitor, "confirm", *chosen, reason="一起定")
    assert counts(page)["confirm"] == 3
    path = address(visitor)
    page = visitor.follow(visitor.submit(page, f"{path}/undo"))
    assert counts(page)["confirm"] == 0
    page = visitor.follow(visitor.submit(page, f"{path}/redo"))
    assert counts(page)["confirm"] == 3
    visitor.submit(page, f"{path}/undo", 409, deed="no-such-deed")


def test_the_button_of_a_row_confirms_it_alone(visit):
    visitor = visit(Role.COORDINATOR)
    first, second = pairs(board(visitor))[:2]

    page = decide(visitor, "", second, only=first)

    assert list(rows(board(visitor, "?show=confirm"))) == [key_of(first)]
    assert counts(page)["confirm"] == 1


def test_nothing_chosen_is_refused(visit):
    visitor = visit(Role.COORDINATOR)

    assert "勾选" in decide(visitor, "veto", reason="x", status=422).text


@pytest.mark.parametrize("pair", ["x", "a-b", "a-b-c", "a-b--1", "-b-0", "a-b-" + "9" * 30])
def test_a_pair_that_no_page_of_ours_sends_is_refused(visit, pair):
    decide(visit(Role.COORDINATOR), "confirm", pair, status=400)


def test_of_two_who_decide_at_once_the_second_sees_both_and_merges(visit):
    one, other = visit(Role.COORDINATOR), visit(Role.COORDINATOR)
    chosen = pairs(board(one))[:2]
    decide(one, "veto", chosen[0], reason="路太远")

    clash = decide(other, "confirm", *chosen, reason="村里很想要", status=409)

    text = clash.text
    assert text.index("村里很想要") < text.index("路太远")
    assert counts(board(one))["confirm"] == 0
    merged = clash.by_id("reason").text
    assert "村里很想要" in merged
    assert "路太远" in merged
    again = [
        each.get("value")
        for each in clash.all("input", name="pair")
        if each.get("type") == "hidden" or each.get("checked") is not None
    ]
    assert sorted(map(key_of, again)) == sorted(map(key_of, chosen))
    page = decide(other, "confirm", *again, reason=merged)
    assert counts(page)["confirm"] == 2


def test_a_pair_that_left_the_plan_is_not_confirmed_unseen(large):
    other = signed_in(large.app, Role.COORDINATOR)
    before = board(other)
    with large.app.extensions["jiedui_database"].reading() as session:
        draft = draft_of(session, latest_run(session, address(large).rpartition("/")[2]))
        vetoed, gone = next(
            (pair, other_gone)
            for pair in draft.chosen
            for other_gone in of_veto(draft, pair).gone
            if other_gone != pair
        )
    decide(large, "veto", "-".join((*vetoed, "0")), reason="x")

    late = decide(other, "confirm", "-".join((*gone, "0")), status=409)

    assert before.all("tbody")
    assert "锁定" in late.text
    assert counts(board(other))["confirm"] == 0


def test_another_partner_is_chosen_among_those_with_their_true_cost(visit):
    visitor = visit(Role.COORDINATOR)
    page = board(visitor)
    path = address(visitor)
    options = page.all("input", name="instead")
    assert options
    total = int(re.sub(r"\D", "", figure(page, "总分")))
    words = [one for one in page.all("td") if "换了以后" in (one.get("title") or "")]
    assert words

    form = page.form(f"{path}/exchange")
    visitor.submit(page, f"{path}/exchange", 422, instead="", reason="更近")
    visitor.submit(page, f"{path}/exchange", 422, instead=options[0].get("value"), reason=" ")
    answer = visitor.submit(
        page, f"{path}/exchange", instead=options[0].get("value"), reason="更近"
    )
    after = visitor.follow(answer)

    assert key_of(options[0].get("value")) in rows(after)
    assert key_of(form["pair"]) not in rows(after)
    change = re.search(r"总分 (−?\+?[\d,]+)", words[0].get("title"))
    now = int(re.sub(r"\D", "", figure(after, "总分").split("分")[0]))
    assert now - total == int(change[1].replace("−", "-").replace(",", "")) if change else True


def test_places_of_a_round_are_changed_with_a_reason_where_they_are_fewer(visit):
    visitor = visit(Role.COORDINATOR)
    page = board(visitor)
    path = address(visitor)
    now = int(page.by_id("places-enterprise").get("value"))

    more = visitor.follow(visitor.submit(page, f"{path}/places", places=str(now + 1)))
    assert "名额改为" in "".join(more.by_id("changed").itertext())
    visitor.submit(more, f"{path}/places", 422, places="many")
    page = board(visitor)
    form = {**page.form(f"{path}/places"), "places": "0"}
    if int(page.by_id("places-enterprise").get("value")):
        visitor.post(f"{path}/places", form, 422)
        visitor.post(f"{path}/places", {**form, "reason": "企业只能帮一个"}, 303)


def test_villages_without_a_partner_have_reasons_and_helps_that_work(visit):
    visitor = visit(Role.COORDINATOR)
    page = board(visitor)
    decide(visitor, "veto", *pairs(page)[:3], reason="x")

    page = board(visitor, "?show=missed")
    (deck,) = page.all("ul", class_="deck deck-in-panel")
    cards = [one for one in deck if one.tag == "li"]
    assert len(cards) == counts(page)["missed"] > 0
    helped = next(one for one in cards if "".join(one.itertext()).count("多覆盖"))
    form = next(helped.iter("form"))
    sent = {one.get("name"): one.get("value") for one in form.iter("input")}
    name = "".join(next(helped.iter("h3"))[0].itertext())

    after = visitor.follow(visitor.post(form.get("action"), sent))

    assert name in " ".join(rows(board(visitor)).values())
    assert counts(after)["missed"] < counts(page)["missed"]


def test_who_may_only_look_gets_no_buttons(visit):
    visitor = visit(Role.LEADER)

    for query in ("", "?show=missed", "?view=graph"):
        page = board(visitor, query)
        posts = {one.get("action") for one in page.all("form") if one.get("method") == "post"}
        path = address(visitor)
        assert pairs(page) == []
        steps = {f"{path}/{step}" for step in ("undo", "redo", "runs", "places", "exchange")}
        assert not posts & steps
        assert not [one for one in page.all("button") if one.get("name") in ("decision", "only")]
    decide(visitor, "confirm", "x-y-0", status=403)


@pytest.fixture
def large(empty_app) -> Inspector:
    database = empty_app.extensions["jiedui_database"]
    with database.writing() as session:
        take(session, operator("tests"), programme((90, 100), seed=3))
        opened = open_round(session, operator("tests"), campaign="行动", name="大轮")
    run_round(database, operator("tests"), opened.id)
    return signed_in(empty_app, Role.COORDINATOR)


def test_a_long_board_has_pages_and_one_comes_back_to_ones_own(large):
    first = board(large)
    (following,) = {one.get("href") for one in first.all("a", rel="next")}

    second = large.get(following)
    chosen = pairs(second)[0]
    refused = decide(large, "veto", chosen, status=422, page="2")
    done = decide(large, "confirm", chosen, page="2")

    assert counts(first)["all"] > PER_PAGE == len(pairs(first))
    assert set(pairs(first)) & set(pairs(second)) == set()
    assert key_of(chosen) in rows(refused)
    assert key_of(chosen) in rows(done)


def test_every_pair_of_the_draft_is_in_the_graph_with_words_for_each_party(large):
    page = board(large, "?view=graph")
    with large.app.extensions["jiedui_database"].reading() as session:
        run = latest_run(session, address(large).rpartition("/")[2])
        draft = draft_of(session, run)

    lines = [one for one in page.all(f"{SVG}path") if one.get("data-v")]
    parties = [one for one in page.all(f"{SVG}a") if (one.get("class") or "").startswith("party")]

    assert len(lines) == len(draft.chosen)
    assert len(parties) == len(draft.basis.plan.villages) + len(draft.basis.plan.enterprises)
    assert all(one.get("aria-label") for one in parties)
    assert {one.get("class") for one in lines} == {"line suggested"}
    widths = [float(one.get("stroke-width")) for one in lines]
    assert max(widths) > min(widths)
    decide(large, "veto", pairs(board(large))[0], reason="x")
    decide(large, "confirm", pairs(board(large))[0])
    kinds = [one.get("class") for one in board(large, "?view=graph").all(f"{SVG}path")]
    assert kinds.count("line decided") == 2  # and one in the legend
    vetoed = board(large, "?view=graph&show=out").all(f"{SVG}path", class_="line vetoed")
    assert [one for one in vetoed if one.get("data-v")]
