"""What may be entered to sign in, to change a password and to set up one-time codes."""

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


class CodeForm(FlaskForm):
    """The second step: the code of the app, or one of the recovery codes instead."""

    code = StringField(Said("access.code"))
    recovery = StringField(Said("access.recovery"))
    next = HiddenField()

    def validate_code(self, _field: StringField) -> None:
        if not self.entered:
            raise ValidationError(t("access.code_missing"))

    @property
    def entered(self) -> str:
        return (self.code.data or "").strip() or (self.recovery.data or "").strip()

    @property
    def where(self) -> str:
        """The field that was filled in."""
        return "code" if (self.code.data or "").strip() else "recovery"


class ConfirmForm(FlaskForm):
    code = StringField(Said("access.code"), validators=[InputRequired(Said("access.code_missing"))])


class CodesForm(FlaskForm):
    """The password again, before one-time codes are set up or taken away."""

    password = PasswordField(
        Said("access.password"), validators=[InputRequired(Said("access.password_missing"))]
    )
