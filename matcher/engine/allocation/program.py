"""A mixed-integer program that is asked again and again while rows are added to it (HiGHS).

Huangfu & Hall, Mathematical Programming Computation 10, 2018. HiGHS counts in floating point:
whoever asks checks the answer in whole numbers.
"""

from __future__ import annotations

from dataclasses import dataclass

import highspy
import numpy as np

TOLERANCE = 1e-9
MOST_NODES = 5_000  # a count, not a time: the same answer on every machine


@dataclass(frozen=True)
class Answer:
    """The value of every variable, and whether no better answer exists (as floats can tell)."""

    value: list[float]
    best: bool


class Program:
    """Variables 0 … `most`, rows between bounds, and the greatest value of whatever is asked."""

    def __init__(self) -> None:
        self._highs = highspy.Highs()
        for option, value in (
            ("output_flag", False),
            ("threads", 1),
            ("mip_rel_gap", 0.0),
            ("mip_abs_gap", TOLERANCE),
            ("primal_feasibility_tolerance", TOLERANCE),
            ("mip_feasibility_tolerance", TOLERANCE),
            ("mip_max_nodes", MOST_NODES),
        ):
            self._highs.setOptionValue(option, value)
        self._highs.changeObjectiveSense(highspy.ObjSense.kMaximize)
        self._choices: dict[int, None] = {}

    def number(self, most: float) -> int:
        """A variable from 0 to `most`."""
        self._highs.addVar(0.0, most)
        return int(self._highs.getNumCol()) - 1

    def choice(self) -> int:
        """A variable that is 0 or 1."""
        column = self.number(1.0)
        self._highs.changeColIntegrality(column, highspy.HighsVarType.kInteger)
        self._choices[column] = None
        return column

    def row(self, terms: dict[int, float], least: float = -np.inf, most: float = np.inf) -> int:
        """Keep a sum of variables between two bounds."""
        columns = np.fromiter(terms.keys(), np.int32, len(terms))
        factors = np.fromiter(terms.values(), np.float64, len(terms))
        self._highs.addRow(least, most, len(terms), columns, factors)
        return int(self._highs.getNumRow()) - 1

    def reweigh(self, row: int, column: int, factor: float) -> None:
        """Change a factor of a row."""
        self._highs.changeCoeff(row, column, factor)

    def fix(self, column: int, value: float) -> None:
        """Let a variable have this value and no other."""
        self._highs.changeColBounds(column, value, value)
        self._choices.pop(column, None)

    def release(self, rows: list[int]) -> None:
        """Let these rows bind nothing any more."""
        for row in rows:
            self._highs.changeRowBounds(row, -np.inf, np.inf)

    def greatest(self, terms: dict[int, float]) -> Answer | None:
        """The values that make this sum greatest; None when there are none, or none were found."""
        columns = int(self._highs.getNumCol())
        cost = np.zeros(columns)
        cost[list(terms)] = list(terms.values())
        self._highs.changeColsCost(columns, np.arange(columns, dtype=np.int32), cost)
        self._highs.run()
        if self._highs.getModelStatus() == highspy.HighsModelStatus.kInfeasible:
            # Presolve can take a tight fit for a contradiction.
            self._highs.setOptionValue("presolve", "off")
            self._highs.run()
            self._highs.setOptionValue("presolve", "choose")
        found = self._highs.getInfo().primal_solution_status
        if found != highspy.SolutionStatus.kSolutionStatusFeasible:
            return None
        best = self._highs.getModelStatus() == highspy.HighsModelStatus.kOptimal
        return Answer(list(self._highs.getSolution().col_value), best)

    def forbid(self, answer: Answer) -> None:
        """Never answer with these very choices again; what is fixed does not count."""
        taken = [column for column in self._choices if answer.value[column] > 0.5]
        terms = dict.fromkeys(self._choices, 1.0) | dict.fromkeys(taken, -1.0)
        self.row(terms, least=1.0 - len(taken))
