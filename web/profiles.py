"""What a weight profile is called on a page."""

from __future__ import annotations

from flask import Flask

from matcher.scoring import DEFAULT_PROFILE
from web.translating import t


def profile_title(name: str, version: int | None = None) -> str:
    """People's own names stay; the standard one is called so in the reader's language. The version
    stands behind it where one is given."""
    title = t("weights.standard") if name == DEFAULT_PROFILE.name else name
    return title if version is None else f"{title} {t('weights.version', version=version)}"


def register(app: Flask) -> None:
    app.jinja_env.filters.update(profile_title=profile_title)
