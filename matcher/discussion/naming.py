"""Naming somebody with an @: whoever may see the round may be named, by the name others see.

The longest name that fits counts, so no blank is needed after it: “@李四请看” names 李四, and
李四光 where there is one. What stands before an @ without a blank makes it an address, no name.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence

from sqlalchemy import false, or_, select
from sqlalchemy.orm import Session

from matcher.access import RIGHTS, Action
from matcher.access.model import Account
from matcher.discussion.rows import Nameable
from matcher.discussion.wording import FIELD
from matcher.errors import Fault
from matcher.rounds.model import Round

_AT = re.compile(r"(?<![0-9A-Za-z._%+-])[@＠]")
_TYPED = re.compile(r"[^\W_][\w.·-]{0,19}")
_LATIN = re.compile(r"[0-9A-Za-z]")


def who_may_be_named(session: Session, opened: Round) -> tuple[Nameable, ...]:
    """Every account in use whose role and place let it see the round, by name."""
    query = select(Account).where(
        Account.disabled == false(),
        Account.role.in_(list(RIGHTS[Action.SEE_ROUNDS])),
        or_(Account.district.is_(None), Account.district == opened.district),
        or_(Account.county.is_(None), Account.county == opened.county),
    )
    found = session.scalars(query.order_by(Account.display_name, Account.id))
    return tuple(Nameable(one.id, unicodedata.normalize("NFC", one.display_name)) for one in found)


def named_in(text: str, known: Sequence[Nameable]) -> tuple[tuple[Nameable, ...], list[Fault]]:
    """Whom the text names, each once, and what is wrong with its names."""
    by_name: dict[str, list[Nameable]] = {}
    for one in known:
        by_name.setdefault(one.name.casefold(), []).append(one)
    found: dict[str, Nameable] = {}
    faults: dict[str, Fault] = {}
    for at in _AT.finditer(text):
        rest = text[at.end() :]
        name = _longest(rest, by_name)
        if name is not None and len(by_name[name]) == 1:
            (one,) = by_name[name]
            found[one.account_id] = one
        elif name is not None:
            faults[name] = _fault("discussion.name_of_several", rest[: len(name)], by_name[name])
        elif typed := _TYPED.match(rest):
            faults[typed[0]] = _fault("discussion.nobody_of_this_name", typed[0], ())
    return tuple(found.values()), list(faults.values())


def _longest(rest: str, names: Iterable[str]) -> str | None:
    fitting = [
        name
        for name in names
        if rest[: len(name)].casefold() == name and not _goes_on(rest, len(name))
    ]
    return max(fitting, key=len, default=None)


def _goes_on(rest: str, length: int) -> bool:
    """Whether a Latin word goes on where the name ends: @Lisa does not name Li."""
    return bool(_LATIN.match(rest[length - 1 :]) and _LATIN.match(rest[length:]))


def _fault(code: str, name: str, several: Sequence[Nameable]) -> Fault:
    params = {"name": name, "count": len(several)}
    return Fault(file="", sheet="", cell="", code=code, field=FIELD, params=params)
