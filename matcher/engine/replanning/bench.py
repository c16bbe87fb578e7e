"""A plan laid out for changing: what changes is marked, what it unbalances is moved, exactly.

A pin or a veto takes the pair out of what may move; a capacity changes what its party stands for.
All else stays the best at its prices, so only the touched parties must be set right. Where no plan
exists the table stays as it is: the next change, or an undo, sets right what it can.
"""

from __future__ import annotations

import numpy as np

from matcher.engine.assignment.counting import by_village, degrees
from matcher.engine.assignment.levels import conflict
from matcher.engine.assignment.repair import adjacency
from matcher.engine.certificate import Certificate, Level
from matcher.engine.matching import Change, Matching, Status
from matcher.engine.objectives import objective
from matcher.engine.problem import MatchingProblem, Whole
from matcher.engine.replanning.draw_prices import draw_prices
from matcher.engine.replanning.losses import FAR, losses
from matcher.engine.replanning.rerouting import (
    Table,
    choose_or_drop,
    follow_prices,
    margin_sign,
    rebalance,
    stand,
    workspace,
)

ENGAGED_BITS = 16


class Bench:
    """The working state of all plans that were changed from one: mutable, never for two at once.

    `drawing` says whether the draw counts here, `sound` whether all numbers still hold: sums of
    draws may outgrow 60 bits, and then the bench is of no more use.
    """

    def __init__(self, matching: Matching, *, drawing: bool) -> None:
        problem, proof = matching.problem, matching.certificate
        assert proof is not None
        self.drawing = drawing
        self.steps = matching.steps
        self.keep = proof.keep
        self.names = tuple(level.name for level in proof.levels)
        self.enterprises = split = len(problem.enterprise_capacity)
        self.order = by_village(problem.village, len(problem.village_capacity))
        self.place_of = np.empty_like(self.order)
        self.place_of[self.order] = np.arange(len(self.order))
        self.minimum = np.append(problem.enterprise_minimum, problem.village_minimum)
        parties, pinned = len(self.minimum), problem.pinned
        self.pins = degrees(parties, problem.enterprise[pinned], problem.village[pinned] + split)
        self.table = self._laid_out(problem, proof, matching.chosen)
        everybody = np.arange(parties)
        stand(everybody, self.table)
        self.waiting = everybody[self.table.held != self.table.taken]
        self._rebalance()
        self.rows = np.sort(self.order[np.flatnonzero(self.table.chosen)])
        self.table.turned[-1] = 0

    def go_to(self, steps: tuple[Change, ...]) -> None:
        """Stand where these steps lead: take back what they do not share, then do what is new."""
        if steps is self.steps:
            return
        shared = 0
        for ours, theirs in zip(self.steps, steps, strict=False):
            if ours is not theirs:
                break
            shared += 1
        for step in reversed(self.steps[shared:]):
            self._mark(step.undone)
        for step in steps[shared:]:
            self._mark(step)
        self.steps = steps
        self._rebalance()

    def plan(self, problem: MatchingProblem, method: str) -> Matching:
        """The plan as it lies here, with its prices, or what stands against any."""
        table, split = self.table, self.enterprises
        if len(self.stuck):
            missing = np.abs(table.held - table.taken) + (table.least - table.most).clip(0)
            knot = conflict(problem, self.stuck, int(missing[self.stuck].sum()))
            return Matching.impossible(problem, method, knot, self.keep)
        chosen = self._chosen()
        busy = table.held > 0
        weight, engaged = int(problem.village_weight[busy[split:]].sum()), int(busy[:split].sum())
        total = int(problem.score[chosen].sum())
        worth = total + (0 if self.keep is None else self.keep.worth(chosen))
        worths = {"coverage": weight, "engagement": engaged, "score": worth}
        return Matching(
            problem=problem,
            method=method,
            status=Status.OPTIMAL,
            chosen=chosen,
            covered=int(busy[split:].sum()),
            covered_weight=weight,
            engaged=engaged,
            total_score=total,
            certificate=self._certificate(worths, chosen),
            keep=self.keep,
        )

    def losses(self) -> Whole:
        """Per chosen row and level what the plan would lose without it; −1: no plan would exist."""
        lost = losses(self.enterprises, self.table)[self.place_of[self._chosen()]]
        per_level = np.stack(self._unpacked(lost[:, 0], lost[:, 1]), axis=1)
        per_level[lost[:, 0] >= FAR // 2] = -1
        return per_level

    def _laid_out(self, problem: MatchingProblem, proof: Certificate, plan: Whole) -> Table:
        left = problem.enterprise[self.order].astype(np.int32)
        right = (problem.village[self.order] + self.enterprises).astype(np.int32)
        levels = [objective(name, problem, self.keep) for name in self.names]
        prices = [np.append(one.enterprise_price, one.village_price) for one in proof.levels]
        draw, drawn = np.zeros_like(problem.score), np.zeros_like(prices[-1])
        if self.drawing:
            draw, drawn = problem.draw.astype(np.int64), draw_prices(problem, proof)
        value = np.stack([levels[-1].value, draw], axis=1)[self.order]
        fixed = (problem.pinned | problem.vetoed)[self.order]
        price = np.stack([self._packed(prices), prices[-1], drawn], axis=1)
        chosen = np.zeros(len(left), np.bool_)
        chosen[self.place_of[plan]] = True
        follow_prices(left, right, value, price, fixed, chosen)
        first, pair_of, place, held = adjacency(len(price), left, right, chosen)
        return Table(
            left=left,
            right=right,
            value=value,
            fixed=fixed,
            chosen=chosen,
            first=first,
            pair_of=pair_of,
            place=place,
            held=held,
            price=price,
            bonus=self._packed([level.bonus for level in levels]),
            least=np.maximum(self.minimum, self.pins),
            most=np.append(problem.enterprise_capacity, problem.village_capacity),
            taken=held.copy(),
            **workspace(len(price)),
        )

    def _mark(self, change: Change) -> None:
        """Write a change down, and let the parties it touches stand for what suits them now."""
        table = self.table
        if change.array.endswith("_capacity"):
            party = change.row + (self.enterprises if change.array.startswith("village") else 0)
            table.most[party] = change.after
            touched = np.array([party])
        else:
            i = self.place_of[change.row]
            touched = np.array([table.left[i], table.right[i]])
            table.fixed[i] = change.after == 1
            if change.array == "pinned":
                self.pins[touched] += change.after - change.before
                table.least[touched] = np.maximum(self.minimum[touched], self.pins[touched])
            wanted = change.array == "pinned"
            if not table.fixed[i]:
                better = margin_sign(i, table.left, table.right, table.value, table.price)
                wanted = better > 0 or (better == 0 and table.chosen[i])
            if wanted != table.chosen[i]:
                choose_or_drop(i, table)
        stand(touched, table)
        self.waiting = np.union1d(self.waiting, touched)

    def _rebalance(self) -> None:
        """Set right whom changes left waiting; `stuck` are those who then still block each other.

        Who must take more than it can is not even tried.
        """
        table = self.table
        torn = self.waiting[table.least[self.waiting] > table.most[self.waiting]]
        self.sound, self.stuck = True, torn
        if not len(torn):
            self.sound, self.stuck = rebalance(self.waiting, self.enterprises, table)
            still = table.held[self.waiting] != table.taken[self.waiting]
            self.waiting = self.waiting[still]

    def _chosen(self) -> Whole:
        """The rows of the chosen pairs, in rising order: those before, but for what was turned."""
        turned, chosen = self.table.turned, self.table.chosen
        if turned[-1] >= len(turned):
            self.rows = np.sort(self.order[np.flatnonzero(chosen)])
        elif turned[-1]:
            places = np.unique(turned[: turned[-1]])
            rows, now = self.order[places], chosen[places]
            at = np.searchsorted(self.rows, rows)
            had = np.append(self.rows, -1)[at] == rows
            kept = np.delete(self.rows, at[had & ~now])
            new = np.sort(rows[now & ~had])
            self.rows = np.insert(kept, np.searchsorted(kept, new), new)
        turned[-1] = 0
        self.rows.setflags(write=False)
        return self.rows

    def _certificate(self, worth: dict[str, int], chosen: Whole) -> Certificate:
        """The prices as they stand, level by level."""
        split, price = self.enterprises, self.table.price
        levels = []
        for name, ours in zip(self.names, self._unpacked(price[:, 0], price[:, 1]), strict=True):
            ours.setflags(write=False)
            levels.append(Level(name, worth[name], ours[:split], ours[split:]))
        return Certificate.of(tuple(levels), self.keep, chosen)

    def _packed(self, levels: list[Whole]) -> Whole:
        """Coverage and engagement as one number, reach: no path meets bonuses that could carry."""
        if len(levels) == 1:
            return np.zeros_like(levels[0])
        return (levels[0] << ENGAGED_BITS) + levels[1]

    def _unpacked(self, reach: Whole, score: Whole) -> list[Whole]:
        if len(self.names) == 1:
            return [score.copy()]
        coverage = (reach + (1 << ENGAGED_BITS - 1)) >> ENGAGED_BITS
        return [coverage, reach - (coverage << ENGAGED_BITS), score.copy()]
