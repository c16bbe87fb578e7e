"""What these tests share: accounts that cost no time, and a district that has settled in."""

from __future__ import annotations

import pytest

from matcher.access import Actor, passwords
from matcher.store import Database
from tests.people import EASY_HASHER
from tests.tenants import A, settle


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", EASY_HASHER)


@pytest.fixture
def settled(database: Database) -> tuple[Actor, dict[str, str]]:
    """The coordinator of A, and the ids of what is theirs."""
    return settle(database, A)
