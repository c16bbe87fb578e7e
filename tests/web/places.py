"""The site's addresses with real ids in their places, so that every route can be called."""

from __future__ import annotations

import uuid
from dataclasses import dataclass

from flask import Flask
from werkzeug.routing import Rule

from matcher.access import Actor, accounts, operator
from matcher.pairing import PairSearch, find_pairs
from matcher.parties import Search, find_enterprises, find_villages, staged_imports
from matcher.rounds.reading import rounds, suggestions
from matcher.rounds.standing import standing
from matcher.vocabulary import Role
from web.permissions import Right, right_of

COORDINATOR = Actor(None, "tests", "tests", Role.COORDINATOR)
NOWHERE = str(uuid.UUID(int=7))


@dataclass(frozen=True)
class Place:
    """One way of calling one rule."""

    method: str
    path: str
    endpoint: str
    right: Right

    def __str__(self) -> str:
        return f"{self.method} {self.endpoint}"


def rules(app: Flask) -> list[Rule]:
    return [rule for rule in app.url_map.iter_rules() if not rule.endpoint.endswith("static")]


def places(app: Flask) -> list[Place]:
    """Each rule with each of its methods, filled with ids of things that exist."""
    known = ids(app)
    found = []
    for rule in rules(app):
        with app.test_request_context():
            adapter = app.create_url_adapter(None) or app.url_map.bind("localhost")
            path = adapter.build(rule.endpoint, {name: known[name] for name in rule.arguments})
        right = right_of(app, rule.endpoint)
        found += [
            Place(method, path, rule.endpoint, right)
            for method in sorted(rule.methods & {"GET", "POST"})
        ]
    return found


def ids(app: Flask) -> dict[str, str]:
    """An id for each kind of place; of what the site does not have yet, one of nothing."""
    somebody = operator("tests")
    with app.extensions["jiedui_database"].reading() as session:
        (opened,) = rounds(session)
        reviews = standing(session, opened.id)
        imports = staged_imports(session, somebody).rows
        pairs = find_pairs(session, COORDINATOR, PairSearch()).page.rows
        first = suggestions(session, opened.latest_run_id)[0]
        return {
            "village_id": find_villages(session, Search()).rows[0].id,
            "enterprise_id": find_enterprises(session, Search()).rows[0].id,
            "import_id": imports[0].id if imports else NOWHERE,
            "round_id": opened.id,
            "run_id": opened.latest_run_id or NOWHERE,
            "suggestion_id": first.id,
            "uscc": first.uscc,
            "village_code": first.village_code,
            "comment_id": NOWHERE,
            "scenario_id": NOWHERE,
            "job_id": NOWHERE,
            "pair_id": pairs[0].id if pairs else NOWHERE,
            "review_id": reviews[0].id if reviews else NOWHERE,
            "account_id": next(one.id for one in accounts(session) if one.role is Role.LEADER),
        }
