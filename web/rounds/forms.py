"""What may be entered on the board: a new round, how to run it, and each step with its reason."""

from __future__ import annotations

from flask import request
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, InputRequired, Length, Optional

from matcher.engine import METHODS
from matcher.rounds.drafting import Pair
from matcher.rounds.verdicts import Verdict
from matcher.vocabulary import Decision, Side
from web.forms import Said
from web.profiles import profile_title
from web.translating import t


class OpenRoundForm(FlaskForm):
    campaign = StringField(
        Said("rounds.campaign"),
        validators=[
            InputRequired(Said("rounds.campaign_missing")),
            Length(max=100, message=Said("rounds.too_long")),
        ],
    )
    name = StringField(
        Said("rounds.name"),
        validators=[
            InputRequired(Said("rounds.name_missing")),
            Length(max=100, message=Said("rounds.too_long")),
        ],
    )


class RunForm(FlaskForm):
    """Which profiles there are is known only when the page is shown; the core refuses others."""

    method = RadioField(Said("rounds.method"), default=METHODS[0])
    profile = SelectField(Said("rounds.profile"), validate_choice=False, choices=[])
    seed = StringField(
        Said("rounds.seed"), validators=[Length(max=100, message=Said("rounds.too_long"))]
    )

    def __init__(self) -> None:
        super().__init__()
        self.method.choices = [(method, t(f"rounds.methods.{method}.name")) for method in METHODS]

    def offer(self, names: list[str], usual: str) -> None:
        """The profiles to choose from; `usual` is chosen where nothing else was."""
        self.profile.choices = [(name, profile_title(name)) for name in names]
        if self.profile.data not in names:
            self.profile.data = usual


class ReasonForm(FlaskForm):
    """What every step on the board may carry; where a reason must be given, the core says."""

    reason = TextAreaField(
        Said("rounds.reason"), validators=[Length(max=500, message=Said("rounds.too_long"))]
    )


class DeedForm(ReasonForm):
    """A decision about the chosen pairs, each "USCC-code-version" as it stood on the page."""

    decision = HiddenField(validators=[Optional(), AnyOf([one.value for one in Decision])])

    @property
    def wanted(self) -> Decision:
        """The button of a single row confirms it, whatever else is ticked. Raises BadRequest."""
        if "only" in request.form or not self.decision.data:
            return Decision.CONFIRM
        if self.decision.data not in list(Decision):
            raise BadRequest
        return Decision(self.decision.data)

    @property
    def verdicts(self) -> list[Verdict]:
        """Raises BadRequest for what no page of ours sends."""
        chosen = request.form.getlist("only") or request.form.getlist("pair")
        return [Verdict(pair, self.wanted, version) for pair, version in map(seen, chosen)]


class ExchangeForm(ReasonForm):
    """One pair gives way to another; both as they stood on the page."""

    pair = HiddenField(validators=[InputRequired()])
    instead = HiddenField(validators=[InputRequired(Said("rounds.choose_instead"))])


class PlacesForm(ReasonForm):
    """How many partners a party may have in this round, and for which pair the places are."""

    pair = HiddenField()

    side = HiddenField(validators=[AnyOf([one.value for one in Side])])
    code = HiddenField(validators=[InputRequired()])
    places = IntegerField(
        Said("rounds.places"), validators=[InputRequired(Said("rounds.places_missing"))]
    )
    version = IntegerField(validators=[InputRequired()])


class AnswerForm(FlaskForm):
    """Undo or redo, of the deed that the page named."""

    deed = HiddenField(validators=[InputRequired()])


class ViewForm(FlaskForm):
    name = StringField(Said("rounds.view_name"))


def seen(word: str) -> tuple[Pair, int]:
    """ "USCC-code-version". Raises BadRequest."""
    uscc, _, rest = word.partition("-")
    code, _, version = rest.partition("-")
    if not (uscc and code and version.isdecimal() and len(version) < 10):
        raise BadRequest
    return (uscc, code), int(version)
