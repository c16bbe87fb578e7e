"""What the site is told from outside, and what it refuses to start with.

| environment            | setting        | meaning                                                |
|------------------------|----------------|--------------------------------------------------------|
| JIEDUI_DATABASE        | `database_url` | where everything is kept                               |
| JIEDUI_SECRET_KEY      | `secret_key`   | signs form tokens, at least 32 characters              |
| JIEDUI_TRUSTED_HOSTS   | `trusted_hosts`| names under which the site is asked for, with commas   |
| JIEDUI_HTTPS           | `https`        | "yes" behind TLS: cookies and headers then insist on it|
| JIEDUI_PROXY           | `proxy`        | "yes" behind exactly one proxy that tells the address  |
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from matcher.errors import Misconfigured
from matcher.store import DEFAULT_DATABASE

SHORTEST_SECRET = 32
MEGABYTE = 1024 * 1024


@dataclass(frozen=True)
class Configuration:
    database_url: str
    secret_key: str = field(repr=False)
    trusted_hosts: tuple[str, ...]
    https: bool = False
    proxy: bool = False

    def __post_init__(self) -> None:
        if len(self.secret_key) < SHORTEST_SECRET or len(set(self.secret_key)) < 8:
            raise Misconfigured("web.faults.weak_secret", shortest=SHORTEST_SECRET)
        if not self.trusted_hosts:
            raise Misconfigured("web.faults.no_trusted_hosts")

    @classmethod
    def read(
        cls, environment: Mapping[str, str], database_url: str | None, settings: Mapping[str, Any]
    ) -> Configuration:
        """Settings first, then the environment. Raises Misconfigured for what cannot be safe."""
        hosts = environment.get("JIEDUI_TRUSTED_HOSTS", "")
        found: dict[str, Any] = {
            "database_url": environment.get("JIEDUI_DATABASE", DEFAULT_DATABASE),
            "secret_key": environment.get("JIEDUI_SECRET_KEY", ""),
            "trusted_hosts": tuple(host.strip() for host in hosts.split(",") if host.strip()),
            "https": environment.get("JIEDUI_HTTPS") == "yes",
            "proxy": environment.get("JIEDUI_PROXY") == "yes",
        }
        given = {"database_url": database_url} if database_url else {}
        return cls(**(found | given | dict(settings)))

    def for_flask(self) -> dict[str, Any]:
        return {
            "SECRET_KEY": self.secret_key,
            "TRUSTED_HOSTS": list(self.trusted_hosts),
            "HTTPS": self.https,
            "PREFERRED_URL_SCHEME": "https" if self.https else "http",
            # Flask's own cookie signs the form token and one-time messages; who is signed in
            # stands in the database
            "SESSION_COOKIE_NAME": "__Host-form" if self.https else "form",
            "SESSION_COOKIE_SECURE": self.https,
            "SESSION_COOKIE_HTTPONLY": True,
            "SESSION_COOKIE_SAMESITE": "Lax",
            "SESSION_COOKIE_PATH": "/",
            "SESSION_REFRESH_EACH_REQUEST": False,
            "MAX_CONTENT_LENGTH": MEGABYTE,
            "MAX_FORM_MEMORY_SIZE": 256_000,
            "MAX_FORM_PARTS": 200,
            "TEMPLATES_AUTO_RELOAD": False,
            "PROVIDE_AUTOMATIC_OPTIONS": False,
            "WTF_CSRF_TIME_LIMIT": None,  # a long form must not die; the token ends with the visit
            "WTF_I18N_ENABLED": False,
        }
