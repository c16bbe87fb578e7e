"""Which day it is in China when a transaction happens: deadlines and terms are days there."""

from __future__ import annotations

from datetime import date, timedelta, timezone

from sqlalchemy.orm import Session

from matcher.store import moment

_CHINA = timezone(timedelta(hours=8))  # one zone, without summer time


def today(session: Session) -> date:
    return moment(session).astimezone(_CHINA).date()
