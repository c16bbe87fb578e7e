"""What all forms share: labels in the reader's language, the core's refusals, no NUL."""

from __future__ import annotations

from typing import Any

from flask import Flask, request
from flask_wtf import FlaskForm
from werkzeug.exceptions import BadRequest

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


def register(app: Flask) -> None:
    @app.before_request
    def refuse_nul() -> None:
        """No keyboard types one, and a database takes it for the end of a text or for an error."""
        if any("\0" in value for value in request.values.values()):
            raise BadRequest


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
