"""What happens at the door: sign in, in two steps where there are codes, and sign out."""

from __future__ import annotations

from flask import Response, current_app, flash, redirect, render_template, request, url_for
from flask import session as form_session
from flask.typing import ResponseReturnValue
from werkzeug.exceptions import BadRequest

from matcher import access
from matcher.errors import NotAllowed
from matcher.messages import LANGUAGES
from web.access import own
from web.access.blueprint import blueprint
from web.access.forms import CodeForm, SignInForm
from web.forms import refuse
from web.permissions import public, signed_in
from web.preferences import LANGUAGE, TEXT_SIZE, TEXT_SIZES, remember
from web.redirects import safe_next
from web.sessions import current_actor, current_token, forget_actor, hand_over, take_away
from web.transaction import database, session
from web.translating import sentence, t

ELSEWHERE = (own,)  # its views belong to the same blueprint
HALF = "half"  # in Flask's own cookie: the token of a sign-in that still wants its code
_STATUS = {
    "access.sign_in_refused": 401,
    "access.code_refused": 401,
    "access.too_many_tries": 429,
}


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
    if isinstance(signed, access.CodeAsked):
        form_session.clear()
        form_session[HALF] = signed.token
        return redirect(url_for("access.code_page", next=safe_next(form.next.data)), 303)
    return _let_in(signed, form.next.data)


@blueprint.get("/sign-in/code")
@public
def code_page() -> ResponseReturnValue:
    if HALF not in form_session:
        return redirect(url_for("access.sign_in_page"), 303)
    return _code_page(CodeForm(next=request.args.get("next", "")), 200)


@blueprint.post("/sign-in/code")
@public
def code() -> ResponseReturnValue:
    form = CodeForm()
    if HALF not in form_session:
        return redirect(url_for("access.sign_in_page"), 303)
    if not form.validate_on_submit():
        return _code_page(form, 422)
    try:
        signed = access.enter_code(
            database(),
            form_session[HALF],
            form.entered,
            key=current_app.config["SECRET_KEY"],
            address=request.remote_addr or "",
            replacing=current_token(),
        )
    except NotAllowed as refused:
        if refused.code == "access.sign_in_again":
            form_session.pop(HALF)
            flash(sentence(refused.code), "waiting")
            return redirect(url_for("access.sign_in_page", next=safe_next(form.next.data)), 303)
        refuse(form, refused, form.where)
        return _code_page(form, _STATUS[refused.code])
    return _let_in(signed, form.next.data)


def _let_in(signed: access.SignedIn, wanted: str | None) -> Response:
    form_session.clear()
    response = redirect(safe_next(wanted), 303)
    hand_over(response, signed.token)
    return response


def _code_page(form: CodeForm, status: int) -> ResponseReturnValue:
    return render_template("access/code.html", form=form), status


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
