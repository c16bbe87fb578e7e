"""The upkeep of the service: make its database, import, run a round, export, verify."""

from __future__ import annotations

import getpass
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from matcher.commands.output import written_whole
from matcher.commands.spoken import (
    AT_FAULT,
    INFEASIBLE,
    SpokenCommand,
    language,
    progress_line,
    tell,
    warn,
)
from matcher.errors import NotFound
from matcher.messages import say

if TYPE_CHECKING:
    from sqlalchemy.orm import Session

    from matcher.access import Actor
    from matcher.rounds.rows import RoundRow
    from matcher.store import Database

FILE = click.Path(path_type=Path)


def with_database(command: Callable[..., Any]) -> Callable[..., Any]:
    """The option every command of the service has."""
    return click.option("--database", envvar="JIEDUI_DATABASE", default=_here)(command)


def _here() -> str:
    from matcher.store import DEFAULT_DATABASE

    return DEFAULT_DATABASE


@contextmanager
def opened(url: str) -> Iterator[Database]:
    """The database at this address, when its tables are of today."""
    from matcher.store import open_database, require_current

    database = open_database(url)
    try:
        require_current(database)
        yield database
    finally:
        database.close()


def at_this_machine() -> Actor:
    """Whoever is logged in here."""
    from matcher.access import operator

    return operator(getpass.getuser())


@click.command("init", cls=SpokenCommand)
@with_database
def init(database: str) -> None:
    """Makes the database, or brings it up to date."""
    from matcher.store import open_database, upgrade

    made = open_database(database, create=True)
    upgrade(made)
    tell("cli.init.done", url=made.address)
    made.close()


@click.command("import", cls=SpokenCommand)
@click.argument("files", metavar="FILE...", nargs=-1, required=True, type=FILE)
@click.option("--dry-run", is_flag=True)
@with_database
def import_(files: tuple[Path, ...], dry_run: bool, database: str) -> None:
    """Reads files, shows what they would change, and takes them."""
    from matcher.commands.difference_lines import show_difference
    from matcher.parties import difference, snapshot, take
    from matcher.workbook.reading import read_programme

    with opened(database) as kept:
        with kept.reading() as session:
            stored = snapshot(session)
        incoming = read_programme(files, known=stored).programme
        if dry_run:
            show_difference(difference(stored, incoming))
            tell("cli.import.dry")
            return
        with kept.writing() as session:
            found = take(session, at_this_machine(), incoming)
        show_difference(found)
        tell("cli.import.nothing" if found.empty else "cli.import.done")


@click.command("export", cls=SpokenCommand)
@click.argument("out", type=FILE)
@with_database
def export(out: Path, database: str) -> None:
    """Writes everything stored as a workbook."""
    from matcher.parties import snapshot
    from matcher.workbook.writing import write_programme

    with opened(database) as kept, kept.reading() as session:
        programme = snapshot(session)
    with written_whole(out) as draft:
        write_programme(programme, draft, language())
    tell(
        "cli.export.done",
        path=str(out),
        villages=len(programme.villages),
        enterprises=len(programme.enterprises),
    )


@click.command("run", cls=SpokenCommand)
@click.option("--campaign", default="")
@click.option("--round", "name", default="")
@click.option("--method", default="coverage")
@click.option("--profile", default="standard")
@click.option("--seed", default="")
@click.option("--json", "json_path", type=click.Path(path_type=Path, allow_dash=True))
@with_database
@click.pass_context
def run(
    ctx: click.Context,
    *,
    campaign: str,
    name: str,
    method: str,
    profile: str,
    seed: str,
    json_path: Path | None,
    database: str,
) -> None:
    """Computes a round, opened first where there is none, and keeps the plan."""
    from matcher.engine import METHODS, Status
    from matcher.pairing import places_held
    from matcher.rounds.reading import plan_bytes
    from matcher.rounds.running import run_round
    from matcher.rounds.weighing import profile_named

    if method not in METHODS:
        known = list(METHODS)
        raise click.UsageError(say("engine.unknown_method", language(), method=method, known=known))
    with opened(database) as kept:
        with kept.writing() as session:
            profile_named(session, profile)  # before a round is opened for nothing
            chosen = _round(session, campaign, name)
        row = run_round(
            kept,
            at_this_machine(),
            chosen.id,
            method=method,
            profile=profile,
            seed=seed,
            held=places_held,
            progress=progress_line(),
        )
        with kept.reading() as session:
            plan = plan_bytes(session, row.id)
    if json_path == Path("-"):
        click.echo(plan, nl=False)
    elif json_path is not None:
        with written_whole(json_path) as draft:
            draft.write_bytes(plan)
    figures = {**vars(row), "campaign": chosen.campaign, "round": chosen.name}
    (warn if json_path else tell)("cli.run.done", **figures)
    if row.status == Status.INFEASIBLE:
        warn("cli.run.infeasible")
        ctx.exit(INFEASIBLE)


@click.command("verify", cls=SpokenCommand)
@with_database
@click.pass_context
def verify(ctx: click.Context, database: str) -> None:
    """Walks the audit chain, holds the comments against it, and looks at every run again."""
    from matcher.access import audit_length, verify_chain
    from matcher.discussion.auditing import altered_comments
    from matcher.rounds.auditing import doubts
    from matcher.rounds.reading import round_of, run_of

    with opened(database) as kept:
        with kept.reading() as session:
            entries, broken = audit_length(session), verify_chain(session)
            comments = altered_comments(session)
        if broken:
            warn("cli.verify.chain", seq=broken.seq, what=say(broken.code, language()))
        for altered in comments:
            warn("cli.verify.comment", id=altered.comment_id, round=altered.round)
        found, runs = doubts(kept, progress_line())
        for doubt in found:
            with kept.reading() as session:
                one = run_of(session, doubt.run_id)
                owner = round_of(session, one.round_id)
            what = say(doubt.reason.code, language(), **doubt.reason.params)
            names = {"campaign": owner.campaign, "round": owner.name, "number": one.number}
            warn("cli.verify.run", what=what, **names)
    wrong = len(found) + len(comments) + (broken is not None)
    if wrong:
        warn("cli.verify.unsound", count=wrong)
        ctx.exit(AT_FAULT)
    tell("cli.verify.sound", entries=entries, runs=runs)


def _round(session: Session, campaign: str, name: str) -> RoundRow:
    """The round of these names, opened where there is none; without names the newest."""
    from matcher.rounds.reading import rounds
    from matcher.rounds.running import open_round

    for row in rounds(session):
        if name in ("", row.name) and campaign in ("", row.campaign):
            return row
    if name and campaign:
        return open_round(session, at_this_machine(), campaign=campaign, name=name)
    raise NotFound("rounds.none_named", name=name) if name else NotFound("rounds.none_yet")
