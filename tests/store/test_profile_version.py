"""Runs from before the version of their weights was written down stay, with none."""

from __future__ import annotations

import pytest
from alembic.config import Config
from alembic.runtime.environment import EnvironmentContext
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from matcher.rounds.reading import run_of
from matcher.store import open_database, require_current, schema, upgrade
from tests.databases import SetClock

NOW = "2026-11-22 08:00:00+00:00"
ROWS = (
    f"INSERT INTO campaign VALUES ('c', 1, 'campaign', '{NOW}', 'somebody')",
    "INSERT INTO round (id, campaign_id, number, name, opened_at, opened_by) "
    f"VALUES ('r', 'c', 1, 'round', '{NOW}', 'somebody')",
    "INSERT INTO run (id, round_id, number, method, profile, weights, seed, snapshot, "
    "snapshot_sha256, plan, plan_sha256, fingerprint, status, verified, total_score, covered, "
    "engaged, villages, enterprises, pairs, versions, started_at, finished_at, operator) "
    "VALUES ('u', 'r', 1, 'score', 'standard', '{}', '', :raw, '', :raw, '', '', 'optimal', "
    f"true, 0, 0, 0, 0, 0, 0, '{{}}', '{NOW}', '{NOW}', 'somebody')",
)


def test_an_earlier_run_keeps_its_row_and_gets_no_version(
    database_url: str, clock: SetClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = open_database(database_url, create=True, clock=clock)
    with monkeypatch.context() as earlier:
        earlier.setattr(
            schema,
            "_steps",
            lambda script: EnvironmentContext(
                Config(), script, fn=lambda taken, _: script._upgrade_revs("0011", taken)
            ),
        )
        upgrade(database)
    with database.writing() as session:
        for row in ROWS:
            session.execute(text(row), {"raw": b"{}"} if ":raw" in row else {})

    upgrade(database)

    require_current(database)
    with database.reading() as session:
        run = run_of(session, "u")
    assert (run.profile, run.profile_version) == ("standard", None)
    below_nothing = ROWS[2].replace("(id,", "(profile_version, id,")
    below_nothing = below_nothing.replace("('u', 'r', 1,", "(-1, 'v', 'r', 2,")
    with pytest.raises(IntegrityError), database.writing() as session:
        session.execute(text(below_nothing), {"raw": b"{}"})
