"""The own account: another password, and one-time codes beside it."""

from __future__ import annotations

from flask import current_app, flash, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_wtf import FlaskForm

from matcher import access
from matcher.errors import InputRefused, JieduiError, NotAllowed
from web.access.blueprint import blueprint
from web.access.forms import CodesForm, ConfirmForm, PasswordForm
from web.access.picture import picture
from web.faults import status_of
from web.forms import refuse
from web.permissions import signed_in
from web.redirects import safe_next
from web.sessions import current_actor, current_token
from web.transaction import database, session
from web.translating import t


@blueprint.get("/account")
@signed_in
def account() -> ResponseReturnValue:
    return _account_page(PasswordForm(), 200)


@blueprint.post("/account")
@signed_in
def change_password() -> ResponseReturnValue:
    form = PasswordForm()
    if not form.validate_on_submit():
        return _account_page(form, 422)
    try:
        access.change_password(session(), current_actor(), old=form.old.data, new=form.new.data)
    except NotAllowed as refused:
        refuse(form, refused, "old")
        return _account_page(form, 422)
    except InputRefused as refused:
        refuse(form, refused, "new")
        return _account_page(form, 422)
    flash(t("access.password_changed"), "confirmed")
    return redirect(safe_next("/sign-in"), 303)


@blueprint.post("/account/codes")
@signed_in
def begin_codes() -> ResponseReturnValue:
    form = CodesForm()
    try:
        if not form.validate_on_submit():
            return _account_page(form, 422)
        access.begin_codes(database(), current_actor(), form.password.data)
    except JieduiError as refused:
        return _codes_refused(form, refused)
    return redirect(url_for("access.codes"), 303)


@blueprint.post("/account/codes/removal")
@signed_in
def drop_codes() -> ResponseReturnValue:
    form = CodesForm()
    try:
        if not form.validate_on_submit():
            return _account_page(form, 422)
        access.drop_codes(database(), current_actor(), form.password.data)
    except JieduiError as refused:
        return _codes_refused(form, refused)
    flash(t("access.codes_dropped"), "confirmed")
    return redirect(url_for("access.account"), 303)


@blueprint.get("/account/codes")
@signed_in
def codes() -> ResponseReturnValue:
    return _codes_page(ConfirmForm(), 200)


@blueprint.post("/account/codes/confirming")
@signed_in
def confirm_codes() -> ResponseReturnValue:
    form = ConfirmForm()
    if not form.validate_on_submit():
        return _codes_page(form, 422)
    try:
        spare = access.confirm_codes(
            session(),
            current_actor(),
            form.code.data,
            key=current_app.config["SECRET_KEY"],
            token=current_token() or "",
        )
    except InputRefused as refused:
        refuse(form, refused)
        return _codes_page(form, 422)
    return render_template("access/recovery.html", spare=spare)


def _account_page(form: FlaskForm, status: int) -> ResponseReturnValue:
    actor = current_actor()
    return render_template(
        "access/account.html",
        faulty=form,
        form=form if isinstance(form, PasswordForm) else PasswordForm(formdata=None),
        codes_form=form if isinstance(form, CodesForm) else CodesForm(formdata=None),
        codes=access.codes_of(session(), actor, actor.account_id),
        actor=actor,
    ), status


def _codes_refused(form: CodesForm, refused: JieduiError) -> ResponseReturnValue:
    refuse(form, refused, "password")
    too_often = refused.code == "access.too_many_tries"
    return _account_page(form, 429 if too_often else status_of(refused))


def _codes_page(form: ConfirmForm, status: int) -> ResponseReturnValue:
    actor = current_actor()
    secret = access.secret_to_confirm(session(), actor, key=current_app.config["SECRET_KEY"])
    if secret is None:
        return redirect(url_for("access.account"), 303)
    return render_template(
        "access/codes.html",
        form=form,
        actor=actor,
        secret=[secret[at : at + 4] for at in range(0, len(secret), 4)],
        picture=picture(access.address_for_app(secret, account=actor.name, issuer=t("site.name"))),
    ), status
