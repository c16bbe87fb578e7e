"""Accounts from the machine itself: the first administrator has to come from somewhere."""

from __future__ import annotations

import functools
import sys
from collections.abc import Callable
from typing import Any

import click

from matcher.commands.service import at_this_machine, opened, with_database
from matcher.commands.spoken import SpokenCommand, SpokenGroup, language, tell
from matcher.messages import say
from matcher.vocabulary import Role

ROLES = click.Choice([role.value for role in Role if role is not Role.OPERATOR])


def belonging(command: Callable[..., Any]) -> Callable[..., Any]:
    """The options that say where an account belongs, given to the command as `belongs`."""

    @functools.wraps(command)
    def gathered(
        *, district: str, county: str, enterprise: str, village: str, **others: Any
    ) -> Any:
        said = {
            "district": district or None,
            "county": county or None,
            "uscc": enterprise or None,
            "village_code": village or None,
        }
        return command(belongs=said, **others)

    for option in ("--village", "--enterprise", "--county", "--district"):
        gathered = click.option(option, default="")(gathered)
    return gathered


@click.group("account", cls=SpokenGroup, no_args_is_help=True)
def account() -> None:
    """Carries no words of its own."""


@account.command("add", cls=SpokenCommand)
@click.argument("name")
@click.option("--display-name", default="")
@click.option("--role", type=ROLES, required=True)
@belonging
@with_database
def add(
    name: str, display_name: str, role: str, belongs: dict[str, str | None], database: str
) -> None:
    """Opens an account."""
    from matcher.access import Scope, open_account

    with opened(database) as kept:
        password = _password()
        with kept.writing() as session:
            row = open_account(
                session,
                at_this_machine(),
                name=name,
                display_name=display_name or name,
                role=Role[role.upper()],
                password=password,
                scope=Scope(**belongs),
            )
    tell("cli.account.add.done", **vars(row))


@account.command("scope", cls=SpokenCommand)
@click.argument("name")
@belonging
@with_database
def scope(name: str, belongs: dict[str, str | None], database: str) -> None:
    """Says anew where an account belongs."""
    from matcher.access import Scope, give_scope

    with opened(database) as kept, kept.writing() as session:
        give_scope(session, at_this_machine(), name, Scope(**belongs))
    tell("cli.account.scope.done", name=name)


@account.command("list", cls=SpokenCommand)
@with_database
def list_(database: str) -> None:
    """Lists them all."""
    from matcher.access import accounts

    with opened(database) as kept, kept.reading() as session:
        rows = accounts(session)
    for row in rows:
        tell(f"cli.account.list.{'disabled_row' if row.disabled else 'row'}", **vars(row))
    if not rows:
        tell("cli.account.list.none")


@account.command("disable", cls=SpokenCommand)
@click.argument("name")
@with_database
def disable(name: str, database: str) -> None:
    """Shuts an account."""
    from matcher.access import disable as shut

    with opened(database) as kept, kept.writing() as session:
        shut(session, at_this_machine(), name)
    tell("cli.account.disable.done", name=name)


@account.command("enable", cls=SpokenCommand)
@click.argument("name")
@with_database
def enable(name: str, database: str) -> None:
    """Opens it again."""
    from matcher.access import enable as let_in

    with opened(database) as kept, kept.writing() as session:
        let_in(session, at_this_machine(), name)
    tell("cli.account.enable.done", name=name)


@account.command("password", cls=SpokenCommand)
@click.argument("name")
@with_database
def password(name: str, database: str) -> None:
    """Gives an account a new password."""
    from matcher.access import set_password

    with opened(database) as kept:
        chosen = _password()
        with kept.writing() as session:
            set_password(session, at_this_machine(), name, chosen)
    tell("cli.account.password.done", name=name)


@account.command("take-codes", cls=SpokenCommand)
@click.argument("name")
@click.option("--reason", required=True)
@with_database
def take_codes(name: str, reason: str, database: str) -> None:
    """Takes away an account's one-time codes."""
    from matcher.access import take_codes as take_away

    with opened(database) as kept, kept.writing() as session:
        take_away(session, at_this_machine(), name, reason)
    tell("cli.account.take-codes.done", name=name)


def _password() -> str:
    """Typed twice and unseen at a terminal, else the first line of standard input."""
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    tongue = language()
    typed: str = click.prompt(
        say("cli.account.ask", tongue),
        hide_input=True,
        confirmation_prompt=say("cli.account.ask_again", tongue),
    )
    return typed
