"""What happens at the door: sign in, sign out, change the password, language and text size."""

from __future__ import annotations

from flask import Blueprint, flash, redirect, render_template, request
from flask import session as form_session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from matcher import access
from matcher.errors import InputRefused, NotAllowed
from matcher.messages import LANGUAGES
from web.access.forms import PasswordForm, SignInForm
from web.forms import refuse
from web.permissions import public, signed_in
from web.preferences import LANGUAGE, TEXT_SIZE, TEXT_SIZES, remember
from web.redirects import safe_next
from web.sessions import current_actor, current_token, forget_actor, hand_over, take_away
from web.transaction import database, session
from web.translating import t

blueprint = Blueprint("access", __name__)

_STATUS = {"access.sign_in_refused": 401, "access.too_many_tries": 429}


@blueprint.get("/sign-in")
@public
def sign_in_page() -> ResponseReturnValue:
    if current_actor():
        return redirect(safe_next(request.args.get("next")), 303)
    return _sign_in_page(SignInForm(next=request.args.get("next", "")), 200)


@blueprint.post("/sign-in")
@public
def sign_in() -> ResponseReturnValue:
    form = SignInForm()
    if not form.validate_on_submit():
        return _sign_in_page(form, 422)
    try:
        signed = access.sign_in(
            database(),
            form.account.data,
            form.password.data,
            address=request.remote_addr or "",
            replacing=current_token(),
        )
    except NotAllowed as refused:
        refuse(form, refused)
        return _sign_in_page(form, _STATUS[refused.code])
    form_session.clear()
    response = redirect(safe_next(form.next.data), 303)
    hand_over(response, signed.token)
    return response


def _sign_in_page(form: SignInForm, status: int) -> ResponseReturnValue:
    return render_template("access/sign_in.html", form=form), status


@blueprint.post("/sign-out")
@signed_in
def sign_out() -> ResponseReturnValue:
    access.sign_out(session(), current_actor(), current_token())
    form_session.clear()
    forget_actor()
    flash(t("access.signed_out"), "confirmed")
    response = redirect(safe_next("/sign-in"), 303)
    take_away(response)
    return response


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


def _account_page(form: PasswordForm, status: int) -> ResponseReturnValue:
    return render_template("access/account.html", form=form, actor=current_actor()), status


@blueprint.post("/language")
@public
def language() -> ResponseReturnValue:
    return _remembered(LANGUAGE, LANGUAGES)


@blueprint.post("/text-size")
@public
def text_size() -> ResponseReturnValue:
    return _remembered(TEXT_SIZE, TEXT_SIZES)


def _remembered(name: str, known: tuple[str, ...]) -> ResponseReturnValue:
    chosen = request.form.get(name)
    if chosen not in known:
        raise BadRequest
    response = redirect(safe_next(request.form.get("next")), 303)
    remember(response, name, chosen)
    return response
