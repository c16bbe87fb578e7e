"""What people read: every sentence in the reader's language, and how figures are written."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta, timezone
from pathlib import Path
from typing import Any

from flask import Flask

from matcher import messages
from matcher.messages import Language
from matcher.money import in_wan, in_yuan
from matcher.vocabulary import Terms
from web.preferences import language

messages.add_catalogue(Path(__file__).parent / "translations")

_HTML_LANG: dict[Language, str] = {"zh": "zh-CN", "en": "en"}
CHINA = timezone(timedelta(hours=8))  # China has one zone without summer time


def t(code: str, /, **params: Any) -> str:
    """A sentence of the site: t("home.title")."""
    return messages.say(f"web.{code}", language(), **params)


def sentence(code: str, /, **params: Any) -> str:
    """A sentence of the core, as errors, faults and reasons carry them."""
    return messages.say(code, language(), **params)


def label(record: str, field: str) -> str:
    return messages.label(record, field, language())


def term(value: Terms | None) -> str:
    return value.label(language()) if value is not None else ""


def counted(value: int | None) -> str:
    """A count with its thousands apart; what is not known is a dash."""
    return "–" if value is None else f"{value:,}"


def moment(instant: datetime) -> str:
    """An instant as the clock on an office wall in China shows it."""
    known = instant if instant.tzinfo else instant.replace(tzinfo=UTC)
    local = known.astimezone(CHINA)
    return t("site.moment", day=local.date(), time=f"{local:%H:%M}")


def day(value: date) -> str:
    return t("site.day", day=value)


def today() -> date:
    return datetime.now(CHINA).date()


def shown(value: Any) -> str:
    """Any value of a record as a reader expects it; nothing said is shown as nothing."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return t("site.yes") if value else t("site.no")
    if isinstance(value, Terms):
        return term(value)
    if isinstance(value, date):
        return day(value)
    if isinstance(value, tuple | list):
        return t("site.listed", items=[shown(item) for item in value])
    return str(value)


def register(app: Flask) -> None:
    """Give every template the words, and nothing else the templates could translate with."""
    app.jinja_env.globals.update(
        t=t,
        sentence=sentence,
        label=label,
        html_lang=lambda: _HTML_LANG[language()],
        today=today,
    )
    app.jinja_env.filters.update(
        term=term,
        moment=moment,
        day=day,
        shown=shown,
        counted=counted,
        in_wan=in_wan,
        in_yuan=in_yuan,
    )
