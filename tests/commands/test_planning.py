"""The commands that need no database, as a person types them."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest
from click.testing import CliRunner

from matcher.cli import main
from matcher.commands.output import written_whole
from matcher.errors import JieduiError
from matcher.messages import LANGUAGES
from matcher.programme import Programme
from matcher.vocabulary import ArrangementKind as Kind
from matcher.workbook.writing import write_programme
from tests.builders import an_arrangement, uscc, village_code
from tests.rounds.plans import two_by_two


def typed(*words: object, language: str = "zh"):
    return CliRunner().invoke(main, ["--language", language, *map(str, words)])


@pytest.fixture
def workbook(tmp_path) -> Path:
    return saved(two_by_two(), tmp_path / "村企.xlsx")


def saved(programme: Programme, path: Path) -> Path:
    write_programme(programme, path)
    return path


def left_behind(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_propose_prints_the_pairs_the_totals_and_the_proof(workbook):
    answer = typed("propose", workbook)

    assert answer.exit_code == 0
    lines = answer.stdout.splitlines()
    assert sum("示例企业" in line for line in lines[1:3]) == 2
    assert "覆盖 2/2 个村" in answer.stdout
    assert "已证明" in answer.stdout


def test_propose_answers_in_english_too(workbook):
    answer = typed("propose", workbook, language="en")

    assert "2 of 2 villages covered" in answer.stdout
    assert "Proven" in answer.stdout


def test_columns_line_up_although_chinese_is_wide(workbook):
    lines = typed("propose", workbook).stdout.splitlines()[:3]

    widths = {
        sum(2 if ord(one) > 0x2E80 else 1 for one in line[: line.index("示例企业")])
        for line in lines[1:]
    }
    assert len(widths) == 1


def test_json_on_the_screen_is_the_json_and_nothing_else(workbook):
    answer = typed("propose", workbook, "--json", "-", "--seed", "2026")

    document = json.loads(answer.stdout)
    assert document["seed"] == "2026"
    assert document["covered"] == 2


def test_the_same_workbook_gives_the_same_bytes_whatever_the_order_of_its_rows(tmp_path):
    programme = two_by_two(an_arrangement(Kind.VILLAGE_KEEN, 1, 1))
    turned = Programme(
        *(rows[::-1] for rows in (
            programme.villages, programme.needs, programme.enterprises,
            programme.offers, programme.arrangements,
        ))
    )  # fmt: skip
    written = []
    for name, one in (("a", programme), ("b", turned), ("c", programme)):
        typed("propose", saved(one, tmp_path / f"{name}.xlsx"), "--json", tmp_path / f"{name}.json")
        written.append((tmp_path / f"{name}.json").read_bytes())

    assert written[0] == written[1] == written[2]


def test_out_and_json_write_both_files_and_leave_nothing_else(workbook):
    folder = workbook.parent
    (folder / "方案.json").write_text("old")

    answer = typed(
        "propose", workbook, "--out", folder / "方案.xlsx", "--json", folder / "方案.json"
    )

    assert answer.exit_code == 0
    assert answer.stdout == ""
    assert left_behind(folder) == ["方案.json", "方案.xlsx", "村企.xlsx"]
    assert json.loads((folder / "方案.json").read_bytes())["covered"] == 2


def test_a_faulty_workbook_names_file_sheet_and_cell_and_writes_nothing(tmp_path):
    programme = two_by_two()
    twice = replace(programme, villages=(*programme.villages, programme.villages[0]))
    path = saved(twice, tmp_path / "错.xlsx")

    answer = typed("propose", path, "--json", tmp_path / "plan.json")

    assert answer.exit_code == 1
    assert "错.xlsx 表「村」单元格" in answer.stderr
    assert left_behind(tmp_path) == ["错.xlsx"]


def test_a_workbook_that_is_not_there_is_the_input_s_fault(tmp_path):
    answer = typed("propose", tmp_path / "没有.xlsx")

    assert answer.exit_code == 1
    assert "没有.xlsx" in answer.stderr


def test_an_infeasible_round_leaves_with_three_and_says_why(tmp_path):
    programme = two_by_two(an_arrangement(Kind.PIN, 1, 1), an_arrangement(Kind.PIN, 1, 2))
    path = saved(programme, tmp_path / "锁定.xlsx")

    answer = typed("propose", path, "--json", tmp_path / "plan.json")

    assert answer.exit_code == 3
    assert "示例企业01" in answer.stderr
    assert json.loads((tmp_path / "plan.json").read_bytes())["status"] == "infeasible"
    assert typed("verify-plan", tmp_path / "plan.json").exit_code == 0


def test_a_contradiction_is_the_input_s_fault(tmp_path):
    declined = an_arrangement(Kind.VILLAGE_DECLINES, 1, 1)
    programme = two_by_two(an_arrangement(Kind.PIN, 1, 1), declined)

    answer = typed("propose", saved(programme, tmp_path / "矛盾.xlsx"))

    assert answer.exit_code == 1
    assert "示例企业01" in answer.stderr


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(
    "words",
    [
        ["propose"],
        ["propose", "a.xlsx", "--method", "best"],
        ["propose", "a.xlsx", "--speed", "fast"],
        [],
        ["propos"],
        ["template"],
        ["example", "hundred", "a.xlsx", "--seed", "-1"],
        ["verify-plan"],
    ],
    ids=" ".join,
)
def test_a_misspelt_command_line_leaves_with_two_and_says_where_help_is(words, language):
    answer = typed(*words, language=language)

    assert answer.exit_code == 2
    assert "--help" in answer.stderr
    assert answer.stdout == ""


def test_an_unknown_method_lists_the_known_ones():
    assert "coverage" in typed("propose", "a.xlsx", "--method", "best").stderr


@pytest.mark.parametrize("name", ["nowhere/plan.json", "folder", "村企.xlsx/plan.json"])
def test_a_place_that_cannot_be_written_to_is_told_and_nothing_is_left(workbook, name):
    (workbook.parent / "folder").mkdir()
    before = left_behind(workbook.parent)

    answer = typed("propose", workbook, "--json", workbook.parent / name)

    assert answer.exit_code == 1
    assert "写不了" in answer.stderr
    assert left_behind(workbook.parent) == before


def test_a_file_is_replaced_whole_or_not_at_all(tmp_path):
    path = tmp_path / "plan.json"
    path.write_text("old")

    def stopped_half_way():
        with written_whole(path) as draft:
            draft.write_text("half")
            raise JieduiError("cli.cannot_read", path="x")

    with pytest.raises(JieduiError):
        stopped_half_way()

    assert path.read_text() == "old"
    assert left_behind(tmp_path) == ["plan.json"]


def test_a_link_is_written_through_and_never_replaced(workbook):
    """As /dev/stdout is one: a plan may be sent there, but the device must stay."""
    folder = workbook.parent
    (folder / "link.json").symlink_to(folder / "target.json")

    assert typed("propose", workbook, "--json", folder / "link.json").exit_code == 0

    assert (folder / "link.json").is_symlink()
    assert json.loads((folder / "target.json").read_bytes())["covered"] == 2


def test_a_closed_pipe_is_no_traceback(workbook):
    process = subprocess.Popen(
        [sys.executable, "-m", "matcher", "propose", str(workbook), "--json", "-"],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    )
    process.stdout.close()

    _, errors = process.communicate(timeout=120)

    assert b"Traceback" not in errors
    assert b"Exception ignored" not in errors


def test_a_genuine_plan_is_said_to_be_and_a_changed_one_says_what_differs(workbook):
    path = workbook.parent / "plan.json"
    typed("propose", workbook, "--json", path)

    genuine = typed("verify-plan", path)
    assert genuine.exit_code == 0
    assert "属实" in genuine.stdout
    assert typed("verify-plan", path, workbook).exit_code == 0

    document = json.loads(path.read_bytes())
    document["pairs"][0]["score"] += 1
    path.write_text(json.dumps(document))
    changed = typed("verify-plan", path)
    assert changed.exit_code == 1
    assert changed.stdout == ""
    assert uscc(1) in changed.stderr
    assert village_code(1) in changed.stderr


def test_a_plan_of_another_workbook_is_found_out(workbook, tmp_path):
    path = workbook.parent / "plan.json"
    typed("propose", workbook, "--json", path)
    other = saved(two_by_two(gaps=(10, 80)), tmp_path / "other.xlsx")

    answer = typed("verify-plan", path, other)

    assert answer.exit_code == 1
    assert "pairs" in answer.stderr


@pytest.mark.parametrize("content", [None, b"", b"{}", b"\x00"])
def test_what_is_no_plan_is_not_verified(tmp_path, content):
    path = tmp_path / "plan.json"
    if content is not None:
        path.write_bytes(content)

    answer = typed("verify-plan", path)

    assert answer.exit_code == 1
    assert answer.stderr.strip()


def test_an_example_of_any_size_is_read_by_propose(tmp_path):
    path = tmp_path / "h.xlsx"

    made = typed("example", "hundred", path, "--size", "8x5", "--seed", "3")

    assert made.exit_code == 0
    assert "8 家企业" in made.stdout
    assert "5 个村" in made.stdout
    answer = typed("propose", path, "--json", "-")
    assert answer.exit_code == 0
    problem = json.loads(answer.stdout)["problem"]
    assert (len(problem["enterprises"]), len(problem["villages"])) == (8, 5)


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["hundreds", "out.xlsx"], "jingan-guangnan"),
        (["hundred", "out.xlsx", "--size", "8"], "100x100"),
        (["hundred", "out.xlsx", "--size", "1e9x1"], "100x100"),
    ],
)
def test_an_example_that_is_not_there_says_what_there_is(tmp_path, monkeypatch, words, told):
    monkeypatch.chdir(tmp_path)

    answer = typed("example", *words)

    assert answer.exit_code == 1
    assert told in answer.stderr
    assert left_behind(tmp_path) == []


def test_the_empty_workbook_is_written_and_proposing_from_it_says_that_it_is_empty(tmp_path):
    path = tmp_path / "空.xlsx"

    assert typed("template", path).exit_code == 0
    answer = typed("propose", path)
    assert answer.exit_code == 0
    assert "没有村" in answer.stdout
    assert left_behind(tmp_path) == ["空.xlsx"]
