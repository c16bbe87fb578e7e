"""A pair's story: everything that happened, in order, with who, why and the link of the chain."""

from __future__ import annotations

import pytest

from matcher.access import audit_rows
from matcher.discussion import (
    Decided,
    Happened,
    LeftOut,
    Said,
    Suggested,
    chronicle,
    write_comment,
)
from matcher.errors import NotFound
from matcher.pairing import Given, move, pair_detail
from matcher.parties import narrow
from matcher.rounds.acting import act, undo
from matcher.rounds.running import run_round
from matcher.rounds.verdicts import Verdict
from matcher.store import Database
from matcher.vocabulary import Decision, DeedKind, PairMove
from tests.databases import SetClock


def test_the_story_tells_everything_in_order(database: Database, settled, clock: SetClock) -> None:
    actor, ids = settled
    pair = ids["uscc"], ids["village_code"]

    def later(do):
        clock.forward(days=1)
        with database.writing() as session:
            narrow(session, actor)
            return do(session)

    later(lambda session: write_comment(session, actor, ids["round_id"], "等企业答复", pair))
    version = later(lambda session: pair_detail(session, actor, ids["pair_id"]).pair.version)
    said_on = clock().date()
    no = Given(reason="预算已用完", said_by="办公室", said_on=said_on)
    declines = PairMove.ENTERPRISE_DECLINES
    later(lambda s: move(s, actor, ids["pair_id"], declines, no, expected_version=version))
    veto = Verdict(pair, Decision.VETO, 2)
    deed = later(lambda s: act(s, actor, ids["round_id"], [veto], reason="今年不再问"))
    clock.forward(days=1)
    run_round(database, actor, ids["round_id"])
    later(lambda session: undo(session, actor, ids["round_id"], deed.id))

    with database.reading() as session:
        narrow(session, actor)
        story = chronicle(session, ids["round_id"], pair)
        links = {one.seq: one.detail for one in audit_rows(session, per_page=1000)}

    assert [type(one) for one in story.entries] == [
        Suggested,
        Decided,
        Happened,
        Said,
        Happened,
        Decided,
        Decided,
        LeftOut,
        Decided,
    ]
    suggested, confirmed, sent, _, declined, reopened, vetoed, _, undone = story.entries
    assert (suggested.rank, suggested.pairs, suggested.number) == (1, 1, 1)
    assert (confirmed.decision, reopened.decision) == (Decision.CONFIRM, Decision.TAKEN_BACK)
    assert (sent.event.move, declined.event.reason) == (PairMove.SEND, "预算已用完")
    assert [one.kind for one in (confirmed, reopened, vetoed, undone)] == [
        DeedKind.DONE,
        DeedKind.REOPENED,
        DeedKind.DONE,
        DeedKind.UNDONE,
    ]
    assert (vetoed.reason, vetoed.by) == ("今年不再问", actor.display_name)
    for entry in story.entries:
        if isinstance(entry, Decided):
            assert links[entry.link]["decision"] == entry.decision.value
        if isinstance(entry, Said):
            assert links[entry.link]["comment"] == entry.comment.id
    assert (story.stands, story.suggested_now, story.living_id) == (None, False, ids["pair_id"])
    for nobody in ((ids["uscc"], "532627105299"), ("9" * 18, ids["village_code"])):
        with database.reading() as session:
            narrow(session, actor)
            with pytest.raises(NotFound) as refused:
                chronicle(session, ids["round_id"], nobody)
        assert refused.value.code == "rounds.no_such_candidate"
