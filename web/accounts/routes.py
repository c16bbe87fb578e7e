"""What an administrator does with accounts. A one-time password is shown on one page, once."""

from __future__ import annotations

from collections.abc import Callable

from flask import Blueprint, flash, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from matcher import access
from matcher.access import AccountRow, Action
from matcher.errors import Conflict, InputRefused
from matcher.vocabulary import Role
from web.accounts.forms import OpenForm, ReasonForm, ScopeForm
from web.forms import refuse
from web.paging import page_of_list
from web.permissions import may
from web.sessions import current_actor
from web.transaction import session
from web.translating import t

blueprint = Blueprint("accounts", __name__)


@blueprint.get("")
@may(Action.MANAGE_ACCOUNTS)
def index() -> ResponseReturnValue:
    return _index_page(OpenForm(), 200)


@blueprint.post("")
@may(Action.MANAGE_ACCOUNTS)
def open_() -> ResponseReturnValue:
    form = OpenForm()
    if not form.validate_on_submit():
        return _index_page(form, 422)
    try:
        row, password = access.open_with_one_time_password(
            session(),
            current_actor(),
            name=form.name.data,
            display_name=form.display_name.data or "",
            role=Role(form.role.data),
            scope=form.scope(),
        )
    except InputRefused as refused:
        refuse(form, refused)
        return _index_page(form, 422)
    except Conflict as conflict:
        refuse(form, conflict, "name")
        return _index_page(form, 409)
    return render_template("accounts/password.html", row=row, password=password)


def _index_page(form: OpenForm, status: int) -> ResponseReturnValue:
    page = page_of_list(access.accounts(session()), request.args.get("page", 1, type=int))
    return render_template("accounts/index.html", form=form, page=page), status


@blueprint.get("/<uuid:account_id>")
@may(Action.MANAGE_ACCOUNTS)
def show(account_id: object) -> ResponseReturnValue:
    return _account_page(_row(account_id), None, 200)


@blueprint.post("/<uuid:account_id>/scope")
@may(Action.MANAGE_ACCOUNTS)
def scope(account_id: object) -> ResponseReturnValue:
    row, form = _row(account_id), ScopeForm()
    if not form.validate_on_submit():
        return _account_page(row, form, 422)
    try:
        access.give_scope(session(), current_actor(), row.name, form.scope())
    except InputRefused as refused:
        refuse(form, refused)
        return _account_page(row, form, 422)
    return _done(account_id, "scope_given")


@blueprint.post("/<uuid:account_id>/password")
@may(Action.MANAGE_ACCOUNTS)
def password(account_id: object) -> ResponseReturnValue:
    row = _row(account_id)
    given = access.give_one_time_password(session(), current_actor(), row.name)
    return render_template("accounts/password.html", row=row, password=given)


@blueprint.post("/<uuid:account_id>/closing")
@may(Action.MANAGE_ACCOUNTS)
def close(account_id: object) -> ResponseReturnValue:
    return _change(account_id, access.disable, "closed")


@blueprint.post("/<uuid:account_id>/opening")
@may(Action.MANAGE_ACCOUNTS)
def reopen(account_id: object) -> ResponseReturnValue:
    return _change(account_id, access.enable, "opened")


@blueprint.post("/<uuid:account_id>/unlocking")
@may(Action.MANAGE_ACCOUNTS)
def unlock(account_id: object) -> ResponseReturnValue:
    return _change(account_id, access.unlock, "unlocked")


@blueprint.post("/<uuid:account_id>/codes-removal")
@may(Action.MANAGE_ACCOUNTS)
def take_codes(account_id: object) -> ResponseReturnValue:
    row, form = _row(account_id), ReasonForm()
    try:
        access.take_codes(session(), current_actor(), row.name, form.reason.data or "")
    except InputRefused as refused:
        refuse(form, refused)
        return _account_page(row, form, 422)
    return _done(account_id, "codes_taken")


def _account_page(row: AccountRow, faulty: FlaskForm | None, status: int) -> ResponseReturnValue:
    """`faulty` is the one of its forms that was sent and refused."""
    usual = ScopeForm(formdata=None, obj=row.scope)
    return render_template(
        "accounts/show.html",
        row=row,
        form=faulty if isinstance(faulty, ScopeForm) else usual,
        codes=access.codes_of(session(), current_actor(), row.id),
        codes_form=faulty if isinstance(faulty, ReasonForm) else ReasonForm(formdata=None),
        faulty=faulty or usual,
    ), status


def _change(account_id: object, change: Callable[..., None], done: str) -> ResponseReturnValue:
    change(session(), current_actor(), _row(account_id).name)
    return _done(account_id, done)


def _done(account_id: object, what: str) -> ResponseReturnValue:
    flash(t(f"accounts.{what}"), "confirmed")
    return redirect(url_for("accounts.show", account_id=account_id), 303)


def _row(account_id: object) -> AccountRow:
    return access.account_of(session(), current_actor(), str(account_id))
