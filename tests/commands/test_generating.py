"""`propose --generate`: a plan without a workbook, kept step by step where somebody asks for it."""

from __future__ import annotations

import json
import sys
from importlib.util import find_spec

import pytest
from click.testing import CliRunner

from matcher.cli import main
from matcher.commands import plan_table, planning
from matcher.messages import say
from matcher.rounds import candidates, proposing
from matcher.rounds.verifying import verify_plan


def typed(*words: object, language: str = "zh", **environment: str):
    return CliRunner().invoke(main, ["--language", language, *map(str, words)], env=environment)


@pytest.fixture
def large(monkeypatch):
    """Small examples count as large."""
    monkeypatch.setattr(candidates, "MOST_PAIRS", 100)
    monkeypatch.setattr(candidates, "BEST_OF_EACH", 1)


def test_an_example_of_any_size_is_paired_and_the_seed_makes_it(tmp_path):
    for name, seed in (("a", 5), ("b", 5), ("c", 6)):
        answer = typed(
            "propose", "--generate", "30x40", "--seed", seed, "--json", tmp_path / f"{name}.json"
        )
        assert answer.exit_code == 0
    one, same, other = ((tmp_path / f"{name}.json").read_bytes() for name in "abc")

    assert one == same != other
    assert verify_plan(one) == []
    assert len(json.loads(one)["problem"]["villages"]) == 40


@pytest.mark.parametrize(
    ("words", "status", "told"),
    [
        ([], 2, "--generate"),
        (["a.xlsx", "--generate", "20x20"], 2, "--generate"),
        (["--generate", "20x20", "--seed", "抽签"], 1, "抽签"),
        (["--generate", "nowhere"], 1, "nation"),
        (["--generate", "20x"], 1, "100x100"),
        (["--generate", "5xx"], 1, "100x100"),
        (["--generate", "-1x5"], 1, "100x100"),
        (["--generate", "1e9x1e9"], 1, "100x100"),
        (["--generate", "0x5"], 1, "1,000,000"),
        (["--generate", "1000000000x1000000000"], 1, "1,000,000"),
        (["--generate", "9" * 5000 + "x5"], 1, "100x100"),
        (["--generate", "jingan-guangnan", "--seed", "-1"], 1, "-1"),
    ],
    ids=lambda words: "_".join(words)[:40] if isinstance(words, list) else "",
)
def test_what_cannot_be_generated_is_told(words, status, told):
    answer = typed("propose", *words)

    assert answer.exit_code == status
    assert told in answer.stderr
    assert "Traceback" not in answer.output


@pytest.mark.parametrize("name", ["hundred", "jingan-guangnan"])
def test_an_example_is_paired_by_its_name(name):
    answer = typed("propose", "--generate", name)

    assert answer.exit_code == 0
    assert "已证明" in answer.stdout


def test_its_stages_are_shown_while_it_is_computed(monkeypatch, large, tmp_path):
    shown = []
    monkeypatch.setattr(planning, "progress_line", lambda **_: lambda *stage: shown.append(stage))

    answer = typed("propose", "--generate", "120x130", "--json", tmp_path / "plan.json")

    assert answer.exit_code == 0
    assert list(dict.fromkeys(stage for stage, _, _ in shown)) == [
        f"plan.stage.{name}"
        for name in (
            "generating", "preparing", "scoring", "solving", "pricing", "verifying", "explaining",
            "writing",
        )
    ]  # fmt: skip
    for stage in {stage for stage, _, _ in shown}:
        assert say(stage, "zh") != stage
    assert all(0 <= done <= total for _, done, total in shown)
    assert ("plan.stage.verifying", 1, 1) in shown


@pytest.mark.parametrize(
    ("method", "told"),
    [
        ("coverage", ["best of each party alone give", "covered, "]),
        ("score", ["best of each party alone give a total score of"]),
    ],
)
def test_a_large_plan_says_among_how_many_pairs_it_was_chosen(large, method, told):
    answer = typed("propose", "--generate", "120x130", "--method", method, language="en")

    assert "pairs, those outside the list priced too" in answer.stdout
    assert all(one in answer.stdout for one in told)


