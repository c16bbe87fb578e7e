"""What needs no database: an empty workbook, an example, a plan, and the check of a plan."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from importlib.metadata import entry_points
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
from matcher.errors import JieduiError
from matcher.messages import say

if TYPE_CHECKING:
    from matcher.programme import Programme
    from matcher.rounds.plan import Plan
    from matcher.rounds.survey import Progress

FILE = click.Path(path_type=Path)
SIZE = re.compile(r"(\d{1,12})[x×](\d{1,12})\Z")
LIKE_A_SIZE = re.compile(r"[-+\d]")


@click.command("template", cls=SpokenCommand)
@click.argument("out", type=FILE)
def template(out: Path) -> None:
    """Writes the empty workbook."""
    from matcher.workbook.writing import write_template

    with written_whole(out) as draft:
        write_template(draft)
    tell("cli.template.done", path=str(out))


@click.command("example", cls=SpokenCommand)
@click.argument("name")
@click.argument("out", type=FILE)
@click.option("--size")
@click.option("--seed", type=click.IntRange(min=0), default=0)
def example(name: str, out: Path, size: str | None, seed: int) -> None:
    """Writes an example of an installed package as a workbook."""
    from matcher.workbook.writing import write_programme

    programme = _example(name)(size=_size(size), seed=seed)
    with written_whole(out) as draft:
        write_programme(programme, draft, language())
    tell(
        "cli.example.done",
        name=name,
        path=str(out),
        enterprises=len(programme.enterprises),
        villages=len(programme.villages),
    )


@click.command("propose", cls=SpokenCommand)
@click.argument("workbooks", metavar="[WORKBOOK...]", nargs=-1, type=FILE)
@click.option("--generate")
@click.option("--method", default="coverage")
@click.option("--seed", default="")
@click.option("--out", type=FILE)
@click.option("--json", "json_path", type=click.Path(path_type=Path, allow_dash=True))
@click.option("--resume", type=FILE)
@click.pass_context
def propose(
    ctx: click.Context,
    *,
    workbooks: tuple[Path, ...],
    generate: str | None,
    method: str,
    seed: str,
    out: Path | None,
    json_path: Path | None,
    resume: Path | None,
) -> None:
    """Reads workbooks, or makes an example, and shows or writes the plan."""
    from matcher.commands.workshops import workshop
    from matcher.engine import METHODS
    from matcher.rounds.plan_file import plan_pieces
    from matcher.rounds.proposing import propose as proposed
    from matcher.rounds.resuming import Kept

    if method not in METHODS:
        known = list(METHODS)
        raise click.UsageError(say("engine.unknown_method", language(), method=method, known=known))
    if bool(workbooks) == bool(generate):
        raise click.UsageError(say("cli.propose.one_source", language()))
    progress = progress_line(quiet_seconds=0 if generate else 1)
    if generate:
        with _stage(progress, "plan.stage.generating"):
            programme, source = _generated(generate, seed), f"{generate} {seed}".encode()
    else:
        from matcher.workbook.reading import read_programme

        programme = read_programme(workbooks).programme
        source = b"".join(path.read_bytes() for path in workbooks) if resume else b""
    shop = workshop(resume, source)
    plan = proposed(programme, method=method, seed=seed, workshop=shop, progress=progress)
    if out is not None:
        from matcher.workbook.plan_sheet import write_plan

        with _stage(progress, "plan.stage.writing"), written_whole(out) as draft:
            write_plan(plan, programme, draft, language())
        warn("cli.propose.done", path=str(out))
    if json_path == Path("-"):
        for piece in plan_pieces(plan, programme):
            click.echo(piece.encode(), nl=False)
    elif json_path is not None:
        with (
            _stage(progress, "plan.stage.writing"),
            written_whole(json_path) as draft,
            draft.open("wb") as file,
        ):
            file.writelines(piece.encode() for piece in plan_pieces(plan, programme))
        warn("cli.propose.done", path=str(json_path))
    elif out is None:
        from matcher.commands.plan_table import show_plan

        show_plan(plan, programme)
    if isinstance(shop, Kept):
        shop.clear()
    _infeasible(ctx, plan)


@click.command("verify-plan", cls=SpokenCommand)
@click.argument("plan", type=FILE)
@click.argument("workbooks", metavar="[WORKBOOK...]", nargs=-1, type=FILE)
@click.pass_context
def verify_plan(ctx: click.Context, plan: Path, workbooks: tuple[Path, ...]) -> None:
    """Checks a plan from its file, and against the workbooks where they are given."""
    from matcher.rounds.plan_reading import read_plan
    from matcher.rounds.verifying import compare
    from matcher.rounds.verifying import verify_plan as differences

    try:
        data = plan.read_bytes()
    except OSError as error:
        raise JieduiError("cli.cannot_read", path=str(plan)) from error
    found = differences(data)
    if not found and workbooks:
        from matcher.workbook.reading import read_programme

        found = compare(data, read_programme(workbooks).programme)
    for one in found:
        warn(one.code, **one.params)
    if found:
        warn("cli.verify-plan.not_genuine", count=len(found))
        ctx.exit(AT_FAULT)
    genuine = read_plan(data)
    tell(
        "cli.verify-plan.genuine",
        pairs=len(genuine.pairs),
        total_score=genuine.total_score,
        fingerprint=genuine.fingerprint,
    )
    if genuine.scope and not workbooks:
        left = genuine.scope.eligible - len(genuine.problem.score)
        tell("cli.verify-plan.scope", left=left)


@contextmanager
def _stage(progress: Progress, stage: str) -> Iterator[None]:
    """What is done within is told to have begun, and to be done."""
    progress(stage, 0, 1)
    yield
    progress(stage, 1, 1)


def _infeasible(ctx: click.Context, plan: Plan) -> None:
    """Leave with the status of a plan that cannot be, and say why."""
    from matcher.engine import Status

    if plan.status is Status.INFEASIBLE:
        warn("cli.propose.infeasible")
        for obstacle in plan.obstacles:
            warn(obstacle.code, **obstacle.params)
        ctx.exit(INFEASIBLE)


def _example(name: str) -> Any:
    """The example's maker, from whichever installed package offers it."""
    known = entry_points(group="jiedui.examples")
    if name not in known.names:
        raise JieduiError("cli.example.unknown", name=name, known=sorted(known.names))
    return known[name].load()


def _generated(wanted: str, seed: str) -> Programme:
    """The example of that name or size, from the number that also seeds the draw."""
    if seed and not (seed.isascii() and seed.isdecimal()):
        raise JieduiError("cli.propose.bad_seed", seed=seed)
    size = _size(wanted) if LIKE_A_SIZE.match(wanted) else None
    made: Programme = _example("hundred" if size else wanted)(size=size, seed=int(seed or 0))
    return made


def _size(written: str | None) -> tuple[int, int] | None:
    """ "100x80" as enterprises and villages."""
    if written is None:
        return None
    found = SIZE.match(written)
    if not found:
        raise JieduiError("cli.example.bad_size", size=written)
    return int(found[1]), int(found[2])
