"""The worker: does in the background what would keep a page waiting."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import click

from matcher.commands.service import with_database
from matcher.commands.spoken import SpokenCommand, tell

if TYPE_CHECKING:
    from matcher.queue import Work
    from matcher.vocabulary import JobKind


@click.command("work", cls=SpokenCommand)
@click.option("--hands", type=click.IntRange(1, 64), default=1)
@click.option("--with-parent", is_flag=True)
@with_database
def work(hands: int, with_parent: bool, database: str) -> None:
    """Does long work until told to end."""
    from matcher.queue.working import work as work_on

    work_on(
        database,
        works,
        hands=hands,
        with_parent=with_parent,
        ready=lambda: tell("cli.work.ready", address=_shown(database)),
    )


def works() -> Mapping[JobKind, Work]:
    """What does each kind of work."""
    from matcher.pairing import places_held
    from matcher.rounds.long_work import works as works_of_rounds

    return works_of_rounds(places_held)


def _shown(url: str) -> str:
    """The address without any password."""
    from matcher.store import open_database

    return open_database(url).address
