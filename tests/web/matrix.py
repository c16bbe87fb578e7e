"""Every route × everybody × own, another's and no object: what each must be answered.

The audience of each route is written down here by hand, apart from the site's own declarations,
so that a right that is lost or given away there is found. A route that is not here fails.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import product

from flask import Flask
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matcher.vocabulary import Role

MISSING = str(uuid.UUID(int=7))
OTHERWISE_MISSING = {"uscc": "9" * 18, "village_code": "9" * 12}  # what is no UUID

EVERYBODY, ACCOUNTS = "everybody", "accounts"
DISTRICT = frozenset({Role.COORDINATOR, Role.REVIEWER})
OVERSIGHT = frozenset({Role.LEADER, Role.AUDITOR})
COORDINATOR = frozenset({Role.COORDINATOR})
VILLAGES = DISTRICT | OVERSIGHT | {Role.CADRE, Role.VILLAGE, Role.ENTERPRISE, Role.FINANCE}
ENTERPRISES = DISTRICT | OVERSIGHT | {Role.CADRE, Role.ENTERPRISE, Role.FINANCE}
ADMINISTRATOR = frozenset({Role.ADMINISTRATOR})
AUDITOR = frozenset({Role.AUDITOR})

Audience = str | frozenset[Role]
AUDIENCE: Mapping[str, Audience] = {
    "access.sign_in_page": EVERYBODY,
    "access.sign_in": EVERYBODY,
    "access.language": EVERYBODY,
    "access.text_size": EVERYBODY,
    "access.sign_out": ACCOUNTS,
    "access.account": ACCOUNTS,
    "access.change_password": ACCOUNTS,
    "access.code_page": EVERYBODY,
    "access.code": EVERYBODY,
    "access.begin_codes": ACCOUNTS,
    "access.codes": ACCOUNTS,
    "access.confirm_codes": ACCOUNTS,
    "access.drop_codes": ACCOUNTS,
    "home.overview": ACCOUNTS,
    "villages.index": VILLAGES,
    "villages.show": VILLAGES,
    "enterprises.index": ENTERPRISES,
    "enterprises.show": ENTERPRISES,
    "imports.index": COORDINATOR,
    "imports.upload": COORDINATOR,
    "imports.show": COORDINATOR,
    "imports.take": COORDINATOR,
    "imports.drop": COORDINATOR,
    "imports.faulty_workbook": COORDINATOR,
    "imports.template": COORDINATOR,
    "imports.export": COORDINATOR,
    "rounds.index": DISTRICT | OVERSIGHT,
    "rounds.open_": COORDINATOR,
    "rounds.board": DISTRICT | OVERSIGHT,
    "rounds.run": COORDINATOR,
    "rounds.pair": DISTRICT | OVERSIGHT,
    "rounds.deed": COORDINATOR,
    "rounds.exchange": COORDINATOR,
    "rounds.places": COORDINATOR,
    "rounds.undoing": COORDINATOR,
    "rounds.redoing": COORDINATOR,
    "rounds.staying": DISTRICT | OVERSIGHT,
    "rounds.stay": COORDINATOR,
    "rounds.keep_view": DISTRICT | OVERSIGHT,
    "rounds.drop_view_": DISTRICT | OVERSIGHT,
    "rounds.plan_json": DISTRICT | OVERSIGHT,
    "rounds.plan_workbook": DISTRICT | OVERSIGHT,
    "history.village": DISTRICT | OVERSIGHT,
    "history.enterprise": DISTRICT | OVERSIGHT,
    "history.round_": DISTRICT | OVERSIGHT,
    "discussion.round_": DISTRICT | OVERSIGHT,
    "discussion.about_round": DISTRICT | {Role.LEADER},
    "discussion.pair": DISTRICT | OVERSIGHT,
    "discussion.about_pair": DISTRICT | {Role.LEADER},
    "discussion.withdrawal": DISTRICT | {Role.LEADER},
    "discussion.presence": DISTRICT | OVERSIGHT,
    "weights.index": DISTRICT | OVERSIGHT,
    "weights.profile": DISTRICT | OVERSIGHT,
    "weights.reach": DISTRICT | OVERSIGHT,
    "weights.learning": DISTRICT | OVERSIGHT,
    "weights.try_out": COORDINATOR,
    "weights.keep": COORDINATOR,
    "weights.previewed": COORDINATOR,
    "weights.try_reach": DISTRICT | OVERSIGHT,
    "weights.learn": DISTRICT | OVERSIGHT,
    "queue.index": DISTRICT | OVERSIGHT,
    "queue.show": DISTRICT | OVERSIGHT,
    "queue.progress": DISTRICT | OVERSIGHT,
    "queue.cancelling": DISTRICT | OVERSIGHT,
    "queue.once_more": DISTRICT | OVERSIGHT,
    "scenarios.index": DISTRICT | OVERSIGHT,
    "scenarios.plan_json": DISTRICT | OVERSIGHT,
    "scenarios.draft": DISTRICT,
    "scenarios.adopting": COORDINATOR,
    "pairing.index": VILLAGES,
    "pairing.show": VILLAGES,
    "pairing.answer": COORDINATOR | {Role.ENTERPRISE, Role.VILLAGE},
    "pairing.withdraw": COORDINATOR,
    "pairing.keep": COORDINATOR,
    "pairing.mailbox": COORDINATOR,
    "pairing.sending": COORDINATOR,
    "pairing.send": COORDINATOR,
    "audit.index": AUDITOR,
    "accounts.index": ADMINISTRATOR,
    "accounts.open_": ADMINISTRATOR,
    "accounts.show": ADMINISTRATOR,
    "accounts.scope": ADMINISTRATOR,
    "accounts.password": ADMINISTRATOR,
    "accounts.close": ADMINISTRATOR,
    "accounts.reopen": ADMINISTRATOR,
    "accounts.unlock": ADMINISTRATOR,
    "accounts.take_codes": ADMINISTRATOR,
}
ENTERED: Mapping[str, Mapping[str, str]] = {
    "rounds.undoing": {"deed": "none"},
    "rounds.redoing": {"deed": "none"},
    "rounds.keep_view": {"name": "mine"},
    "rounds.run": {"method": "greedy"},
    "pairing.answer": {"move": "enterprise_agrees"},
    "pairing.withdraw": {"move": "withdraw"},
    "pairing.keep": {"move": "sign"},
}
"""What must be entered for a post to reach the object it is about."""


SHAPES = ("AAA", "BBB", "---", "ABB", "A--", "BAA")
"""Whose ids stand in an address: of one tenant, of nobody, and mixed."""

ONLY_WHERE_SOMETHING_IS_WRONG = ("imports.faulty_workbook",)
"""Of one's own sound upload there is no such thing either."""


