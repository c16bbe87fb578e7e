"""Pairs on the site: sent out, answered, registered, found; each role sees and does its own."""

from __future__ import annotations

import itertools
import threading
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from matcher.access import Actor, Scope, open_account, operator
from matcher.messages import say
from matcher.pairing import PairRow, PairSearch, find_pairs
from matcher.rounds.reading import rounds, suggestions
from matcher.rounds.reviewing import decide
from matcher.vocabulary import Decision, PairMove, PairState, Role
from tests.sites import PASSWORD
from tests.web.client import Inspector, Page

COORDINATOR = Actor(None, "tests", "tests", Role.COORDINATOR)
TODAY = datetime.now(UTC).date()
SAID = {"said_by": "村主任", "said_on": (TODAY - timedelta(days=1)).isoformat()}
Visit = Callable[[Role | None], Inspector]
_names = itertools.count(1)


@pytest.fixture
def round_id(app: Flask) -> str:
    """A round with three confirmed pairs."""
    with app.extensions["jiedui_database"].writing() as session:
        (opened,) = rounds(session)
        for row in suggestions(session, opened.latest_run_id)[:3]:
            decide(session, COORDINATOR, row.id, Decision.CONFIRM, expected_version=0)
    return opened.id


@pytest.fixture
def sent(visit: Visit, app: Flask, round_id: str) -> list[PairRow]:
    """They were sent out on the site itself."""
    visitor, path = visit(Role.COORDINATOR), f"/pairs/rounds/{round_id}"
    visitor.post(path, {"answer_by": day(9), "review_ids": boxes(visitor.get(path))})
    return found(app)


def day(ahead: int) -> str:
    return (TODAY + timedelta(days=ahead)).isoformat()


def boxes(page: Page) -> list[str]:
    return [one.get("value") for one in page.all("input", name="review_ids")]


def found(app: Flask) -> list[PairRow]:
    with app.extensions["jiedui_database"].reading() as session:
        return list(find_pairs(session, COORDINATOR, PairSearch()).page.rows)


def one_of(app: Flask, role: Role, scope: Scope) -> Inspector:
    """Somebody who belongs to one side."""
    name = f"side-{next(_names)}"
    with app.extensions["jiedui_database"].writing() as session:
        open_account(
            session,
            operator("tests"),
            name=name,
            display_name=name,
            role=role,
            password=PASSWORD,
            scope=scope,
        )
    return Inspector(app).sign_in(name, PASSWORD)


def press(
    visitor: Inspector, pair: PairRow, move: PairMove, status: int = 303, **given: str
) -> Page:
    """Fill in the form of this move as it stands on the pair's page, and press its button."""
    page = visitor.get(f"/pairs/{pair.id}")
    buttons = page.all("button", name="move", value=move.value)
    assert len(buttons) == 1
    (form,) = (one for one in page.all("form") if buttons[0] in list(one.iter("button")))
    fields = {one.get("name"): one.get("value") or "" for one in form.iter("input")}
    return visitor.post(form.get("action"), {**fields, "move": move.value, **given}, status)


def moves_offered(page: Page) -> set[str]:
    return {one.get("value") for one in page.all("button", name="move")}


def test_confirmed_pairs_are_sent_out_and_then_no_longer_wait(visit, app, round_id):
    visitor, path = visit(Role.COORDINATOR), f"/pairs/rounds/{round_id}"
    first = visitor.get(path)
    assert len(boxes(first)) == len(first.all("input", name="review_ids", checked="")) == 3

    listed = visitor.follow(
        visitor.post(path, {"answer_by": day(9), "review_ids": boxes(first)[:2]})
    )

    assert [row.state for row in found(app)] == [PairState.ASKED] * 2
    assert say("web.pairing.sent", "zh", count=2) in listed.text
    assert len(boxes(visitor.get(path))) == 1
    again = visitor.post(path, {"answer_by": day(9), "review_ids": boxes(first)[:2]}, 409)
    assert again.all("div", role="alert")
    assert len(found(app)) == 2


