"""What rows must keep among themselves: sums, spans, uniqueness, references and locks."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from functools import cached_property

from matcher.programme import Programme
from matcher.vocabulary import ArrangementKind
from matcher.workbook.cells.tidying import shown
from matcher.workbook.faults import FoundFaults
from matcher.workbook.rows import ReadRow

_AT_MOST = {
    "village": (
        ("poor_households", "households"),
        ("poor_people", "people"),
        ("monitored_households", "households"),
        ("labour_force", "people"),
        ("working_away", "people"),
        ("aged_65_plus", "people"),
    ),
    "need": (
        ("gap_fen", "budget_fen"),
        ("min_share_fen", "gap_fen"),
        ("poor_households", "beneficiary_households"),
        ("poor_people", "beneficiary_people"),
    ),
    "enterprise": (("min_villages", "max_villages"),),
    "offer": (),
    "arrangement": (),
}
"""The first figure is never more than the second."""

_UNIQUE = {"village": "code", "need": "number", "enterprise": "uscc", "offer": "number"}
_REFERENCES = {
    "need": (("village_code", "village"),),
    "offer": (("uscc", "enterprise"),),
    "arrangement": (("uscc", "enterprise"), ("village_code", "village")),
    "village": (),
    "enterprise": (),
}
_LONGEST_CODE = 20  # a spoiled one may be any text
_COUNTY_WIDE = (ArrangementKind.GIFT, ArrangementKind.VISITED)
_LOCKS = (ArrangementKind.PIN, ArrangementKind.VETO)


def check(rows: Sequence[ReadRow], known: Programme, faults: FoundFaults, *, whole: bool) -> None:
    """Every rule over all rows of a reading. `whole`: all files could be read, so a name that is
    not found is truly unknown."""
    for row in rows:
        _check_figures(row, faults)
        _check_period(row, faults)
        _check_arrangement(row, faults)
    _check_unique(rows, faults)
    _check_locks(rows, faults)
    if whole:
        _check_references(rows, known, faults)


def _complain(faults: FoundFaults, row: ReadRow, field: str, code: str, **params: object) -> None:
    faults.add(row.where, row.cell(field), f"workbook.{code}", field, **params)


def _check_figures(row: ReadRow, faults: FoundFaults) -> None:
    for part, total in _AT_MOST[row.layout.record]:
        if part in row.values and total in row.values and row.values[part] > row.values[total]:
            params = {"part": row.values[part], "total": row.values[total]}
            code = "money_above" if part.endswith("_fen") else "part_above"
            _complain(faults, row, part, code, total_cell=row.cell(total), **params)


def _check_period(row: ReadRow, faults: FoundFaults) -> None:
    starts = row.values.get("starts_on") or row.values.get("on")
    ends = row.values.get("ends_on")
    if starts and ends and ends < starts:
        days = {"starts": starts.isoformat(), "ends": ends.isoformat()}
        _complain(faults, row, "ends_on", "ends_before_start", **days)


def _check_arrangement(row: ReadRow, faults: FoundFaults) -> None:
    kind = row.values.get("kind")
    if row.layout.record != "arrangement" or kind is None or kind in _COUNTY_WIDE:
        return
    if "village_code" not in row.values.keys() | row.unclear.keys():
        terms = {"kind_zh": kind.zh, "kind_en": kind.en}
        _complain(faults, row, "village_code", "needs_village", **terms)


def _check_unique(rows: Iterable[ReadRow], faults: FoundFaults) -> None:
    first: dict[tuple[str, str], ReadRow] = {}
    for row in rows:
        record = row.layout.record
        field = _UNIQUE.get(record, "")
        if field not in row.values:
            continue
        earlier = first.setdefault((record, row.values[field]), row)
        if earlier is not row:
            _complain(faults, row, field, f"{record}_twice", **_place(earlier, field))


def _check_locks(rows: Iterable[ReadRow], faults: FoundFaults) -> None:
    locks: dict[tuple[str, str], ReadRow] = {}
    for row in rows:
        kind, pair = (
            row.values.get("kind"),
            (row.values.get("uscc"), row.values.get("village_code")),
        )
        if row.layout.record != "arrangement" or kind not in _LOCKS or None in pair:
            continue
        earlier = locks.setdefault(pair, row)  # type: ignore[arg-type]
        if earlier.values["kind"] is not kind:
            first = earlier.values["kind"]
            terms = {"first_zh": first.zh, "first_en": first.en}
            terms |= {"kind_zh": kind.zh, "kind_en": kind.en}
            _complain(faults, row, "kind", "locks_contradict", **_place(earlier, "kind"), **terms)


def _place(row: ReadRow, field: str) -> dict[str, str]:
    return {
        "found": shown(str(row.values[field])),
        "first_file": row.where.file,
        "first_sheet": row.where.sheet,
        "first_cell": row.cell(field),
    }


def _check_references(rows: Sequence[ReadRow], known: Programme, faults: FoundFaults) -> None:
    parties = {
        "village": _Named((one.code, one.name) for one in known.villages),
        "enterprise": _Named((one.uscc, one.name) for one in known.enterprises),
    }
    spoiled = {record: _Named(()) for record in parties}
    for row in rows:
        record, key = row.layout.record, row.layout.key
        if record in parties and key in row.values:
            parties[record].names[row.values[key]] = row.values.get("name", "")
        elif record in parties and key in row.unclear:
            spoiled[record].names[row.unclear[key].upper()] = ""
    for row in rows:
        for field, record in _REFERENCES[row.layout.record]:
            code = row.values.get(field)
            # What names a party whose own code has a slip is mended together with that code.
            if code and code not in parties[record].names and not spoiled[record].near(code):
                near = parties[record].near(code)
                code_name = f"unknown_{record}_near" if near else f"unknown_{record}"
                _complain(faults, row, field, code_name, found=code, **near)


class _Named:
    """Codes with their names; finds the one that differs from a wrong code by one slip."""

    def __init__(self, pairs: Iterable[tuple[str, str]]) -> None:
        self.names = dict(pairs)

    @cached_property
    def _slips(self) -> dict[str, list[str]]:
        by_rest: dict[str, list[str]] = defaultdict(list)
        for code in self.names:
            for rest in _rests(code) if len(code) <= _LONGEST_CODE else ():
                by_rest[rest].append(code)
        return by_rest

    def near(self, code: str) -> dict[str, str]:
        """One sign wrong, missing, too many, or two swapped: the same rest is left."""
        for rest in _rests(code):
            for near in self._slips.get(rest, ()):
                return {"near": near, "name": shown(self.names[near])}
        return {}


def _rests(code: str) -> Iterator[str]:
    yield code
    for place in range(len(code)):
        yield code[:place] + code[place + 1 :]
