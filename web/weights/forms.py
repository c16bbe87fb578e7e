"""What may be entered about weights: a whole number for each criterion, a name, a reason."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from flask_wtf import FlaskForm
from wtforms import Field, HiddenField, IntegerField, StringField, TextAreaField
from wtforms.validators import InputRequired, Length, NumberRange

from matcher.rounds.weighing import LONGEST_NAME
from matcher.scoring import CRITERIA
from web.forms import Said
from web.translating import sentence, t


class WeightField(IntegerField):
    """A whole number of points from 0 to 100."""

    def process_formdata(self, valuelist: list[str]) -> None:
        try:
            super().process_formdata(valuelist)
        except ValueError as error:
            raise ValueError(t("weights.not_whole")) from error


class WeightsForm(FlaskForm):
    """`base` and `version` say what was on the page; a field for each criterion is added below."""

    name = StringField(
        Said("weights.name"), validators=[Length(max=LONGEST_NAME, message=Said("rounds.too_long"))]
    )
    reason = TextAreaField(
        Said("weights.reason"), validators=[Length(max=500, message=Said("rounds.too_long"))]
    )
    base = HiddenField()
    version = IntegerField(validators=[InputRequired()])

    @property
    def points(self) -> Iterator[tuple[str, Field]]:
        """Each criterion with its field."""
        for criterion in CRITERIA:
            self[criterion].label.text = sentence(f"scoring.criterion.{criterion}")
            yield criterion, self[criterion]

    @property
    def weights(self) -> dict[str, int]:
        return {criterion: self[criterion].data for criterion in CRITERIA}

    @property
    def expected_version(self) -> int:
        """Under another name than the page's nothing is kept yet, as far as its reader knows."""
        return self.version.data if self.name.data == self.base.data else 0

    @property
    def entered(self) -> dict[str, str | int]:
        """What stands beside the weights."""
        return {
            "name": self.name.data or "",
            "base": self.base.data or "",
            "reason": self.reason.data or "",
            "version": self.version.data,
        }

    def show_again(self, entered: Mapping[str, Any], weights: Mapping[str, int]) -> None:
        """Fill in what was entered before."""
        self.show(entered["name"], entered["version"], weights)
        self.base.data, self.reason.data = entered["base"], entered["reason"]

    def show(self, name: str, version: int, weights: Mapping[str, int]) -> None:
        """Fill in a profile to be changed."""
        self.name.data = self.base.data = name
        self.version.data = version
        for criterion in CRITERIA:
            self[criterion].data = weights.get(criterion, 0)


for _criterion in CRITERIA:
    setattr(
        WeightsForm,
        _criterion,
        WeightField(
            validators=[
                InputRequired(Said("weights.missing")),
                NumberRange(0, 100, Said("weights.not_whole")),
            ]
        ),
    )
