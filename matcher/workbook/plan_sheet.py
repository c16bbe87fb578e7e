"""A plan as a workbook to hand round: overview, pairs with their reasons, and who stays without."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING

from openpyxl import Workbook
from openpyxl.styles import Font

from matcher.messages import Language, label, say
from matcher.programme import Programme
from matcher.workbook.book.holding import hold
from matcher.workbook.book.looks import FONT, QUIET, add_styles, for_print, named
from matcher.workbook.book.packing import save
from matcher.workbook.book.table import Head, add_table
from matcher.workbook.cells.written import Held

if TYPE_CHECKING:
    from matcher.rounds.plan import Plan, PlannedPair

Row = tuple[Held | int | None, ...]

_FULL_SCORE = 1000


def write_plan(plan: Plan, programme: Programme, path: Path, language: Language = "zh") -> None:
    """The plan as sheets for reading and printing; nothing in them is read back."""
    _PlanWorkbook(plan, programme, language).write(path)


class _PlanWorkbook:
    """One plan in one language."""

    def __init__(self, plan: Plan, programme: Programme, language: Language) -> None:
        self._plan, self._language = plan, language
        self._villages = {one.code: one for one in programme.villages}
        self._enterprises = {one.uscc: one for one in programme.enterprises}
        self._pairs = sorted(
            plan.pairs, key=lambda pair: (-pair.score, pair.village, pair.enterprise)
        )
        parts = (part for pair in plan.pairs for part in pair.parts)
        self._criteria = list(dict.fromkeys(part.criterion for part in parts)) or sorted(
            plan.weights
        )

    def write(self, path: Path) -> None:
        workbook = Workbook()
        workbook.remove(workbook.active)
        add_styles(workbook, self._language)
        self._add_overview(workbook)
        self._add(workbook, "pairs", self._pair_heads(), self._pair_rows(), frozen_columns=3)
        self._add(workbook, "uncovered", self._uncovered_heads(), self._uncovered_rows())
        self._add(workbook, "parts", self._part_heads(), self._part_rows())
        self._add(workbook, "enterprises", self._enterprise_heads(), self._enterprise_rows())
        save(workbook, path)

    def _add(
        self,
        workbook: Workbook,
        name: str,
        heads: list[Head],
        rows: Iterator[Row],
        frozen_columns: int = 0,
    ) -> None:
        words = self._say(name)
        add_table(workbook, words, words, heads, rows, frozen_columns=frozen_columns)

    def _say(self, name: str) -> str:
        return say(f"workbook.plan.{name}", self._language)

    def _label(self, record: str, field: str) -> str:
        return label(record, field, self._language)

    # Overview

    def _add_overview(self, workbook: Workbook) -> None:
        sheet = workbook.create_sheet(self._say("overview"))
        sheet.sheet_view.showGridLines = False
        sheet.column_dimensions["A"].width, sheet.column_dimensions["B"].width = 22, 90
        hold(sheet.cell(1, 1), self._say("title"))
        sheet.cell(1, 1).style = named("title")
        sheet.row_dimensions[1].height = 34
        hold(sheet.cell(2, 1), self._say("advice"))
        sheet.cell(2, 1).font = Font(FONT, 10, color=QUIET)
        for row, (name, held) in enumerate(self._overview_rows(), 4):
            hold(sheet.cell(row, 1), name)
            hold(sheet.cell(row, 2), held)
            sheet.cell(row, 1).style, sheet.cell(row, 2).style = named("optional"), named("text")
            sheet.row_dimensions[row].height = 24
        for_print(sheet, one_page_wide=True)

    def _overview_rows(self) -> Iterator[tuple[str, str]]:
        plan, language = self._plan, self._language
        yield self._say("status"), say(f"workbook.plan.status_name.{plan.promise}", language)
        yield self._say("method"), say(f"workbook.plan.method_name.{plan.method}", language)
        yield self._say("count"), f"{len(plan.pairs):,}"
        for name, part, total in (
            ("covered", plan.covered, len(self._villages)),
            ("engaged", plan.engaged, len(self._enterprises)),
        ):
            words = say("workbook.plan.of_total", language, part=part, total=total)
            yield self._say(name), words
        yield self._say("total_score"), f"{plan.total_score:,}"
        if plan.pairs:
            yield self._say("lowest_score"), f"{min(pair.score for pair in plan.pairs):,}"
        for obstacle in plan.obstacles:
            yield self._say("obstacles"), say(obstacle.code, language, **obstacle.params)
        version = {"name": plan.profile, "version": plan.profile_version}
        yield self._say("profile"), say("workbook.plan.profile_version", language, **version)
        for criterion in self._criteria:
            words = f"{self._say('weight')} · {self._criterion(criterion)}"
            yield words, str(plan.weights[criterion])
        yield self._say("seed"), plan.seed or self._say("no_seed")
        yield self._say("fingerprint"), plan.fingerprint

    def _criterion(self, name: str) -> str:
        return say(f"scoring.criterion.{name}", self._language)

    # Pairs

    def _pair_heads(self) -> list[Head]:
        return [
            Head(self._label("village", "name"), 16),
            Head(self._label("enterprise", "name"), 26),
            Head(self._say("score"), 12, "whole", bars=_FULL_SCORE),
            *(Head(self._criterion(name), 11, "whole") for name in self._criteria),
            Head(self._say("reasons"), 90),
            Head(self._say("pinned"), 8, "plain"),
            Head(self._label("village", "town"), 14),
            Head(self._label("village", "county"), 12),
            Head(self._label("village", "code"), 16, "code"),
            Head(self._label("enterprise", "uscc"), 23, "code"),
        ]

    def _pair_rows(self) -> Iterator[Row]:
        pinned = say("workbook.word.yes", self._language)
        for pair in self._pairs:
            village = self._villages[pair.village]
            points = {part.criterion: part.points for part in pair.parts}
            yield (
                village.name,
                self._enterprises[pair.enterprise].name,
                pair.score,
                *(points.get(name) for name in self._criteria),
                "\n".join(self._reasons(pair)),
                pinned if pair.pinned else None,
                village.town,
                village.county,
                pair.village,
                pair.enterprise,
            )

    def _reasons(self, pair: PlannedPair) -> Iterator[str]:
        """What a pin overrides, then the reason of each part that adds something."""
        if pair.overrides:
            yield say(pair.overrides.code, self._language, **pair.overrides.params)
        for part in sorted(pair.parts, key=lambda part: -part.points):
            if part.points:
                yield say(part.reason, self._language, **part.params)

    # Villages without a partner

    def _uncovered_heads(self) -> list[Head]:
        return [
            Head(self._label("village", "name"), 16),
            Head(self._label("village", "town"), 14),
            Head(self._label("village", "county"), 12),
            Head(self._say("why"), 60),
            Head(self._say("would_help"), 60),
            Head(self._label("village", "code"), 16, "code"),
        ]

    def _uncovered_rows(self) -> Iterator[Row]:
        for one in self._plan.uncovered:
            village = self._villages[one.village]
            helps = [say(help_.code, self._language, **help_.params) for help_ in one.would_help]
            why = say(one.why, self._language, **one.params)
            yield village.name, village.town, village.county, why, "\n".join(helps), village.code

    # Parts

    def _part_heads(self) -> list[Head]:
        return [
            Head(self._label("village", "name"), 16),
            Head(self._label("enterprise", "name"), 26),
            Head(self._say("criterion"), 14),
            Head(self._say("value"), 11, "percent"),
            Head(self._say("weight"), 9, "whole"),
            Head(self._say("points"), 9, "whole"),
            Head(self._say("reason"), 70),
            Head(self._label("village", "code"), 16, "code"),
            Head(self._label("enterprise", "uscc"), 23, "code"),
        ]

    def _part_rows(self) -> Iterator[Row]:
        for pair in self._pairs:
            for part in pair.parts:
                yield (
                    self._villages[pair.village].name,
                    self._enterprises[pair.enterprise].name,
                    self._criterion(part.criterion),
                    Decimal(str(part.value)),
                    part.weight,
                    part.points,
                    say(part.reason, self._language, **part.params),
                    pair.village,
                    pair.enterprise,
                )

    # Enterprises

    def _enterprise_heads(self) -> list[Head]:
        return [
            Head(self._label("enterprise", "name"), 30),
            Head(self._say("used"), 11, "whole"),
            Head(self._say("most"), 9, "whole"),
            Head(self._say("paired_with"), 70),
            Head(self._label("enterprise", "uscc"), 23, "code"),
        ]

    def _enterprise_rows(self) -> Iterator[Row]:
        separator = say("workbook.word.separator", self._language)
        taken: dict[str, list[str]] = {}
        for pair in self._pairs:
            taken.setdefault(pair.enterprise, []).append(self._villages[pair.village].name)
        for enterprise in sorted(self._enterprises.values(), key=lambda one: one.uscc):
            names = taken.get(enterprise.uscc, [])
            most = enterprise.max_villages
            yield enterprise.name, len(names), most, separator.join(names), enterprise.uscc
