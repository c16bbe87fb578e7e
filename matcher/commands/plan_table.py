"""A plan on the terminal: pairs with score and main reason, totals, and who stays uncovered."""

from __future__ import annotations

import unicodedata

import click

from matcher.commands.spoken import language, tell
from matcher.engine import Status
from matcher.messages import say
from matcher.programme import Programme
from matcher.rounds.plan import Plan, PlannedPair, Scope

PROMISES = {
    "optimal": "cli.propose.proven",
    "fairest": "cli.propose.fairest",
    "stable": "cli.propose.stable",
    "feasible": "cli.propose.unproven",
}

FIRST = {"coverage": "cli.propose.first_coverage", "score": "cli.propose.first_score"}

MOST_SHOWN = 500
"""So many lines of pairs, and of villages without one, are printed."""


def show_plan(plan: Plan, programme: Programme) -> None:
    """Print it, best pairs first. Of an infeasible plan there is nothing to print."""
    if not programme.villages or not programme.enterprises:
        tell("cli.propose.nothing")
        return
    if plan.status is Status.INFEASIBLE:
        return
    names = {one.uscc: one.name for one in programme.enterprises}
    names |= {one.code: one.name for one in programme.villages}
    _show_pairs(plan, names)
    tell(
        "cli.propose.totals",
        covered=plan.covered,
        villages=len(programme.villages),
        engaged=plan.engaged,
        enterprises=len(programme.enterprises),
        total_score=plan.total_score,
    )
    tell(PROMISES[plan.promise])
    if plan.scope:
        _show_scope(plan.method, plan.scope)
    _show_uncovered(plan, names)


def _show_scope(method: str, scope: Scope) -> None:
    """Among how many pairs the plan was chosen, and what the best of each party alone give."""
    if not scope.worth:
        tell("cli.propose.listed", eligible=scope.eligible, first=scope.first)
        return
    tell("cli.propose.scope", eligible=scope.eligible)
    tell(FIRST[method], **{one.level: one.first for one in scope.worth})


def _show_pairs(plan: Plan, names: dict[str, str]) -> None:
    tongue = language()
    heads = ("head_village", "head_enterprise", "head_score", "head_reason")
    rows = [tuple(say(f"cli.propose.{head}", tongue) for head in heads)]
    best_first = sorted(plan.pairs, key=lambda pair: (-pair.score, pair.village, pair.enterprise))
    for pair in best_first[:MOST_SHOWN]:
        mark = say("cli.propose.pinned", tongue) if pair.pinned else ""
        village, enterprise = names[pair.village] + mark, names[pair.enterprise]
        rows.append((village, enterprise, str(pair.score), _main_reason(pair)))
    widths = [max(_width(row[column]) for row in rows) for column in range(3)]
    for village, enterprise, score, reason in rows:
        left = f"{_padded(village, widths[0])}  {_padded(enterprise, widths[1])}"
        click.echo(f"{left}  {' ' * (widths[2] - _width(score))}{score}  {reason}")
    _say_how_many_more(len(best_first))
    click.echo()


def _show_uncovered(plan: Plan, names: dict[str, str]) -> None:
    tongue = language()
    if plan.uncovered:
        tell("cli.propose.uncovered", count=len(plan.uncovered))
    for missed in plan.uncovered[:MOST_SHOWN]:
        why = say(missed.why, tongue, **missed.params)
        tell("cli.propose.uncovered_line", village=names[missed.village], why=why)
        for advice in missed.would_help:
            tell("cli.propose.advice_line", advice=say(advice.code, tongue, **advice.params))
    _say_how_many_more(len(plan.uncovered))


def _say_how_many_more(rows: int) -> None:
    if rows > MOST_SHOWN:
        tell("cli.propose.more", count=rows - MOST_SHOWN)


def _main_reason(pair: PlannedPair) -> str:
    """The reason of the part that adds most; what a pin overrides comes before all."""
    if pair.overrides:
        return say(pair.overrides.code, language(), **pair.overrides.params)
    most = max(pair.parts, key=lambda part: part.points)
    return say(most.reason, language(), **most.params)


def _padded(text: str, width: int) -> str:
    return text + " " * (width - _width(text))


def _width(text: str) -> int:
    """Columns on a terminal: a Chinese character takes two."""
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)
