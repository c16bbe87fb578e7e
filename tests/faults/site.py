"""A site of two districts with everything in it, on either kind of database, and who visits it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

import pyotp
from flask import Flask
from flask.testing import FlaskClient

from matcher.access import Scope, begin_codes, confirm_codes, passwords, secret_to_confirm
from matcher.store import open_database, upgrade
from matcher.vocabulary import Role
from tests.people import EASY_HASHER
from tests.sites import HOSTS, SECRET
from tests.tenants import PASSWORD, TENANTS, A, B, open_for, settle
from tests.web.client import TOKEN
from web import create_app

STRANGER = "stranger"
HALF_IN = "guarded"  # asked for a code after the password, and has not entered it
Ids = dict[str, dict[str, str]]


def furnish(url: str) -> Ids:
    """Two tenants and an account of each role; their ids, by tenant and by the routes' names."""
    database = open_database(url, create=url.startswith("sqlite"))
    upgrade(database)
    ids = {one.letter: settle(database, one)[1] for one in TENANTS}
    for tenant in TENANTS:
        home = Scope(village_code=tenant.village_code)
        open_for(database, Role.ENTERPRISE, f"enterprise-{tenant.letter}", Scope(uscc=tenant.uscc))
        open_for(database, Role.VILLAGE, f"village-{tenant.letter}", home)
        ids[tenant.letter]["account_id"] = (
            open_for(database, Role.LEADER, f"somebody-{tenant.letter}").account_id or ""
        )
    for role, scope in (
        (Role.REVIEWER, A.area),
        (Role.FINANCE, B.area),
        (Role.AUDITOR, Scope()),
        (Role.ADMINISTRATOR, Scope()),
    ):
        open_for(database, role, role.value, scope)
    begin_codes(database, open_for(database, Role.CADRE, "cadre", Scope(county=A.county)), PASSWORD)
    guarded = open_for(database, Role.LEADER, HALF_IN)
    begin_codes(database, guarded, PASSWORD)
    with database.writing() as session:
        secret = secret_to_confirm(session, guarded, key=SECRET)
        code = pyotp.TOTP(secret or "").at(database.clock())
        confirm_codes(session, guarded, code, key=SECRET, token="")
    database.close()
    return ids


@contextmanager
def quick_passwords() -> Iterator[None]:
    """Thousands of sign-ins that say nothing about argon2."""
    kept, nobodys = passwords._hasher, passwords.NOBODYS
    passwords._hasher, passwords.NOBODYS = EASY_HASHER, EASY_HASHER.hash("nobody's")
    try:
        yield
    finally:
        passwords._hasher, passwords.NOBODYS = kept, nobodys


def site_at(url: str) -> Flask:
    return create_app(url, secret_key=SECRET, trusted_hosts=HOSTS)


@dataclass
class Visitor:
    """A browser with the cookies of somebody; `rested()` gives it back those it began with."""

    name: str
    client: FlaskClient
    token: str = ""
    cookies: dict[str, str] = field(default_factory=dict)

    @classmethod
    def arriving(cls, app: Flask, name: str) -> Visitor:
        visitor = cls(name, app.test_client())
        if name != STRANGER:
            sent = {"account": name, "password": PASSWORD, "csrf_token": visitor.read_token()}
            assert visitor.client.post("/sign-in", data=sent).status_code == 303
        visitor.token = visitor.read_token()
        for one in ("sid", "form"):
            if cookie := visitor.client.get_cookie(one):
                visitor.cookies[one] = cookie.value
        return visitor

    def read_token(self) -> str:
        found = TOKEN.search(self.client.get("/no-such-page").text)
        assert found
        return found[1]

    def rested(self) -> FlaskClient:
        for one in ("sid", "form"):
            self.client.delete_cookie(one)
        for name, value in self.cookies.items():
            self.client.set_cookie(name, value)
        return self.client
