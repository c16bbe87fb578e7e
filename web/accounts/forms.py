"""What is entered about an account: who it is for, in which role, and where it belongs."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import SelectField, StringField
from wtforms.validators import InputRequired, Length

from matcher.access import Scope
from matcher.vocabulary import Role
from web.forms import Said
from web.translating import term

LONGEST = 100
_SHORT = Length(max=LONGEST, message=Said("accounts.too_long"))


class ScopeForm(FlaskForm):
    district = StringField(Said("accounts.district"), validators=[_SHORT])
    county = StringField(Said("accounts.county"), validators=[_SHORT])
    uscc = StringField(Said("accounts.uscc"), validators=[_SHORT])
    village_code = StringField(Said("accounts.village_code"), validators=[_SHORT])

    def scope(self) -> Scope:
        return Scope(
            district=_said(self.district),
            county=_said(self.county),
            uscc=_said(self.uscc),
            village_code=_said(self.village_code),
        )


class OpenForm(ScopeForm):
    name = StringField(
        Said("access.name"), validators=[InputRequired(Said("access.name_missing")), _SHORT]
    )
    display_name = StringField(Said("accounts.display_name"), validators=[_SHORT])
    role = SelectField(Said("access.role"))

    def __init__(self) -> None:
        super().__init__()
        self.role.choices = [(one.value, term(one)) for one in Role if one is not Role.OPERATOR]


class ReasonForm(FlaskForm):
    reason = StringField(Said("accounts.reason"))


def _said(field: StringField) -> str | None:
    return (field.data or "").strip() or None
