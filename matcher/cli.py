"""The command line: `jiedui …` and `python -m matcher …`.

The commands themselves are named in `pyproject.toml` under the entry points group
`jiedui.commands` ("module:command") and imported only when asked for, so the core never imports
the web, and help appears at once.
"""

from __future__ import annotations

from importlib.metadata import entry_points

import click

from matcher.commands.spoken import SpokenGroup
from matcher.messages import LANGUAGES


class InstalledCommands(SpokenGroup):
    """Every command that an installed package offers."""

    def list_commands(self, _ctx: click.Context) -> list[str]:
        return sorted(entry_points(group="jiedui.commands").names)

    def get_command(self, _ctx: click.Context, name: str) -> click.Command | None:
        for entry in entry_points(group="jiedui.commands", name=name):
            command: click.Command = entry.load()
            return command
        return None


@click.group("jiedui", cls=InstalledCommands, no_args_is_help=True)
@click.option("--language", type=click.Choice(LANGUAGES), is_eager=True)
@click.version_option(package_name="jiedui", message="%(prog)s %(version)s")
def main(language: str | None) -> None:
    """Carries no words: each command finds its own in the catalogue."""
