"""The discussion on its pages: comments, who is named in them, a pair's story, who else looks."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from matcher.access import accounts
from matcher.access.signing_in import IDLE
from matcher.discussion import comments_of
from matcher.rounds.reading import rounds, suggestions
from matcher.vocabulary import Role
from tests.web.boards import decide, pairs
from tests.web.client import Inspector, Page

HOSTILE = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "</p></ol><h1>另一页</h1>",
    "{{ 7 * 7 }} {% raw %} %s %(name)s",
    "<!-- &lt;b&gt; ]]>",
    "שלום שלום 企业",
    "👩‍🌾" * 20,
    "长" * 1999,
    "a" * 300,
]

REFUSED = {
    "请打 13800000000": "不能写电话",
    "@没有这人 请看": "没有“没有这人”",
    "   ": "还没有写内容",
    "长" * 2001: "最多 2,000 个",
}


@pytest.fixture
def database(app):
    return app.extensions["jiedui_database"]


@pytest.fixture
def talk(database) -> str:
    """The address of the round's discussion."""
    with database.reading() as session:
        return f"/rounds/{rounds(session)[0].id}/discussion"


@pytest.fixture
def story(database) -> str:
    """The address of the story of the best pair."""
    with database.reading() as session:
        opened = rounds(session)[0]
        best = suggestions(session, opened.latest_run_id)[0]
    return f"/rounds/{opened.id}/pairs/{best.uscc}/{best.village_code}"


def say(visitor: Inspector, path: str, words: str, status: int = 303) -> Page:
    """Write it with the form of that page."""
    form = path if path.endswith("discussion") else f"{path}/comments"
    return visitor.submit(visitor.get(path), form, status, text=words)


def links_to(page: Page, end: str) -> list[str]:
    return [one for one in page.links() if one.split("#")[0].endswith(end)]


def test_whatever_is_written_is_shown_as_it_was_written(visit, talk):
    visitor = visit(Role.COORDINATOR)

    for words in HOSTILE:
        say(visitor, talk, words)

    page = visitor.get(talk)  # inspected: no script, no handler, sound HTML
    shown = ["".join(one.itertext()) for one in page.all("p", class_="written")]
    assert shown == HOSTILE


def test_what_nobody_sees_is_not_kept(visit, talk, database):
    say(visit(Role.COORDINATOR), talk, "前\u202e后\u2066\x07\u200b\r\n\r\n\r\n\r\n末\ufeff")

    with database.reading() as session:
        (kept,) = comments_of(session, rounds(session)[0].id)
    assert kept.text == "前后\n\n末"


def test_a_refused_comment_is_kept_in_its_field_and_nowhere_else(visit, talk, story, database):
    visitor = visit(Role.COORDINATOR)

    for words, told in REFUSED.items():
        for path in (talk, story):
            page = say(visitor, path, words, status=422)
            assert told in page.text
            assert page.by_id("text").get("aria-invalid") == "true"
            assert page.by_id("text").text.strip("\n") == words
    with database.reading() as session:
        assert session.scalar(text("SELECT count(*) FROM comment")) == 0


def test_who_is_named_finds_it_on_the_first_page_until_it_was_read(visit, talk, story):
    coordinator, leader = visit(Role.COORDINATOR), visit(Role.LEADER)
    say(coordinator, story, "@领导请看这一对")
    say(coordinator, talk, "@领导 看整轮")

    home = leader.get("/")
    assert home.text.count("区协调员 提到了您") == 2
    assert "@领导请看这一对" in home.text
    (link,) = links_to(home, story)
    assert "提到了您" not in coordinator.get("/").text
    page = leader.get(link)
    assert [one.text for one in page.all("strong", class_="named")] == ["@领导"]
    assert page.by_id(link.partition("#")[2]) is not None
    assert leader.get("/").text.count("提到了您") == 1
    leader.get(talk)
    assert "提到了您" not in leader.get("/").text


def test_a_comment_is_taken_back_by_its_author_alone(visit, talk):
    coordinator, leader = visit(Role.COORDINATOR), visit(Role.LEADER)
    say(coordinator, talk, "写错了")
    page = coordinator.get(talk)
    action = next(
        one.get("action") for one in page.all("form") if "withdrawal" in one.get("action")
    )
    assert not [one for one in leader.get(talk).all("form") if "withdrawal" in one.get("action")]
    leader.post(action, status=403)

    page = coordinator.follow(coordinator.submit(page, action))

    assert "本人已于" in page.text
    assert "写错了" not in page.text.replace("写错了可以撤回", "")
    coordinator.post(action, status=409)


def test_a_story_tells_who_decided_what_and_why(visit, story):
    visitor = visit(Role.COORDINATOR)
    board = visitor.get(story.partition("/pairs")[0])
    decide(visitor, "veto", pairs(board)[0], reason="路太远，本年不便")
    say(visitor, story, "明年再看")

    page = visit(Role.AUDITOR).get(story)

    told = page.text
    order = [told.index(words) for words in ("次运算建议", "路太远，本年不便", "明年再看")]
    assert order == sorted(order)
    assert "审计记录第" in told
    assert not page.all("textarea")  # who audits reads, and takes no part
    history = visitor.get(f"/history{story.partition('/pairs')[0]}")
    assert links_to(history, story)


def test_the_others_at_a_round_are_shown_on_its_pages(visit, talk, story, database):
    leader, coordinator = visit(Role.LEADER), visit(Role.COORDINATOR)
    assert "领导" not in presence_of(coordinator, talk)
    for path in (story, talk, talk.removesuffix("/discussion")):
        with database.writing() as session:
            session.execute(text("DELETE FROM presence"))
        leader.get(path)
        assert presence_of(coordinator, talk) == "领导（刚刚）"

    told = coordinator.post(f"{talk.removesuffix('discussion')}presence", status=200)

    assert told.response.json == {"others": "领导（刚刚）"}


def presence_of(visitor: Inspector, talk: str) -> str:
    page = visitor.get(talk)
    (place,) = [one for one in page.tree.iter("p") if one.get("data-presence")]
    (others,) = place.iter("strong")
    assert (place.get("hidden") is None) == bool(others.text)
    return others.text or ""


def test_a_page_left_open_keeps_nobody_signed_in(visit, talk, database):
    visitor = visit(Role.COORDINATOR)
    address = f"{talk.removesuffix('discussion')}presence"
    token = visitor.token()
    start = database.clock()
    database.clock = lambda: start + IDLE - timedelta(minutes=1)
    assert visitor.client.post(address, data={"csrf_token": token}).status_code == 200
    database.clock = lambda: start + IDLE

    assert visitor.client.post(address, data={"csrf_token": token}).status_code == 401
    assert visitor.client.get(talk).status_code == 303


def test_whom_one_may_name_stands_below_the_field(visit, talk, database):
    with database.reading() as session:
        known = {one.display_name: one.role for one in accounts(session)}
    page = visit(Role.COORDINATOR).get(talk)

    names = [one.get("data-name") for one in page.all("li") if one.get("data-name")]

    assert {known[name] for name in names} == {Role.REVIEWER, Role.LEADER, Role.AUDITOR}