def test_many_who_send_the_same_at_once_send_it_once(visit, app, round_id):
    """Sixteen browsers of one coordinator: one is answered with a redirect, fifteen with 409."""
    visitor, path = visit(Role.COORDINATOR), f"/pairs/rounds/{round_id}"
    token, chosen = visitor.token(), boxes(visitor.get(path))
    kept = visitor.client._cookies
    told: Counter[int] = Counter()

    for review in chosen:
        together = threading.Barrier(16)

        def send(_: int, review: str = review, together: threading.Barrier = together) -> int:
            client = app.test_client()
            client._cookies = dict(kept)
            sent = {"csrf_token": token, "answer_by": day(9), "review_ids": review}
            together.wait(30)
            return client.post(path, data=sent).status_code

        with ThreadPoolExecutor(16) as threads:
            told += Counter(threads.map(send, range(16)))

    assert told == {303: 3, 409: 45}
    assert len(found(app)) == 3


def test_a_day_that_is_none_or_past_and_nothing_chosen_are_told_in_their_place(
    visit, app, round_id
):
    visitor, path = visit(Role.COORDINATOR), f"/pairs/rounds/{round_id}"
    chosen = boxes(visitor.get(path))[:1]

    for answer_by in ("", "soon", day(0), "2026-02-31"):
        refused = visitor.post(path, {"answer_by": answer_by, "review_ids": chosen}, 422)
        assert refused.by_id("answer_by-fault").text
        assert len(refused.all("input", name="review_ids", checked="")) == 1
    assert visitor.post(path, {"answer_by": day(3)}, 422).all("div", role="alert")
    assert found(app) == []


def test_a_coordinator_registers_both_answers_the_signing_and_the_end(visit, app, sent):
    visitor, pair = visit(Role.COORDINATOR), sent[0]

    for move, given in (
        (PairMove.ENTERPRISE_AGREES, SAID),
        (PairMove.VILLAGE_AGREES, SAID),
        (PairMove.SIGN, {"since": day(0), "until": day(365)}),
        (PairMove.RENEW, {"until": day(730)}),
        (PairMove.END, {"reason": "双方商定"}),
    ):
        page = visitor.follow(press(visitor, pair, move, **given))
        assert move.zh in page.text
    assert moves_offered(page) == set()
    assert "村主任" in page.text
    assert "双方商定" in page.text
    assert next(row for row in found(app) if row.id == pair.id).state is PairState.ENDED


def test_what_is_missing_is_told_beside_its_field_and_what_was_typed_is_kept(visit, sent):
    visitor = visit(Role.COORDINATOR)

    refused = press(visitor, sent[0], PairMove.VILLAGE_DECLINES, 422, said_by="<主任>", said_on="")

    assert refused.by_id("village-reason-fault").text
    assert refused.by_id("village-said_on-fault").text
    assert refused.by_id("village-said_by").get("value") == "<主任>"
    assert refused.by_id("enterprise-said_by").get("value") == ""
    no_day = press(visitor, sent[0], PairMove.VILLAGE_AGREES, 422, said_by="x", said_on="gestern")
    assert "2026-04-08" in "".join(no_day.by_id("village-said_on-fault").itertext())


def test_of_two_who_act_at_once_the_second_is_told_what_stands_now(visit, sent):
    one, other, pair = visit(Role.COORDINATOR), visit(Role.COORDINATOR), sent[0]
    stale = other.get(f"/pairs/{pair.id}").form(f"/pairs/{pair.id}/withdrawal")
    press(one, pair, PairMove.ENTERPRISE_AGREES, **SAID)

    late = other.post(
        f"/pairs/{pair.id}/withdrawal", {**stale, "move": "withdraw", "reason": "名单有误"}, 409
    )

    (alert,) = late.all("div", role="alert")
    assert PairState.ENTERPRISE_AGREED.zh in "".join(alert.itertext())
    assert "名单有误" in "".join(late.by_id("withdraw-reason").itertext())


def test_each_side_sees_and_answers_its_own_pairs_alone(app, sent):
    pair, other = sent[0], sent[1]
    firm = one_of(app, Role.ENTERPRISE, Scope(uscc=pair.uscc))
    village = one_of(app, Role.VILLAGE, Scope(village_code=pair.village_code))

    assert moves_offered(firm.get(f"/pairs/{pair.id}")) == {
        "enterprise_agrees",
        "enterprise_declines",
    }
    press(firm, pair, PairMove.ENTERPRISE_AGREES)
    page = village.follow(press(village, pair, PairMove.VILLAGE_AGREES))
    assert PairState.TO_SIGN.zh in page.text
    assert moves_offered(page) == {"village_declines"}
    village.follow(press(village, pair, PairMove.VILLAGE_DECLINES, reason="另有伙伴"))

    for side in (firm, village):
        listed = side.get("/pairs")
        assert f"/pairs/{pair.id}" in listed.links()
        if other.uscc != pair.uscc:
            assert f"/pairs/{other.id}" not in listed.links()
            side.get(f"/pairs/{other.id}", 404)
    assert next(row for row in found(app) if row.id == pair.id).state is PairState.DECLINED


