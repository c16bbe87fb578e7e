"""The filter above the audit chain, read from its address: what cannot be read filters nothing."""

from __future__ import annotations

from datetime import datetime, time, timedelta

from flask import request
from wtforms import DateField, Form, SelectField, StringField
from wtforms.validators import Length, Optional

from matcher.access import DONE, REFUSED, Action, AuditSearch
from web.forms import Said
from web.translating import CHINA, sentence, t

LONGEST_TEXT = 100


class AuditForm(Form):
    """It travels in the address, so that a search can be kept and sent."""

    actor = StringField(Said("audit.actor"), validators=[Length(max=LONGEST_TEXT)])
    thing = StringField(Said("audit.thing"), validators=[Length(max=LONGEST_TEXT)])
    action = SelectField(Said("audit.action"))
    result = SelectField(Said("audit.result"))
    since = DateField(Said("audit.since"), validators=[Optional()])
    until = DateField(Said("audit.until"), validators=[Optional()])

    def __init__(self) -> None:
        super().__init__(request.args)
        everything = ("", t("search.all"))
        self.action.choices = [
            everything,
            *((one.value, sentence(f"access.action.{one.value}")) for one in Action),
        ]
        self.result.choices = [
            everything,
            *((one, t(f"audit.results.{one}")) for one in (DONE, REFUSED)),
        ]
        self.validate()

    def search(self) -> AuditSearch:
        """Days are those of an office in China; the last one is included."""
        said = {field.name: field.data for field in self if field.data and not field.errors}
        since, until = said.get("since"), said.get("until")
        return AuditSearch(
            thing=said.get("thing", "").strip() or None,
            action=said.get("action"),
            actor=said.get("actor", "").strip(),
            result=said.get("result"),
            since=datetime.combine(since, time(), CHINA) if since else None,
            until=datetime.combine(until + timedelta(days=1), time(), CHINA) if until else None,
        )

    def said(self) -> dict[str, str]:
        """What filters: the arguments of the addresses of the other pages."""
        return {field.name: str(field.data) for field in self if field.data and not field.errors}
