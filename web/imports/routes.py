"""What happens to a workbook: upload, show, take or let go, and the ones to download."""

from __future__ import annotations

from collections.abc import Callable
from io import BytesIO
from pathlib import Path
from tempfile import TemporaryDirectory

from flask import Blueprint, abort, flash, redirect, render_template, request, send_file, url_for
from flask.typing import ResponseReturnValue

from matcher.access import Action
from matcher.parties import (
    confirm_import,
    drop_import,
    snapshot,
    stage_import,
    staged,
    staged_imports,
)
from matcher.workbook.faults_sheet import write_faults
from matcher.workbook.writing import write_programme, write_template
from web.configuration import MEGABYTE
from web.imports.forms import ConfirmForm, UploadForm
from web.imports.views import import_page
from web.permissions import may
from web.preferences import language
from web.sessions import current_actor
from web.transaction import reading, session
from web.translating import t
from web.uploads import read_upload, written

blueprint = Blueprint("imports", __name__)

LARGEST_UPLOAD = 20 * MEGABYTE
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@blueprint.url_value_preprocessor
def allow_a_workbook(endpoint: str | None, _values: dict[str, object] | None) -> None:
    """Here, before the form's token is looked for: that already reads the whole request."""
    if endpoint == "imports.upload":
        request.max_content_length = LARGEST_UPLOAD


@blueprint.get("")
@may(Action.IMPORT_PARTIES)
def index() -> ResponseReturnValue:
    return _index_page(UploadForm(), 200)


@blueprint.post("")
@may(Action.IMPORT_PARTIES)
def upload() -> ResponseReturnValue:
    form = UploadForm()
    if not form.validate_on_submit():
        return _index_page(form, 422)
    with reading() as looking:
        known = snapshot(looking)
    file = form.workbook.data
    read = read_upload(file.filename, file.read(), known)
    row = stage_import(session(), current_actor(), read)
    return redirect(url_for("imports.show", import_id=row.id), 303)


def _index_page(form: UploadForm, status: int) -> ResponseReturnValue:
    number = request.args.get("page", 1, type=int)
    page = staged_imports(session(), current_actor(), number)
    return render_template("imports/index.html", form=form, page=page), status


@blueprint.get("/<uuid:import_id>")
@may(Action.IMPORT_PARTIES)
def show(import_id: object) -> ResponseReturnValue:
    found = staged(session(), current_actor(), str(import_id))
    seen = found.difference.digest if found.difference else ""
    form = ConfirmForm(formdata=None, seen=seen)
    return render_template("imports/show.html", page=import_page(found), form=form)


@blueprint.post("/<uuid:import_id>/taking")
@may(Action.IMPORT_PARTIES)
def take(import_id: object) -> ResponseReturnValue:
    seen = ConfirmForm().seen.data or ""
    confirm_import(session(), current_actor(), str(import_id), seen=seen)
    flash(t("imports.taken"), "confirmed")
    return redirect(url_for("imports.show", import_id=import_id), 303)


@blueprint.post("/<uuid:import_id>/dropping")
@may(Action.IMPORT_PARTIES)
def drop(import_id: object) -> ResponseReturnValue:
    drop_import(session(), current_actor(), str(import_id))
    flash(t("imports.dropped"), "notice")
    return redirect(url_for("imports.index"), 303)


@blueprint.get("/<uuid:import_id>/faults.xlsx")
@may(Action.IMPORT_PARTIES)
def faulty_workbook(import_id: object) -> ResponseReturnValue:
    """The uploaded workbook with a comment in each bad cell."""
    found = staged(session(), current_actor(), str(import_id))
    if not found.faults or found.content is None:
        abort(404)
    with written(found.row.filename, found.content) as source:
        return _workbook(
            t("imports.faulty_name", filename=source.stem),
            lambda out: write_faults(source, found.faults, out, language=language()),
        )


@blueprint.get("/template.xlsx")
@may(Action.IMPORT_PARTIES)
def template() -> ResponseReturnValue:
    return _workbook(t("imports.template_name"), lambda out: write_template(out, language()))


@blueprint.get("/export.xlsx")
@may(Action.EXPORT_PARTIES)
def export() -> ResponseReturnValue:
    stored = snapshot(session())
    return _workbook(t("imports.export_name"), lambda out: write_programme(stored, out, language()))


def _workbook(name: str, write: Callable[[Path], object]) -> ResponseReturnValue:
    with TemporaryDirectory(prefix="jiedui-") as folder:
        path = Path(folder) / "out.xlsx"
        write(path)
        content = BytesIO(path.read_bytes())
    return send_file(content, _XLSX, as_attachment=True, download_name=f"{name}.xlsx")