@dataclass(frozen=True)
class Principal:
    """Somebody at a browser. `owns` are the letters of the tenants whose things are theirs.

    `role` is None for whoever is not, or not any more, signed in.
    """

    name: str
    role: Role | None
    client: FlaskClient
    owns: frozenset[str] = frozenset()
    owns_villages: frozenset[str] | None = None

    def has(self, argument: str, letter: str) -> bool:
        if argument == "village_id" and self.owns_villages is not None:
            return letter in self.owns_villages
        return letter in self.owns


@dataclass(frozen=True)
class Call:
    """One cell of the matrix: a route, asked with these ids by this principal."""

    principal: Principal
    method: str
    endpoint: str
    path: str
    ids: tuple[str, ...]
    own: tuple[bool, ...]
    reachable: bool

    def __str__(self) -> str:
        return f"{self.principal.name}: {self.method} {self.endpoint} {self.ids}"


def calls(
    app: Flask, principals: list[Principal], ids: Mapping[str, Mapping[str, str]]
) -> Iterator[Call]:
    """The whole matrix; sign-out last, for it ends a principal's walk."""
    rules = [one for one in app.url_map.iter_rules() if not one.endpoint.endswith("static")]
    nothing = dict.fromkeys(next(iter(ids.values())), MISSING) | OTHERWISE_MISSING
    known = {**ids, "-": nothing}
    adapter = app.url_map.bind("localhost")
    for rule in sorted(rules, key=lambda one: one.endpoint == "access.sign_out"):
        arguments = sorted(rule.arguments)
        for letters in sorted({shape[: len(arguments)] for shape in SHAPES}):
            chosen = dict(zip(arguments, letters, strict=True))
            values = {name: known[letter].get(name, MISSING) for name, letter in chosen.items()}
            path = adapter.build(rule.endpoint, values)
            for principal, method in product(principals, sorted(rule.methods & {"GET", "POST"})):
                own = tuple(
                    letter != "-" and name in known[letter] and principal.has(name, letter)
                    for name, letter in chosen.items()
                )
                yield Call(
                    principal,
                    method,
                    rule.endpoint,
                    path,
                    tuple(values.values()),
                    own,
                    reachable=all(own) and len(set(letters)) <= 1,
                )


def send(call: Call, token: str) -> TestResponse:
    entered = {**ENTERED.get(call.endpoint, {}), "csrf_token": token}
    return call.principal.client.open(
        call.path, method=call.method, data=entered if call.method == "POST" else None
    )


def wrong(call: Call, answer: TestResponse) -> str | None:
    """What is wrong with the answer; None when it is what the table says."""
    audience = AUDIENCE.get(call.endpoint)
    status = answer.status_code
    if audience is None:
        return f"{call}: not in the table of audiences"
    if status >= 500:
        return f"{call}: {status}"
    if audience == EVERYBODY:
        expected = status not in (401, 403, 404)
    elif call.principal.role is None:
        expected = (
            status == 401
            if call.method == "POST"
            else status == 303 and answer.location.startswith("/sign-in?next=")
        )
    elif audience != ACCOUNTS and call.principal.role not in audience:
        expected = status == 403
    elif not call.reachable or call.endpoint in ONLY_WHERE_SOMETHING_IS_WRONG:
        expected = status == 404
    else:
        expected = status not in (401, 403, 404)
    return None if expected else f"{call}: {status}"


_CHANGING = re.compile(
    r'name="csrf_token" value="[^"]+"|\b[0-9a-f]{8}\b'
    r'|<div class="message \w+" role="status">.*?(?=<div class="narrow">)',
    re.DOTALL,
)
"""The form's token, the number of the refusal, and word of what this browser did before."""


def told(answer: TestResponse, call: Call) -> str:
    """What a refusal says, without what differs at every request and without the ids asked for."""
    words = answer.text
    for one in call.ids:
        words = words.replace(one, "…")
    return "".join(_CHANGING.sub("", words).split())
