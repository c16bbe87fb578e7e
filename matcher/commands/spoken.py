"""Commands that speak the reader's language: help, answers and errors come from the catalogues.

A command declared with `cls=SpokenCommand` (a group with `cls=SpokenGroup`) has no text of its
own. Its help is the sentence `cli.<command>.help`, that of an option `cli.<command>.<option>` or,
for an option many commands share, `cli.option.<option>` (`dry_run` for `--dry-run`). Inside the
command, `tell` answers on standard output, `warn` on standard error, and a JieduiError raised
anywhere becomes its sentence.
"""

from __future__ import annotations

import io
import math
import os
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

import click
from click.exceptions import NoSuchCommand, NoSuchOption

from matcher.errors import Fault, InputRefused, JieduiError
from matcher.messages import LANGUAGES, Language, say, sentences

DONE, AT_FAULT, USAGE, INFEASIBLE = 0, 1, 2, 3
"""The exit statuses of design.md section 5."""

Progress = Callable[[str, int, int], None]
"""Called with the code of a stage, how much of it is done, and how much there is."""


def language() -> Language:
    """The language asked for by `--language`, else the one of the environment, else Chinese."""
    context = click.get_current_context(silent=True)
    chosen = context.find_root().params.get("language") if context else None
    return chosen or language_of(os.environ)


def language_of(environment: Mapping[str, str]) -> Language:
    """JIEDUI_LANGUAGE, else English where the system itself speaks English, else Chinese."""
    for known in LANGUAGES:
        if environment.get("JIEDUI_LANGUAGE") == known:
            return known
    return "en" if environment.get("LANG", "").startswith("en") else "zh"


def tell(code: str, **params: Any) -> None:
    """One sentence of the answer."""
    click.echo(say(code, language(), **params))


def warn(code: str, **params: Any) -> None:
    """One sentence beside the answer: on standard error."""
    click.echo(say(code, language(), **params), err=True)


def shown_fault(fault: Fault) -> str:
    """Where, then what and how to mend it: "需求.xlsx 「需求」F7:……"."""
    tongue = language()
    place = say("cli.place_cell" if fault.cell else "cli.place_sheet", tongue, **vars(fault))
    if not fault.sheet:
        place = fault.file
    return say("cli.fault", tongue, place=place, what=say(fault.code, tongue, **fault.params))


def progress_line(quiet_seconds: float = 1.0) -> Progress:
    """A line on a terminal's standard error for what takes longer than a second; else silence."""
    began = time.monotonic() if sys.stderr.isatty() else math.inf

    def draw(stage: str, done: int, total: int) -> None:
        if time.monotonic() - began < quiet_seconds:
            return
        filled = 24 * done // max(total, 1)
        bar = "█" * filled + "░" * (24 - filled)
        click.echo(f"\r\x1b[K{bar} {say(stage, language())} {done:,}/{total:,}", nl=False, err=True)
        if done >= total:
            click.echo("\r\x1b[K", nl=False, err=True)

    return draw


class SpokenCommand(click.Command):
    """A command whose every word stands in a catalogue."""

    def format_usage(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        pieces = " ".join(self.collect_usage_pieces(ctx))
        formatter.write_usage(ctx.command_path, pieces, prefix=f"{say('cli.usage', language())} ")

    def format_help_text(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        formatter.write_paragraph()
        with formatter.indentation():
            formatter.write_text(_word(ctx, "help"))

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        rows = []
        for option in self.get_params(ctx):
            record = option.get_help_record(ctx) if isinstance(option, click.Option) else None
            if record and option is self.get_help_option(ctx):
                rows.append((record[0], say("cli.this_help", language())))
            elif record:
                spelt = option.opts[0].lstrip("-").replace("-", "_")
                rows.append((record[0], _word(ctx, spelt)))
        with formatter.section(say("cli.options", language())):
            formatter.write_dl(rows)


class SpokenGroup(SpokenCommand, click.Group):
    """A group of such commands; listing them reads the catalogue and loads none of them."""

    def format_options(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        super().format_options(ctx, formatter)
        rows = [(name, _word(ctx, "help", name)) for name in self.list_commands(ctx)]
        with formatter.section(say("cli.commands", language())):
            formatter.write_dl(rows)

    def main(self, *args: Any, **extra: Any) -> Any:
        for stream in (sys.stdout, sys.stderr):
            if isinstance(stream, io.TextIOWrapper):
                stream.reconfigure(errors="backslashreplace")  # names this terminal cannot show
        return super().main(*args, **extra)

    def make_context(self, *args: Any, **extra: Any) -> click.Context:
        with _in_sentences():
            return super().make_context(*args, **extra)

    def invoke(self, ctx: click.Context) -> Any:
        with _in_sentences():
            return super().invoke(ctx)


@contextmanager
def _in_sentences() -> Iterator[None]:
    """An expected error becomes its sentence on standard error and an exit status."""
    try:
        yield
    except JieduiError as error:
        for fault in error.faults if isinstance(error, InputRefused) else ():
            click.echo(shown_fault(fault), err=True)
        warn(error.code, **error.params)
        raise click.exceptions.Exit(AT_FAULT) from error
    except click.exceptions.NoArgsIsHelpError:
        raise
    except click.UsageError as error:
        click.echo(_misused(error), err=True)
        raise click.exceptions.Exit(USAGE) from error


def _misused(error: click.UsageError) -> str:
    """What is wrong with the command line, and where to look the right way up."""
    tongue = language()
    if isinstance(error, NoSuchCommand):
        what = say("cli.no_such_command", tongue, name=error.command_name)
    elif isinstance(error, NoSuchOption):
        what = say("cli.no_such_option", tongue, name=error.option_name)
    elif isinstance(error, click.MissingParameter) and error.param is not None:
        what = say("cli.missing", tongue, name=error.param.get_error_hint(error.ctx).strip("'"))
    elif isinstance(error, click.BadParameter) and isinstance(error.param, click.Option):
        known = getattr(error.param.type, "choices", ())
        code = "cli.not_one_of" if known else "cli.bad_value"
        what = say(code, tongue, name=error.param.opts[0], known=known, what=error.message)
    elif error.ctx and isinstance(error.ctx.command, click.Group):
        what = say("cli.no_command", tongue)
    else:
        what = error.format_message()
    command = error.ctx.command_path if error.ctx else "jiedui"
    return f"{what}\n{say('cli.see_help', tongue, command=command)}"


def _word(ctx: click.Context, name: str, command: str = "") -> str:
    """The catalogue's word for an option (or for `help`) of this command or one below it."""
    path = [command] if command else []
    at: click.Context | None = ctx
    while at is not None and at.parent is not None:
        path.insert(0, at.command.name or "")
        at = at.parent
    code = ".".join(["cli", *path, name])
    return say(code if code in sentences() else f"cli.option.{name}", language())
