"""Comments: written, read, withdrawn, never changed; what a tenant may not see is not there."""

from __future__ import annotations

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import DatabaseError

from matcher.access import Action, Actor, audit_rows, record, verify_chain
from matcher.access.digests import sha256
from matcher.discussion import (
    chronicle,
    comment_count,
    comments_of,
    mentions_of,
    pairs_discussed,
    read_mentions,
    withdraw_comment,
    write_comment,
)
from matcher.discussion.auditing import altered_comments
from matcher.discussion.model import Comment
from matcher.errors import Conflict, InputRefused, NotAllowed, NotFound
from matcher.parties import narrow
from matcher.store import Database
from matcher.vocabulary import Role
from tests.databases import SetClock
from tests.people import somebody
from tests.tenants import B, open_for, settle

SAME = "round_id, uscc, village_code, text, written_at, written_by, author_id"
ATTACKS = (
    "UPDATE comment SET text = 'x'",
    "DELETE FROM comment",
    "INSERT INTO comment SELECT 'a', round_id, uscc, village_code, '', written_at, written_by,"
    " author_id FROM comment",
    "INSERT INTO comment SELECT 'b', round_id, NULL, '532627105201', text, written_at,"
    " written_by, author_id FROM comment",
)


def say(database: Database, actor: Actor, round_id: str, words: str, pair=None) -> str:
    with database.writing() as session:
        narrow(session, actor)
        return write_comment(session, actor, round_id, words, pair)


def state(database: Database) -> tuple[int, int]:
    """How many comments and how many links of the chain there are."""
    with database.reading() as session:
        return session.scalar(select(func.count(Comment.id))), len(audit_rows(session))


def test_a_comment_is_kept_read_and_counted(database: Database, settled, clock: SetClock) -> None:
    actor, ids = settled
    pair = ids["uscc"], ids["village_code"]
    clock.forward(minutes=1)
    say(database, actor, ids["round_id"], " 先看\r\n\r\n\r\n路况 ", pair)

    with database.reading() as session:
        (whole,) = comments_of(session, ids["round_id"])
        (of_pair,) = comments_of(session, ids["round_id"], pair)
        (spoken,) = pairs_discussed(session, ids["round_id"])
        counts = (
            comment_count(session, ids["round_id"]),
            comment_count(session, ids["round_id"], pair),
        )

    assert whole.text == "说明A"
    assert (of_pair.text, of_pair.written_by, of_pair.written_at) == (
        "先看\n\n路况",
        actor.display_name,
        clock(),
    )
    assert (spoken.pair, spoken.village, spoken.comments) == (pair, "村A", 1)
    assert counts == (2, 1)


def test_the_chain_keeps_a_digest_and_of_a_refused_comment_nothing(
    database: Database, settled
) -> None:
    actor, ids = settled

    comment_id = say(database, actor, ids["round_id"], "不进审计链的话")

    with database.reading() as session:
        newest = audit_rows(session)[0]
        assert verify_chain(session) is None
    assert (newest.action, newest.thing) == ("discuss", f"round:{ids['round_id']}")
    assert newest.detail == {
        "what": "written",
        "comment": comment_id,
        "sha256": sha256(f"{comment_id}\n不进审计链的话"),
        "named": 0,
    }
    before = state(database)
    with pytest.raises(InputRefused) as refused:
        say(database, actor, ids["round_id"], "电话 13800000000，@没有这人")
    assert [one.code for one in refused.value.faults] == [
        "discussion.phone_number",
        "discussion.nobody_of_this_name",
    ]
    assert state(database) == before
    for attack in ATTACKS:
        with pytest.raises(DatabaseError), database.writing() as session:
            session.execute(text(attack))
    assert state(database) == before
    with database.writing() as session:
        assert altered_comments(session) == []
        session.execute(text(f"INSERT INTO comment SELECT 'forged', {SAME} FROM comment LIMIT 1"))
        session.execute(text(f"INSERT INTO comment SELECT 'altered', {SAME} FROM comment LIMIT 1"))
        other = {"what": "written", "comment": "altered", "sha256": sha256("altered\nother words")}
        record(session, actor, Action.DISCUSS, newest.thing, other)
        assert [one.comment_id for one in altered_comments(session)] == ["altered", "forged"]


