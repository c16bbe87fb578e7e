"""The site: `create_app` is its map, read from top to bottom."""

from __future__ import annotations

import os
from typing import Any

from flask import Flask
from flask_wtf import CSRFProtect
from jinja2 import StrictUndefined
from werkzeug.middleware.proxy_fix import ProxyFix

from matcher.store import open_database, require_current
from web import (
    assets,
    faults,
    forms,
    headers,
    navigation,
    permissions,
    preferences,
    profiles,
    redirects,
    sessions,
    translating,
)
from web.access.routes import blueprint as access
from web.accounts.routes import blueprint as accounts
from web.audit.routes import blueprint as audit
from web.configuration import Configuration
from web.discussion.routes import blueprint as discussion
from web.enterprises.routes import blueprint as enterprises
from web.history.routes import blueprint as history
from web.home.routes import blueprint as home
from web.imports.routes import blueprint as imports
from web.pairing.routes import blueprint as pairing
from web.queue.routes import blueprint as queue
from web.rounds.routes import blueprint as rounds
from web.scenarios.routes import blueprint as scenarios
from web.transaction import TransactionalFlask
from web.villages.routes import blueprint as villages
from web.weights.routes import blueprint as weights


def create_app(database_url: str | None = None, **settings: Any) -> Flask:
    """The site over one database, with settings as in `web/configuration.py`.

    Raises Misconfigured when it would not be safe, or when the tables are not of this version.
    """
    configuration = Configuration.read(os.environ, database_url, settings)
    app = TransactionalFlask(__name__)
    app.config.from_mapping(configuration.for_flask())
    app.url_map.strict_slashes = False  # typed with a slash at its end, it is the same page
    if configuration.proxy:
        app.wsgi_app = ProxyFix(app.wsgi_app, x_for=1, x_proto=1, x_host=0)  # type: ignore[method-assign]

    # what a page is made of
    app.jinja_env.undefined = StrictUndefined
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    assets.register(app)
    preferences.register(app)
    translating.register(app)
    redirects.register(app)
    navigation.register(app)
    profiles.register(app)

    # what a request passes: who asks, may they, is it our own form, and what the answer says
    sessions.register(app)
    permissions.register(app)
    CSRFProtect(app)
    forms.register(app)
    headers.register(app, https=configuration.https)
    faults.register(app)

    # what people do here
    app.register_blueprint(access)
    app.register_blueprint(home)
    app.register_blueprint(villages, url_prefix="/villages")
    app.register_blueprint(enterprises, url_prefix="/enterprises")
    app.register_blueprint(imports, url_prefix="/imports")
    app.register_blueprint(rounds, url_prefix="/rounds")
    app.register_blueprint(scenarios, url_prefix="/rounds/<uuid:round_id>/scenarios")
    app.register_blueprint(discussion, url_prefix="/rounds")
    app.register_blueprint(pairing, url_prefix="/pairs")
    app.register_blueprint(weights, url_prefix="/weights")
    app.register_blueprint(queue, url_prefix="/work")
    app.register_blueprint(history, url_prefix="/history")
    app.register_blueprint(accounts, url_prefix="/accounts")
    app.register_blueprint(audit, url_prefix="/audit")
    permissions.check_every_rule(app)

    app.extensions["jiedui_database"] = database = open_database(configuration.database_url)
    require_current(database)
    return app
