"""Accounts for tests: one of every role, and whoever sits at the machine."""

from __future__ import annotations

from matcher.access import Actor, open_account, operator, passwords
from matcher.store import Database
from matcher.vocabulary import Role

PASSWORD = "three unrelated words"
GENUINE_HASHER = passwords._hasher
EASY_HASHER = passwords.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
AT_THE_MACHINE = operator("tester")


def somebody(role: Role, number: int = 1) -> Actor:
    """An actor of this role who has no account in any database."""
    name = f"{role.value}-{number}"
    return Actor(account_id=name, name=name, display_name=name, role=role)


def account(database: Database, role: Role = Role.COORDINATOR, name: str = "li") -> Actor:
    """A stored account with PASSWORD."""
    with database.writing() as session:
        row = open_account(
            session,
            AT_THE_MACHINE,
            name=name,
            display_name=f"姓名 {name}",
            role=role,
            password=PASSWORD,
        )
    return Actor(row.id, row.name, row.display_name, row.role)
