"""What may be entered on the board: a new round, how to run it, and a decision with its reason."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import (
    HiddenField,
    IntegerField,
    RadioField,
    SelectField,
    StringField,
    TextAreaField,
)
from wtforms.validators import AnyOf, InputRequired, Length

from matcher.engine import METHODS
from matcher.vocabulary import Decision
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


class DecisionForm(FlaskForm):
    """`version` is what stood on the page; `reason` must be given for a veto, as the core says."""

    decision = HiddenField(validators=[AnyOf([Decision.CONFIRM.value, Decision.VETO.value])])
    version = IntegerField(validators=[InputRequired()])
    reason = TextAreaField(
        Said("rounds.reason"), validators=[Length(max=500, message=Said("rounds.too_long"))]
    )


class TakeBackForm(FlaskForm):
    version = IntegerField(validators=[InputRequired()])
