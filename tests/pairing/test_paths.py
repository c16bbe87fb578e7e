"""Whatever is done in whatever order, no path through a pair's life breaks its rules."""

from __future__ import annotations

import shutil
from collections import Counter
from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from matcher.errors import Conflict
from matcher.pairing import PairRow, PairSearch, find_pairs, pair_detail, remind
from matcher.pairing.moves import BY_TIME, CLOSED, MOVES, OPEN
from matcher.store import open_database
from matcher.vocabulary import PairMove, PairState
from tests.databases import SetClock
from tests.pairing.desk import OF, Desk, Given
from tests.people import AT_THE_MACHINE

ENTERPRISES, VILLAGES, PLACES, PARTNERS = 2, 3, 2, 1
BY_HAND = [what for what in MOVES if what not in BY_TIME]


class Life(RuleBasedStateMachine):
    """Three villages and two enterprises under whatever coordinators come to do."""

    fresh: Path

    def __init__(self) -> None:
        super().__init__()
        self.folder = TemporaryDirectory(prefix="pairs-")
        file = Path(self.folder.name) / "jiedui.sqlite"
        shutil.copy(self.fresh, file)
        self.clock = SetClock()
        self.database = open_database(f"sqlite:///{file}", clock=self.clock)
        self.desk = Desk.of(
            self.database, enterprises=ENTERPRISES, villages=VILLAGES, places=PLACES
        )
        self.rows: list[PairRow] = []
        self.known: dict[str, PairState] = {}

    @rule(enterprise=st.integers(1, ENTERPRISES), village=st.integers(1, VILLAGES))
    def send(self, enterprise: int, village: int) -> None:
        with suppress(Conflict):
            self.rows += self.desk.send((enterprise, village), days=7)

    @precondition(lambda self: self.rows)
    @rule(which=st.integers(0, 99), what=st.sampled_from(BY_HAND))
    def move(self, which: int, what: PairMove) -> None:
        row = self.desk.now(self.rows[which % len(self.rows)])
        given = OF[what]
        if MOVES[what].asks == "until" and row.until:
            given = Given(until=row.until.replace(year=row.until.year + 1))
        if row.state in MOVES[what].leads:
            assert self.desk.move(row, what, given=given).state is MOVES[what].leads[row.state]
            return
        with pytest.raises(Conflict) as refused:
            self.desk.move(row, what, given=given)
        assert refused.value.code == "pairing.not_from_here"

    @rule(days=st.sampled_from([1, 5, 8, 400]))
    def time_passes(self, days: int) -> None:
        self.clock.forward(days=days)
        with self.database.writing() as session:
            remind(session, AT_THE_MACHINE)

    @rule()
    def another_round(self) -> None:
        next_one = Desk.next_round(self.database, ENTERPRISES, VILLAGES)
        self.desk.round_id, self.desk.reviews = next_one.round_id, next_one.reviews

    @invariant()
    def nobody_has_more_than_they_take(self) -> None:
        rows = self.all_rows()
        held = [row for row in rows if row.state in OPEN]
        assert max(Counter(row.uscc for row in held).values(), default=0) <= PLACES
        assert max(Counter(row.village_code for row in held).values(), default=0) <= PARTNERS
        assert len({(row.uscc, row.village_code) for row in held}) == len(held)

    @invariant()
    def what_is_closed_stays_closed(self) -> None:
        for row in self.all_rows():
            if self.known.get(row.id) in CLOSED:
                assert row.state is self.known[row.id]
            self.known[row.id] = row.state

    @invariant()
    def the_history_leads_to_the_state(self) -> None:
        for row in self.all_rows():
            with self.database.reading() as session:
                events = pair_detail(session, self.desk.actor, row.id).events
            assert [event.seq for event in events] == list(range(1, len(events) + 1))
            assert [event.before for event in events[1:]] == [one.after for one in events[:-1]]
            assert events[-1].after is row.state

    def all_rows(self) -> tuple[PairRow, ...]:
        with self.database.reading() as session:
            return find_pairs(session, self.desk.actor, PairSearch()).page.rows

    def teardown(self) -> None:
        self.database.close()
        self.folder.cleanup()


@pytest.mark.usefixtures("upgraded_file")
def test_no_path_breaks_the_rules(upgraded_file: Path) -> None:
    Life.fresh = upgraded_file

    run_state_machine_as_test(
        Life, settings=settings(max_examples=8, stateful_step_count=20, deadline=None)
    )
