"""What may be entered to sign in and to change a password."""

from __future__ import annotations

from flask_wtf import FlaskForm
from wtforms import HiddenField, PasswordField, StringField
from wtforms.validators import InputRequired, ValidationError

from web.forms import Said
from web.translating import t


class SignInForm(FlaskForm):
    account = StringField(
        label=Said("access.name"), validators=[InputRequired(Said("access.name_missing"))]
    )
    password = PasswordField(
        label=Said("access.password"), validators=[InputRequired(Said("access.password_missing"))]
    )
    next = HiddenField()


class PasswordForm(FlaskForm):
    old = PasswordField(
        label=Said("access.old_password"),
        validators=[InputRequired(Said("access.password_missing"))],
    )
    new = PasswordField(
        label=Said("access.new_password"),
        validators=[InputRequired(Said("access.password_missing"))],
    )
    repeated = PasswordField(
        label=Said("access.repeat_password"),
        validators=[InputRequired(Said("access.password_missing"))],
    )

    def validate_repeated(self, field: PasswordField) -> None:
        if field.data != self.new.data:
            raise ValidationError(t("access.not_the_same"))
