"""How this browser wants to read: the language and the size of the text, each in a cookie."""

from __future__ import annotations

from flask import Flask, Response, current_app, g, request

from matcher.messages import LANGUAGES, Language

LANGUAGE = "language"
TEXT_SIZE = "text_size"
TEXT_SIZES = ("usual", "large")
_A_YEAR = 365 * 24 * 3600


def language() -> Language:
    """The reader's choice, else what the browser asks for, else Chinese: found once a request."""
    if "language" not in g:
        g.language = _language()
    found: Language = g.language
    return found


def _language() -> Language:
    chosen = request.cookies.get(LANGUAGE)
    for known in LANGUAGES:
        if chosen == known:
            return known
    asked = request.accept_languages.best_match(("zh-CN", "zh", "en"), default="zh")
    return "en" if asked == "en" else "zh"


def large_text() -> bool:
    return request.cookies.get(TEXT_SIZE) == "large"


def remember(response: Response, name: str, value: str) -> None:
    response.set_cookie(
        name,
        value,
        max_age=_A_YEAR,
        secure=current_app.config["HTTPS"],
        httponly=True,
        samesite="Lax",
    )


def register(app: Flask) -> None:
    app.jinja_env.globals.update(language=language, languages=LANGUAGES, large_text=large_text)
