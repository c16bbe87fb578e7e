"""What may be entered about a scenario: method, weights, what-ifs one by one, why to adopt it."""

from __future__ import annotations

import json
from collections.abc import Iterator

from flask import request
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest
from wtforms import Field, SelectField, StringField, TextAreaField
from wtforms.validators import Length

from matcher.engine import METHODS
from matcher.rounds.scenario_setting import LONGEST_NAME, Setting
from matcher.rounds.supposing import READERS
from matcher.rounds.what_if_plain import plain_what_if, read_what_if
from matcher.rounds.what_ifs import WhatIf
from matcher.vocabulary import Category, Urgency
from web.forms import Said
from web.profiles import profile_title
from web.translating import t, term

LISTS = ("added_category", "added_urgency")
PARTIES = {
    "leaving_enterprise": "enterprises",
    "richer_enterprise": "enterprises",
    "placed_enterprise": "enterprises",
    "leaving_village": "villages",
    "placed_village": "villages",
    "added_like": "villages",
}
"""Fields of parties, each with the list of names to choose from as one types."""
KEYS = {
    "richer_by": "decimal",
    "added_gap": "decimal",
    "enterprise_places": "numeric",
    "village_places": "numeric",
}


class ScenarioForm(FlaskForm):
    """The fields of the what-ifs are added below; those that were added before come as boxes."""

    name = StringField(
        Said("scenarios.name"),
        validators=[Length(max=LONGEST_NAME, message=Said("rounds.too_long"))],
    )
    method = SelectField(Said("rounds.method"))
    profile = SelectField(Said("rounds.profile"), validate_choice=False, choices=[])

    def __init__(self) -> None:
        super().__init__()
        self.method.choices = [(method, t(f"rounds.methods.{method}.name")) for method in METHODS]
        for name, terms in zip(LISTS, (Category, Urgency), strict=True):
            known = [(one.value, term(one)) for one in terms]
            self[name].choices = [("", t("scenarios.choose")), *known]

    def offer(self, names: list[str], usual: str) -> None:
        """The profiles to choose from; `usual` is chosen where nothing else was."""
        self.profile.choices = [(name, profile_title(name)) for name in names]
        if self.profile.data not in names:
            self.profile.data = usual

    def show(self, like: Setting) -> None:
        """Fill in another scenario, to be changed."""
        self.name.data, self.method.data = like.name, like.method
        self.profile.data = like.profile.name

    @property
    def groups(self) -> Iterator[tuple[str, list[Field]]]:
        """The fields of each what-if, under the name of its first."""
        for fields in READERS:
            names = fields.split()
            yield names[0], [self[name] for name in names]

    @property
    def entered(self) -> dict[str, str]:
        return {name: self[name].data or "" for fields in READERS for name in fields.split()}

    @property
    def kept(self) -> list[WhatIf]:
        """Those that were added before and are still ticked. Raises BadRequest, JieduiError."""
        try:
            return [read_what_if(json.loads(one)) for one in request.form.getlist("what_if")]
        except (ValueError, RecursionError) as error:
            raise BadRequest from error

    def empty(self) -> None:
        """Room for another what-if of each kind."""
        for _, fields in self.groups:
            for field in fields:
                field.data = ""


def written(what_if: WhatIf) -> str:
    """As its box sends it."""
    return json.dumps(plain_what_if(what_if), ensure_ascii=False, sort_keys=True)


def _field(name: str) -> Field:
    label = Said(f"scenarios.field.{name}")
    if name in LISTS:
        return SelectField(label, validate_choice=False)
    drawn = {"list": PARTIES[name], "autocomplete": "off"} if name in PARTIES else {}
    if name in KEYS:
        drawn = {"inputmode": KEYS[name]}
    most = Length(max=100, message=Said("rounds.too_long"))
    return StringField(label, validators=[most], render_kw=drawn)


for _name in " ".join(READERS).split():
    setattr(ScenarioForm, _name, _field(_name))


class AdoptForm(FlaskForm):
    reason = TextAreaField(
        Said("scenarios.reason"), validators=[Length(max=500, message=Said("rounds.too_long"))]
    )
