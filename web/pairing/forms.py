"""What may be entered about pairs: a search, whom to ask until when, a move, an address."""

from __future__ import annotations

from datetime import date

from flask import request
from flask_wtf import FlaskForm
from wtforms import (
    DateField,
    Form,
    HiddenField,
    IntegerField,
    SelectField,
    SelectMultipleField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from matcher.pairing import Given, PairSearch
from matcher.pairing.moves import MOVES
from matcher.vocabulary import PairMove, PairState, Side
from web.forms import Said
from web.translating import t

LONGEST_REASON = 500


class DayField(DateField):
    """A day; what is none is said in the reader's language."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(t("pairing.no_day")) from None


class PairSearchForm(Form):
    """The filter above the list; it travels in the address."""

    text = StringField(Said("pairing.find"), validators=[Length(max=100)])
    county = SelectField(Said("search.county"))

    def __init__(self) -> None:
        super().__init__(request.args)
        self.county.choices = [(self.county.data or "", self.county.data or "")]
        state = request.args.get("state", "")
        self.state = PairState(state) if state in list(PairState) else None
        self.round_id = request.args.get("round", "")
        self.validate()

    def search(self) -> PairSearch:
        return PairSearch(
            text="" if self.text.errors else (self.text.data or "").strip(),
            county=self.county.data or "",
            state=self.state,
            round_id=self.round_id,
            page=request.args.get("page", 1, type=int),
        )

    def offer(self, counties: tuple[str, ...]) -> None:
        self.county.choices = [("", t("search.all")), *((name, name) for name in counties)]

    def said(self, *but: str) -> dict[str, str]:
        """What filters, as arguments of an address."""
        search = self.search()
        found = {
            "text": search.text,
            "county": search.county,
            "state": search.state.value if search.state else "",
            "round": search.round_id,
        }
        return {name: value for name, value in found.items() if value and name not in but}


class SendForm(FlaskForm):
    """Which confirmed pairs to send, and until when both sides are asked to answer."""

    answer_by = DayField(
        Said("pairing.answer_by"), validators=[InputRequired(Said("pairing.no_day"))]
    )
    review_ids = SelectMultipleField(Said("pairing.which"), validate_choice=False)


class MoveForm(FlaskForm):
    """One move; several such forms stand on a page, so the ids carry the name of their `group`."""

    move = HiddenField(validators=[AnyOf([move.value for move in MOVES])])
    version = IntegerField(validators=[InputRequired()])
    reason = TextAreaField(
        Said("pairing.reason"),
        validators=[Length(max=LONGEST_REASON, message=Said("pairing.too_long"))],
    )
    said_by = StringField(
        Said("pairing.said_by"), validators=[Length(max=40, message=Said("pairing.too_long"))]
    )
    said_on = DayField(Said("pairing.said_on"), validators=[Optional()])
    since = DayField(Said("pairing.since"), validators=[Optional()])
    until = DayField(Said("pairing.until"), validators=[Optional()])

    def __init__(self, group: str = "", *, posted: bool = False, day: date | None = None) -> None:
        super().__init__(formdata=request.form if posted else None, data={"said_on": day})
        for field in self:
            field.id = field.label.field_id = f"{group}-{field.name}"

    def given(self) -> Given:
        return Given(
            reason=self.reason.data or "",
            said_by=self.said_by.data or "",
            said_on=self.said_on.data,
            since=self.since.data,
            until=self.until.data,
        )


class MailboxForm(FlaskForm):
    side = HiddenField(validators=[AnyOf([side.value for side in Side])])
    address = StringField(
        Said("pairing.address"), validators=[Length(max=100, message=Said("pairing.too_long"))]
    )


def group_of(move: PairMove) -> str:
    """Both answers of a side are given in one form, every other move has its own."""
    side = MOVES[move].side
    return side.value if side else move.value
