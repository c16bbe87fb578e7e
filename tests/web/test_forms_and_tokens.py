"""Forms are our own: without their token nothing happens, and no page that is read writes."""

from __future__ import annotations

import hashlib

import pytest
from sqlalchemy import inspect, text

from matcher.access import RIGHTS
from matcher.vocabulary import Role
from tests.web.client import signed_in
from tests.web.places import places
from web.permissions import Open

# being there keeps a session alive, and wrong passwords are counted: neither is the programme's
KEPT_APART = {"account_session", "sign_in_try", "presence"}  # what asking itself leaves behind


def contents(app) -> str:
    """A digest of every row of every table of the programme."""
    digest = hashlib.sha256()
    with app.extensions["jiedui_database"].reading() as session:
        names = sorted(set(inspect(session.connection()).get_table_names()) - KEPT_APART)
        for name in names:
            rows = session.execute(text(f'SELECT * FROM "{name}"')).all()
            digest.update(repr((name, sorted(map(repr, rows)))).encode())
    assert len(names) > 8
    return digest.hexdigest()


@pytest.mark.parametrize("token", ["", "forged"])
def test_a_post_without_our_token_is_refused_and_changes_nothing(app, token):
    posts = [one for one in places(app) if one.method == "POST"]
    visitors = {role: signed_in(app, role) for role in (Role.COORDINATOR, Role.ADMINISTRATOR)}
    before, asked = contents(app), set()

    for role, visitor in visitors.items():
        for place in posts:
            if isinstance(place.right, Open) or role in RIGHTS[place.right]:
                data = {"csrf_token": token} if token else {}
                answer = visitor.client.post(place.path, data=data)
                assert answer.status_code == 400, str(place)
                asked.add(place)
    assert asked == set(posts)
    assert len(posts) >= 10
    assert contents(app) == before


def test_a_token_of_another_browser_is_refused(app):
    one, other = signed_in(app, Role.COORDINATOR), signed_in(app, Role.COORDINATOR)

    answer = one.client.post("/rounds", data={"csrf_token": other.token(), "campaign": "c"})

    assert answer.status_code == 400


@pytest.mark.parametrize("role", [Role.COORDINATOR, Role.LEADER])
def test_reading_every_page_changes_nothing(app, role):
    visitor = signed_in(app, role)
    before = contents(app)
    waiting, seen = ["/"], set()

    while waiting and len(seen) < 150:
        path = waiting.pop().partition("#")[0]
        if path in seen or not path.startswith("/"):
            continue
        seen.add(path)
        answer = visitor.client.get(path)
        assert answer.status_code == 200, f"{path}: {answer.status}"
        if answer.mimetype == "text/html":
            waiting += visitor._inspected(answer, 200).links()

    assert len(seen) > 20
    assert contents(app) == before
