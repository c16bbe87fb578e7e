"""What all forms share: labels in the reader's language, and the core's refusals beside fields."""

from __future__ import annotations

from typing import Any

from flask_wtf import FlaskForm

from matcher.errors import InputRefused, JieduiError
from web.translating import sentence, t


class Said:
    """A sentence of the site, looked up when it is shown: forms are declared before any reader."""

    def __init__(self, code: str) -> None:
        self.code = code

    def __str__(self) -> str:
        return t(self.code)

    def __mod__(self, _params: object) -> str:
        """WTForms fills the messages of its validators this way; ours need nothing filled in."""
        return str(self)


def refuse(form: FlaskForm, error: JieduiError, field: str | None = None) -> None:
    """Show the core's refusal: each fault beside its field, else at `field` or on top."""
    faults: list[tuple[str, str, dict[str, Any]]] = (
        [(fault.field, fault.code, fault.params) for fault in error.faults]
        if isinstance(error, InputRefused)
        else [(field or "", error.code, error.params)]
    )
    for name, code, params in faults:
        words = sentence(code, **params)
        place = name if name in form else field
        if place:
            form[place].errors = [*form[place].errors, words]
        else:
            form.form_errors.append(words)