def test_a_side_cannot_speak_for_the_other_whatever_it_sends(app, sent):
    pair = sent[0]
    firm = one_of(app, Role.ENTERPRISE, Scope(uscc=pair.uscc))
    path = f"/pairs/{pair.id}/answer"

    firm.post(path, {"move": "village_agrees", "version": pair.version}, 403)
    for move in ("withdraw", "sign", "lapse", "nonsense", ""):
        firm.post(path, {"move": move, "version": pair.version}, 409)
    firm.post(f"/pairs/{sent[0].id}/withdrawal", {"move": "withdraw"}, 403)

    assert {row.state for row in found(app)} == {PairState.ASKED}


def test_unbound_accounts_find_nothing(visit, sent):
    for role in (Role.ENTERPRISE, Role.VILLAGE, Role.CADRE):
        visitor = visit(role)
        assert not [one for one in visitor.get("/pairs").links() if one.startswith("/pairs/")]
        visitor.get(f"/pairs/{sent[0].id}", 404)


@pytest.mark.parametrize("role", [Role.REVIEWER, Role.LEADER, Role.AUDITOR, Role.FINANCE])
def test_who_looks_on_reads_everything_and_has_no_button(visit, sent, role):
    visitor = visit(role)

    page = visitor.get(f"/pairs/{sent[0].id}")

    assert len([one for one in visitor.get("/pairs").links() if one.startswith("/pairs/")]) == 3
    assert moves_offered(page) == set()
    assert not page.all("input", type="email")


def test_the_list_is_filtered_by_state_side_and_county(visit, app, sent):
    visitor = visit(Role.COORDINATOR)
    press(visitor, sent[0], PairMove.WITHDRAW, reason="名单有误")

    def listed(query: str) -> set[str]:
        links = visitor.get(f"/pairs?{query}").links()
        return {one.removeprefix("/pairs/") for one in links if one.startswith("/pairs/")}

    assert listed("state=withdrawn") == {sent[0].id}
    assert listed("state=asked") == {row.id for row in sent[1:]}
    assert sent[1].id in listed(f"text={sent[1].village}")
    assert listed(f"county={sent[0].county}&state=withdrawn") == {sent[0].id}
    assert listed("county=nowhere") == listed("text=nobody") == set()
    assert listed("state=nonsense&page=99") == {row.id for row in sent}


def test_without_pairs_the_list_says_what_to_do_first(visit):
    page = visit(Role.COORDINATOR).get("/pairs")

    assert say("web.pairing.none_title", "zh") in page.text
    assert "/rounds" in page.links()


def test_addresses_are_kept_and_letters_shown_to_coordinators(visit, sent):
    visitor, pair = visit(Role.COORDINATOR), sent[0]
    path = f"/pairs/{pair.id}/mailbox"
    assert say("web.pairing.no_address", "zh") in visitor.get(f"/pairs/{pair.id}").text

    visitor.post(path, {"side": "village", "address": "village@example.com"})
    page = visitor.get(f"/pairs/{pair.id}")
    assert page.by_id("address-village").get("value") == "village@example.com"
    assert page.by_id("address-enterprise").get("value") == ""
    visitor.post(path, {"side": "village", "address": "13800000000"}, 422)
    visitor.post(path, {"side": "nobody", "address": "a@example.com"}, 409)


def test_pairs_are_shown_in_english_too(visit, sent):
    visitor = visit(Role.COORDINATOR)
    visitor.post("/language", {"language": "en", "next": "/pairs"})

    assert "What comes next" in visitor.get("/pairs").text
    assert "Both asked" not in visitor.get(f"/pairs/{sent[0].id}").text
    assert PairState.ASKED.en in visitor.get(f"/pairs/{sent[0].id}").text