def test_a_method_that_cannot_price_what_it_left_out_says_so(large):
    answer = typed("propose", "--generate", "120x130", "--method", "greedy", language="en")

    assert "compared only the best of each party" in answer.stdout
    assert "priced too" not in answer.stdout


def test_a_plan_over_all_pairs_verifies_and_says_what_only_the_workbook_tells(large, tmp_path):
    workbook, plan = tmp_path / "a.xlsx", tmp_path / "plan.json"
    assert typed("example", "hundred", workbook, "--size", "60x70").exit_code == 0
    assert typed("propose", workbook, "--json", plan).exit_code == 0

    alone = typed("verify-plan", plan, language="en")
    with_it = typed("verify-plan", plan, workbook, language="en")

    assert alone.exit_code == with_it.exit_code == 0
    assert "outside the list are not in the file" in alone.stdout
    assert "outside the list" not in with_it.stdout


def test_not_every_line_of_a_large_plan_is_printed(monkeypatch):
    whole = typed("propose", "--generate", "30x40").stdout.splitlines()
    monkeypatch.setattr(plan_table, "MOST_SHOWN", 3)

    some = typed("propose", "--generate", "30x40").stdout

    assert len(some.splitlines()) < len(whole)
    assert "没有列出" in some


def test_a_plan_too_large_for_reasons_still_verifies(monkeypatch, tmp_path):
    monkeypatch.setattr(proposing, "MOST_TOLD", 5)

    answer = typed("propose", "--generate", "60x60", "--json", tmp_path / "plan.json")

    assert answer.exit_code == 0
    data = (tmp_path / "plan.json").read_bytes()
    pair = json.loads(data)["pairs"][0]
    assert sum(part["points"] for part in pair["parts"]) == pair["score"]
    assert "reason" not in pair["parts"][0]
    assert verify_plan(data) == []
    shown = typed("propose", "--generate", "60x60")
    assert shown.exit_code == 0


def test_what_was_kept_for_resuming_is_used_and_taken_away_at_the_end(large, tmp_path, monkeypatch):
    folder, plan = tmp_path / "kept", tmp_path / "plan.json"
    words = ("propose", "--generate", "120x130", "--resume", folder, "--json", plan)
    genuine = proposing.Widening.proven

    def killed(*_):
        raise KeyboardInterrupt

    monkeypatch.setattr(proposing.Widening, "proven", killed)
    assert typed(*words).exit_code != 0
    assert any(folder.iterdir())
    monkeypatch.setattr(proposing.Widening, "proven", genuine)
    monkeypatch.setattr(candidates.Search, "__call__", killed)  # nothing is scored again

    assert typed(*words).exit_code == 0
    assert not any(folder.iterdir())
    monkeypatch.undo()
    assert verify_plan(plan.read_bytes()) == []


@pytest.mark.skipif(find_spec("distributed") is None, reason="needs the extra scale")
def test_a_cluster_that_the_environment_names_but_is_not_there_is_told(monkeypatch):
    from matcher.rounds import cluster  # noqa: PLC0415 - needs the extra `scale`

    monkeypatch.setattr(cluster, "SECONDS", 1)

    answer = typed("propose", "--generate", "20x20", JIEDUI_DASK="tcp://127.0.0.1:9")

    assert answer.exit_code == 1
    assert "JIEDUI_DASK" in answer.stderr


def test_without_the_extra_it_says_what_to_install(monkeypatch):
    monkeypatch.setitem(sys.modules, "matcher.rounds.cluster", None)

    answer = typed("propose", "--generate", "20x20", JIEDUI_DASK="tcp://127.0.0.1:9")

    assert answer.exit_code == 1
    assert "jiedui[scale]" in answer.stderr
