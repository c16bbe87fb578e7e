"""The plan as a workbook: every pair with its points and reasons, and nobody forgotten."""

from __future__ import annotations

import time
from unittest.mock import patch

import openpyxl
import pytest

from matcher.messages import LANGUAGES, say
from matcher.programme import Programme
from matcher.rounds.proposing import propose
from matcher.vocabulary import ArrangementKind, Category
from matcher.workbook.plan_sheet import write_plan
from tests.builders import a_need, a_village, an_arrangement, an_enterprise, an_offer

NAMES = ("overview", "pairs", "uncovered", "parts", "enterprises")


@pytest.fixture(scope="module")
def programme():
    return Programme(
        villages=tuple(a_village(number) for number in (1, 2, 3)),
        needs=(a_need(1, 1), a_need(2, 2), a_need(3, 3, category=Category.MEDICAL)),
        enterprises=tuple(an_enterprise(number) for number in (1, 2, 3)),
        offers=(an_offer(1, 1), an_offer(2, 2)),
        arrangements=(an_arrangement(ArrangementKind.PIN, 2, 1),),
    )


@pytest.fixture(scope="module")
def plan(programme):
    return propose(programme)


@pytest.fixture(scope="module", params=LANGUAGES)
def written(request, plan, programme, tmp_path_factory):
    path = tmp_path_factory.mktemp("plan") / "PLAN.xlsx"
    write_plan(plan, programme, path, request.param)
    workbook = openpyxl.load_workbook(path)
    names = {name: say(f"workbook.plan.{name}", request.param) for name in NAMES}
    assert workbook.sheetnames == list(names.values())
    return request.param, {name: workbook[title] for name, title in names.items()}


def lines(sheet):
    """The rows of a table as name of the column → value."""
    heads = [cell.value for cell in sheet[2]]
    return [
        dict(zip(heads, (cell.value for cell in row), strict=True))
        for row in sheet.iter_rows(min_row=3)
    ]


def test_every_pair_stands_with_its_score_and_its_reasons(written, plan):
    language, sheets = written
    listed = lines(sheets["pairs"])

    assert len(listed) == len(plan.pairs) == 2
    best = max(plan.pairs, key=lambda pair: pair.score)
    first = listed[0]
    assert first[say("workbook.plan.score", language)] == best.score
    for part in best.parts:
        assert first[say(f"scoring.criterion.{part.criterion}", language)] == part.points
        if part.points:
            reason = say(part.reason, language, **part.params)
            assert reason in first[say("workbook.plan.reasons", language)]


def test_only_the_pinned_pair_is_called_pinned(written):
    language, sheets = written
    marks = [line[say("workbook.plan.pinned", language)] for line in lines(sheets["pairs"])]

    assert sorted(mark or "" for mark in marks) == ["", say("workbook.word.yes", language)]


def test_the_score_has_bars_up_to_the_full_score(written):
    _, sheets = written
    ((where, rules),) = sheets["pairs"].conditional_formatting._cf_rules.items()

    assert str(where.sqref) == "C3:C4"
    assert [limit.val for limit in rules[0].dataBar.cfvo] == [0, 1000]


def test_the_village_without_a_partner_stands_with_why_and_what_would_help(written, plan):
    language, sheets = written
    (line,) = lines(sheets["uncovered"])
    (missed,) = plan.uncovered

    why = say(missed.why, language, **missed.params)
    assert line[say("workbook.plan.why", language)] == why
    assert line[say("field.village.code", language)] == missed.village
    for advice in missed.would_help:
        said = say(advice.code, language, **advice.params)
        assert said in line[say("workbook.plan.would_help", language)]


def test_the_points_in_detail_add_up_to_every_score(written, plan):
    language, sheets = written
    points = say("workbook.plan.points", language)

    total = sum(line[points] for line in lines(sheets["parts"]))

    assert total == plan.total_score


def test_every_enterprise_is_listed_with_its_places(written):
    language, sheets = written
    listed = lines(sheets["enterprises"])

    assert len(listed) == 3
    assert [line[say("workbook.plan.used", language)] for line in listed] == [1, 1, 0]
    assert [line[say("workbook.plan.most", language)] for line in listed] == [1, 1, 1]


def test_the_overview_tells_what_the_plan_amounts_to(written, plan):
    language, sheets = written
    told = {row[0].value: row[1].value for row in sheets["overview"].iter_rows(min_row=4)}

    covered = say("workbook.plan.of_total", language, part=plan.covered, total=3)
    assert told[say("workbook.plan.covered", language)] == covered
    assert told[say("workbook.plan.fingerprint", language)] == plan.fingerprint
    assert told[say("workbook.plan.total_score", language)] == f"{plan.total_score:,}"


def test_every_table_can_be_read_and_printed(written):
    _, sheets = written
    for name in NAMES[1:]:
        assert sheets[name].freeze_panes.endswith("3")
        assert sheets[name].auto_filter.ref
    for sheet in sheets.values():
        assert sheet.page_setup.orientation == "landscape"
        assert sheet.page_setup.paperSize == 9
        assert sheet.page_setup.fitToHeight == 0


def test_the_same_plan_is_the_same_file_at_any_time(plan, programme, tmp_path):
    write_plan(plan, programme, tmp_path / "a.xlsx")
    with patch("time.localtime", return_value=time.localtime(10**9)):
        write_plan(plan, programme, tmp_path / "b.xlsx")

    assert (tmp_path / "a.xlsx").read_bytes() == (tmp_path / "b.xlsx").read_bytes()


def test_a_plan_that_cannot_be_says_what_stands_in_the_way(tmp_path):
    pins = tuple(an_arrangement(ArrangementKind.PIN, 1, number) for number in (1, 2))
    programme = Programme(
        villages=(a_village(1), a_village(2)),
        needs=(a_need(1, 1), a_need(2, 2)),
        enterprises=(an_enterprise(1),),
        offers=(an_offer(1, 1),),
        arrangements=pins,
    )
    plan = propose(programme)

    write_plan(plan, programme, tmp_path / "x.xlsx")

    overview = openpyxl.load_workbook(tmp_path / "x.xlsx").worksheets[0]
    told = {row[0].value: row[1].value for row in overview.iter_rows(min_row=4)}
    (obstacle,) = plan.obstacles
    assert told[say("workbook.plan.obstacles")] == say(obstacle.code, **obstacle.params)
