"""What may be uploaded, and the yes to an import."""

from __future__ import annotations

from flask_wtf import FlaskForm
from flask_wtf.file import FileField
from wtforms import HiddenField, ValidationError

from web.forms import Said
from web.translating import t


class UploadForm(FlaskForm):
    workbook = FileField(Said("imports.file"))

    def validate_workbook(self, field: FileField) -> None:
        if not field.data or not field.data.filename:
            raise ValidationError(t("imports.no_file"))


class ConfirmForm(FlaskForm):
    """`seen` is the digest of the difference on the page: only what was seen is taken."""

    seen = HiddenField()
