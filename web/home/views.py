"""What the first page shows: figures with their unit and exactness, and what waits for whom."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy.orm import Session

from matcher.access import Action, Actor, may
from matcher.discussion import MentionRow, mentions_of
from matcher.money import in_wan, in_yuan
from matcher.parties import Figure, Figures, Item, StagedRow, figures, staged_imports
from matcher.queue import jobs
from matcher.rounds.boards import draft_of, latest_run
from matcher.rounds.reading import rounds, run_of
from matcher.rounds.rows import RoundRow, RunRow
from matcher.rounds.standing import standing
from matcher.vocabulary import ImportStatus, Precision
from web.translating import t, term


@dataclass(frozen=True)
class ShownFigure:
    """One number as it is printed; `exact` appears when it is pointed at."""

    name: str
    value: str
    unit: str
    precision: str
    exact: str
    counts: str


@dataclass(frozen=True)
class FigureGroup:
    title: str
    figures: tuple[ShownFigure, ...]


@dataclass(frozen=True)
class Board:
    """The newest round that was computed, and what is still open in it."""

    round: RoundRow
    run: RunRow
    pending: int
    decided: int
    missed: int


@dataclass(frozen=True)
class Overview:
    """What this reader may see of it; None or empty where the role has no right."""

    groups: tuple[FigureGroup, ...]
    board: Board | None
    waiting_imports: tuple[StagedRow, ...]
    last_import: StagedRow | None
    computing: int
    mentions: tuple[MentionRow, ...]


def overview(session: Session, actor: Actor) -> Overview:
    imports = staged_imports(session, actor).rows if may(actor, Action.IMPORT_PARTIES) else ()
    return Overview(
        groups=figure_groups(figures(session)) if may(actor, Action.SEE_FIGURES) else (),
        board=_board(session) if may(actor, Action.SEE_ROUNDS) else None,
        waiting_imports=tuple(one for one in imports if one.status is ImportStatus.AWAITING),
        last_import=next((one for one in imports if one.status is ImportStatus.TAKEN), None),
        computing=len(jobs(session, only_open=True)) if may(actor, Action.SEE_WORK) else 0,
        mentions=tuple(mentions_of(session, actor)) if may(actor, Action.SEE_ROUNDS) else (),
    )


def _board(session: Session) -> Board | None:
    for newest in rounds(session):
        if newest.latest_run_id:
            run = run_of(session, newest.latest_run_id)
            draft = draft_of(session, latest_run(session, newest.id))
            decided = {(row.uscc, row.village_code) for row in standing(session, newest.id)}
            pending = len(draft.pairs - decided)
            return Board(
                round=newest,
                run=run,
                pending=pending,
                decided=len(draft.pairs) - pending,
                missed=run.villages - draft.matching.covered,
            )
    return None


def figure_groups(known: Figures) -> tuple[FigureGroup, ...]:
    groups = (
        FigureGroup(
            t("home.pairing"),
            _said(
                _count("enterprises", known.enterprises),
                _count("villages", known.villages),
                _count("agreements", known.agreements),
            ),
        ),
        FigureGroup(
            t("home.giving"),
            _said(
                _money("cash", known.cash_fen),
                _money("party_dues", known.party_dues_fen),
                _money("goods_value", known.goods_value_fen),
                *(_item(item) for item in known.items),
            ),
        ),
        FigureGroup(
            t("home.people"),
            _said(
                *(_item(item) for item in known.services),
                _count("delegations", known.delegations),
                _count("delegation_enterprises", known.delegation_enterprises),
                _count("delegation_attendances", known.delegation_attendances),
            ),
        ),
    )
    return tuple(group for group in groups if group.figures)


def _said(*figures_known: ShownFigure | None) -> tuple[ShownFigure, ...]:
    return tuple(one for one in figures_known if one is not None)


def _count(code: str, figure: Figure) -> ShownFigure | None:
    if not figure.rows:
        return None
    return ShownFigure(
        name=t(f"home.{code}.name"),
        value=f"{figure.value:,}",
        unit=t(f"home.{code}.unit"),
        precision=_precision(figure.precision),
        exact="",
        counts=_counts(figure.rows),
    )


def _money(code: str, figure: Figure) -> ShownFigure | None:
    if not figure.rows:
        return None
    return ShownFigure(
        name=t(f"home.{code}.name"),
        value=in_wan(figure.value),
        unit=t("site.wan_yuan"),
        precision=_precision(figure.precision),
        exact=t("site.exactly_yuan", yuan=in_yuan(figure.value)),
        counts=_counts(figure.rows),
    )


def _item(item: Item) -> ShownFigure:
    return ShownFigure(
        name=item.item,
        value=f"{item.quantity.normalize():,f}",
        unit=item.unit,
        precision=_precision(item.precision),
        exact="",
        counts=_counts(item.rows),
    )


def _precision(precision: Precision) -> str:
    return "" if precision is Precision.EXACT else term(precision)


def _counts(rows: tuple[str, ...]) -> str:
    return t("home.counts", rows=len(rows))
