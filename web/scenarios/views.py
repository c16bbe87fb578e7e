"""How scenarios are laid out: which are compared, what each may become, and the form."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from flask import request, url_for
from sqlalchemy.orm import Session

from matcher.pairing import places_held
from matcher.programme import Programme
from matcher.rounds.adopting import Outstanding, outstanding
from matcher.rounds.board_rows import Parties, parties
from matcher.rounds.boards import run_named
from matcher.rounds.long_work import took_long
from matcher.rounds.reading import programme_of, round_of, run_of
from matcher.rounds.rows import RoundRow, RunRow
from matcher.rounds.running import prepare
from matcher.rounds.scenario_reading import (
    ScenarioRow,
    decisions_since,
    runs_with_scenarios,
    scenarios,
)
from matcher.rounds.supposing import called_with_code
from matcher.rounds.what_ifs import WhatIf, told
from matcher.scoring import Reason
from matcher.vocabulary import Side
from web.scenarios.chart import Chart, RankRow, chart_of, rank_rows
from web.scenarios.comparing import Column, Measure, Moved, measures, moved
from web.scenarios.forms import written
from web.transaction import reading
from web.translating import sentence

LETTERS = "ABCDE"
MOST_MOVED = 60
MOST_OFFERED = 2_000


@dataclass(frozen=True)
class Wanted:
    """What has to become so before a scenario can be adopted, and where it is changed."""

    words: str
    href: str


@dataclass(frozen=True)
class Card:
    """A scenario in the list; `letter` is "" where it is not compared.

    `wanted` is looked up only where it could be adopted.
    """

    row: ScenarioRow
    letter: str
    said: tuple[str, ...]
    obstacles: tuple[str, ...]
    adoptable: bool = False
    wanted: tuple[Wanted, ...] = ()


@dataclass(frozen=True)
class Supposed:
    """A what-if in the form: as its box sends it, and in words."""

    value: str
    words: str


@dataclass(frozen=True)
class Page:
    """What is shown of a round; `run` is None until it was computed for the first time.

    `offered` are the names to choose from, by the id of their list.
    """

    round: RoundRow
    run: RunRow | None = None
    newest: bool = True
    decisions: int = 0
    columns: tuple[Column, ...] = ()
    measures: tuple[Measure, ...] = ()
    every_pair: bool = True
    chart: Chart | None = None
    ranks: tuple[RankRow, ...] = ()
    moved: tuple[Moved, ...] = ()
    cards: tuple[Card, ...] = ()
    older: tuple[tuple[str, int], ...] = ()
    supposed: tuple[Supposed, ...] = ()
    offered: dict[str, list[str]] = field(default_factory=dict)

    @property
    def moved_shown(self) -> int:
        return MOST_MOVED


def scenario_page(session: Session, round_id: str, what_ifs: Sequence[WhatIf] = ()) -> Page:
    """The comparison with the run that is asked for; `what_ifs` are those in the form.

    Raises NotFound.
    """
    page = Page(round_of(session, round_id))
    if page.round.latest_run_id is None:
        return page
    found, newest = run_named(session, round_id, request.args.get("run", ""))
    run, rows = run_of(session, found.id), scenarios(session, round_id, found.id)
    columns = _columns(rows)
    scored = [(one.letter, one.figures.scores) for one in columns]
    programme = programme_of(session, run.id)
    return replace(
        page,
        run=run,
        newest=newest,
        decisions=decisions_since(session, run.id),
        columns=columns,
        measures=measures(columns),
        every_pair=all(one.figures.every_pair for one in columns),
        chart=chart_of(scored),
        ranks=rank_rows(scored),
        moved=moved(columns),
        cards=_cards(session, run, rows, columns, newest),
        older=tuple(one for one in runs_with_scenarios(session, round_id) if one[0] != run.id),
        supposed=_supposed(programme, what_ifs),
        offered=_offered(programme) if newest else {},
    )


def _columns(rows: Sequence[ScenarioRow]) -> tuple[Column, ...]:
    """The plan that is followed and up to four beside it: those asked for, else the newest."""
    asked = request.args.getlist("with")
    chosen = [one for one in rows if one.id in asked] or list(rows)
    beside = sorted(chosen[: len(LETTERS) - 1], key=lambda one: one.number)
    if not beside:
        return ()
    first = Column(LETTERS[0], beside[0].outcome.beside, None)
    others = zip(LETTERS[1:], beside, strict=False)
    return (first, *(Column(letter, one.outcome.figures, one) for letter, one in others))


def _cards(
    session: Session,
    run: RunRow,
    rows: Sequence[ScenarioRow],
    columns: Sequence[Column],
    newest: bool,
) -> tuple[Card, ...]:
    letters = {one.scenario.id: one.letter for one in columns if one.scenario}
    wanted = _wanted(session, run, [one for one in rows if newest and one.setting.what_ifs])
    return tuple(
        Card(
            row=one,
            letter=letters.get(one.id, ""),
            said=_sentences(one.outcome.said),
            obstacles=_sentences(one.outcome.obstacles),
            adoptable=newest and not one.adoption and one.outcome.figures.possible,
            wanted=wanted.get(one.id, ()),
        )
        for one in rows
    )


def _wanted(
    session: Session, run: RunRow, rows: Sequence[ScenarioRow]
) -> dict[str, tuple[Wanted, ...]]:
    """What stands in the way of each; of a large round that is told when somebody adopts it."""
    if not rows or took_long(run):
        return {}
    with reading() as looking:
        programme = prepare(looking, run.round_id, held=places_held).programme
    known = parties(session)
    return {
        row.id: tuple(_place(one, known) for one in outstanding(row, programme)) for row in rows
    }


def _place(one: Outstanding, known: Parties) -> Wanted:
    """At the party's own page; who is not there yet is imported."""
    words = sentence(one.said.code, **one.said.params)
    if one.side is Side.ENTERPRISE and one.code in known.enterprises:
        party = known.enterprises[one.code].id
        return Wanted(words, url_for("enterprises.show", enterprise_id=party))
    if one.side is Side.VILLAGE and one.code in known.villages:
        party = known.villages[one.code].id
        return Wanted(words, url_for("villages.show", village_id=party))
    return Wanted(words, url_for("imports.index"))


def _supposed(programme: Programme, what_ifs: Sequence[WhatIf]) -> tuple[Supposed, ...]:
    said = _sentences(told(programme, what_ifs))
    return tuple(Supposed(written(one), words) for one, words in zip(what_ifs, said, strict=True))


def _sentences(reasons: Sequence[Reason]) -> tuple[str, ...]:
    return tuple(sentence(one.code, **one.params) for one in reasons)


def _offered(programme: Programme) -> dict[str, list[str]]:
    """A name that is not alone is offered with its code."""
    return {
        "enterprises": _names([(one.name, one.uscc) for one in programme.enterprises]),
        "villages": _names([(one.name, one.code) for one in programme.villages]),
    }


def _names(known: Sequence[tuple[str, str]]) -> list[str]:
    alike = Counter(name for name, _ in known)
    names = [name if alike[name] == 1 else called_with_code(name, code) for name, code in known]
    return sorted(names)[:MOST_OFFERED]
