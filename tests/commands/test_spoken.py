"""Every command speaks both languages, lists itself without loading, and errors are sentences."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points

import click
import pytest
from click.testing import CliRunner

from matcher.cli import main
from matcher.commands.spoken import language_of, progress_line, shown_fault
from matcher.errors import Fault
from matcher.messages import LANGUAGES, sentences

NAMES = sorted(entry_points(group="jiedui.commands").names)


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_list_of_commands_says_what_each_does(language):
    answer = CliRunner().invoke(main, ["--language", language, "--help"])

    assert answer.exit_code == 0
    for name in NAMES:
        assert f"  {name} " in answer.stdout
        assert sentences()[f"cli.{name}.help"][language][:12] in answer.stdout


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_command_explains_itself_and_every_option(name, language):
    answer = CliRunner().invoke(main, ["--language", language, name, "--help"])

    assert answer.exit_code == 0
    assert answer.exception is None
    assert len(answer.stdout.splitlines()) > 4


def test_listing_the_commands_loads_none_of_them():
    ask = (
        "import sys\nfrom click.testing import CliRunner\nfrom matcher.cli import main\n"
        "CliRunner().invoke(main, ['--help'])\n"
        "print([name for name in sys.modules if name.startswith(('matcher.commands.planning',"
        " 'matcher.commands.service', 'web'))])"
    )

    answer = subprocess.run([sys.executable, "-c", ask], capture_output=True, text=True, check=True)

    assert answer.stdout.strip() == "[]"


@pytest.mark.parametrize(
    ("environment", "expected"),
    [
        ({}, "zh"),
        ({"LANG": "C.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "JIEDUI_LANGUAGE": "zh"}, "zh"),
        ({"JIEDUI_LANGUAGE": "en"}, "en"),
        ({"JIEDUI_LANGUAGE": "fr"}, "zh"),
    ],
)
def test_the_language_is_the_one_asked_for_else_that_of_the_system_else_chinese(
    environment, expected
):
    assert language_of(environment) == expected


def test_the_option_outweighs_the_environment():
    runner = CliRunner(env={"JIEDUI_LANGUAGE": "en"})

    assert "用法" in runner.invoke(main, ["--language", "zh", "propose", "--help"]).stdout
    assert "Usage" in runner.invoke(main, ["propose", "--help"]).stdout


@pytest.mark.parametrize(
    ("fault", "shown"),
    [
        (("a.xlsx", "需求", "F7"), "a.xlsx 表「需求」单元格 F7："),
        (("a.xlsx", "需求", ""), "a.xlsx 表「需求」："),
        (("a.xlsx", "", ""), "a.xlsx："),
    ],
)
def test_a_fault_says_where_it_is_as_far_as_that_is_known(monkeypatch, fault, shown):
    monkeypatch.setenv("JIEDUI_LANGUAGE", "zh")

    assert shown_fault(Fault(*fault, code="input.refused", params={"count": 1})).startswith(shown)


@pytest.mark.parametrize(
    ("terminal", "seconds", "drawn"), [(True, 0.0, True), (True, 60.0, False), (False, 0.0, False)]
)
def test_progress_is_drawn_on_a_terminal_once_it_takes_long(
    monkeypatch, capsys, terminal, seconds, drawn
):
    monkeypatch.setattr(sys.stderr, "isatty", lambda: terminal, raising=False)
    tell = progress_line(quiet_seconds=seconds)

    tell("plan.stage.scoring", 1, 3)

    assert ("1/3" in capsys.readouterr().err) == drawn


def test_a_name_that_the_terminal_cannot_show_is_no_traceback():
    answer = subprocess.run(
        [sys.executable, "-m", "matcher", "--help"],
        capture_output=True,
        env={"PYTHONIOENCODING": "ascii", "JIEDUI_LANGUAGE": "zh"},
        check=False,
    )

    assert answer.returncode == 0
    assert b"propose" in answer.stdout


def test_the_version_is_told():
    assert CliRunner().invoke(main, ["--version"]).stdout.strip().startswith("jiedui ")
    assert isinstance(main, click.Group)