@pytest.mark.parametrize("role", [Role.AUDITOR, Role.ENTERPRISE, Role.ADMINISTRATOR])
def test_who_takes_no_part_is_refused(database: Database, role) -> None:
    with pytest.raises(NotAllowed):
        say(database, somebody(role), "none", "我也说一句")


def test_a_withdrawn_comment_is_hidden_and_kept(
    database: Database, settled, clock: SetClock
) -> None:
    actor, ids = settled
    clock.forward(minutes=1)
    leader = open_for(database, Role.LEADER, "leader")
    comment_id = say(database, actor, ids["round_id"], "写错了 @leader")
    with database.writing() as session:
        with pytest.raises(NotAllowed):
            withdraw_comment(session, leader, ids["round_id"], comment_id)
        withdraw_comment(session, actor, ids["round_id"], comment_id)
        with pytest.raises(Conflict):
            withdraw_comment(session, actor, ids["round_id"], comment_id)

    with database.reading() as session:
        last = comments_of(session, ids["round_id"])[-1]
        kept = session.scalar(select(Comment.text).where(Comment.id == comment_id))
        assert mentions_of(session, leader) == []
        assert audit_rows(session)[0].detail == {"what": "withdrawn", "comment": comment_id}
        assert comment_count(session, ids["round_id"]) == 1
    assert (last.text, last.withdrawn_at is not None, kept) == ("", True, "写错了 @leader")


def test_who_is_named_finds_it_until_the_page_was_opened(database: Database, settled) -> None:
    actor, ids = settled
    leader = open_for(database, Role.LEADER, "领导")
    pair = ids["uscc"], ids["village_code"]
    say(database, actor, ids["round_id"], "@领导 看全轮，@coordinator-a 是我自己")
    say(database, actor, ids["round_id"], "@领导看这一对", pair)

    def waiting(who: Actor) -> list[str]:
        with database.reading() as session:
            narrow(session, who)
            return sorted(one.text for one in mentions_of(session, who))

    assert waiting(leader) == ["@领导 看全轮，@coordinator-a 是我自己", "@领导看这一对"]
    assert waiting(actor) == []
    read_mentions(database, leader, ids["round_id"])
    assert waiting(leader) == ["@领导看这一对"]
    read_mentions(database, leader, ids["round_id"], pair)
    assert waiting(leader) == []


def test_another_districts_round_and_none_are_the_same(database: Database, settled) -> None:
    actor, ids = settled
    stranger, theirs = settle(database, B)
    own_pair = theirs["uscc"], theirs["village_code"]
    pair, nobody = (ids["uscc"], ids["village_code"]), ("9" * 18, "9" * 12)
    named = f"@{stranger.display_name} 请看"
    with pytest.raises(InputRefused):
        say(database, actor, ids["round_id"], named)

    def refusal(round_id: str, two=None) -> tuple[str, str]:
        with pytest.raises(NotFound) as wrote:
            say(database, stranger, round_id, "看得见吗", two)
        with database.reading() as session:
            narrow(session, stranger)
            with pytest.raises(NotFound) as read:
                chronicle(session, round_id, two or pair)
        return wrote.value.code, read.value.code

    assert refusal(ids["round_id"]) == refusal("none")
    assert refusal(ids["round_id"], pair) == refusal("none", pair)
    assert refusal(theirs["round_id"], pair) == refusal(theirs["round_id"], nobody)
    with database.writing() as session:
        narrow(session, stranger)
        with pytest.raises(NotFound):
            withdraw_comment(session, stranger, ids["round_id"], ids["comment_id"])
    with database.reading() as session:
        narrow(session, stranger)
        assert comments_of(session, ids["round_id"]) == []
        assert [one.text for one in comments_of(session, theirs["round_id"])] == ["说明B"]
        assert chronicle(session, theirs["round_id"], own_pair).entries
