"""Every form of the site: found on its pages, and for a route no page leads to, made by hand."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from xml.etree.ElementTree import Element

import html5lib
from flask import Flask
from werkzeug.exceptions import HTTPException

from matcher.scoring import CRITERIA
from tests.faults.site import Ids, Visitor
from tests.tenants import PASSWORD, A, B
from tests.web.client import Page
from tests.web.matrix import ENTERED, MISSING

ID = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
MOST_OF_A_KIND = 2
_TODAY = datetime.now(UTC).date()
_NEW = "the river bends twice before noon"
TYPED = {
    "account": "reviewer",
    "password": PASSWORD,
    "old": PASSWORD,
    "new": _NEW,
    "repeated": _NEW,
    "code": "123456",
    "reason": "核实过了",
    "name": "li",
    "display_name": "李",
    "campaign": "行动",
    "said_by": "村主任",
    "said_on": _TODAY.isoformat(),
    "since": _TODAY.isoformat(),
    "until": (_TODAY + timedelta(days=365)).isoformat(),
    "answer_by": (_TODAY + timedelta(days=9)).isoformat(),
    "address": "office@example.org",
}
"""What is put into fields that a page leaves empty."""


@dataclass(frozen=True)
class Form:
    """What somebody's browser would send, and where to. `files` are the fields that take one."""

    endpoint: str
    path: str
    visitor: Visitor
    entries: tuple[tuple[str, str], ...]
    files: tuple[str, ...] = ()


BY_HAND: Mapping[str, tuple[tuple[str, str], ...]] = {
    "access.drop_codes": (("password", PASSWORD),),
    "accounts.take_codes": (("reason", "手机丢失"),),
    "pairing.send": (("answer_by", TYPED["answer_by"]), ("review_ids", "{review_id}")),
    "pairing.keep": (
        *(("move", "sign"), ("version", "1")),
        *(("since", TYPED["since"]), ("until", TYPED["until"])),
    ),
    "rounds.exchange": (
        *(("pair", f"{A.uscc}-{A.village_code}-1"), ("instead", f"{B.uscc}-{A.village_code}-0")),
        ("reason", "换一家"),
    ),
    "rounds.stay": (("point", "0"), ("pins", "1"), ("reason", "保持"), ("against", "{run_id}")),
    "rounds.drop_view_": (("name", "li"),),
    "scenarios.draft": (
        *(("name", "试"), ("method", "coverage"), ("profile", "standard")),
        *(("leaving_enterprise", A.uscc), ("placed_village", A.village_code)),
        *(("village_places", "2"), ("added_like", A.village_code), ("added_gap", "12.5")),
        ("what_if", '{"kind": "leaves"}'),
    ),
    "scenarios.adopting": (("reason", "更稳妥"),),
    "discussion.presence": (("looking_at", "board"),),
    "weights.keep": (
        *(("name", "li"), ("base", "standard"), ("version", "2"), ("reason", "试过")),
        *((one, "10") for one in CRITERIA),
    ),
}
"""What stands in forms that a page shows only after several steps; {} are ids of the tenant."""


def posts(app: Flask) -> list[str]:
    """The end points that take a form."""
    return sorted(one.endpoint for one in app.url_map.iter_rules() if "POST" in one.methods)


def forms_of(
    app: Flask, visitors: list[Visitor], ids: Ids, only: tuple[str, ...]
) -> dict[str, list[Form]]:
    """For each end point whose name begins so up to two different forms; at least one."""
    found: dict[str, list[Form]] = {one: [] for one in posts(app) if one.startswith(only)}
    for visitor in visitors:
        for form in _on_pages(app, visitor):
            same = found.get(form.endpoint, [])
            shapes = {(one.visitor.name, tuple(name for name, _ in one.entries)) for one in same}
            shape = (visitor.name, tuple(name for name, _ in form.entries))
            if shape not in shapes and len(same) < MOST_OF_A_KIND:
                same.append(form)
    for endpoint, same in found.items():
        if not same:
            same.extend(_by_hand(app, endpoint, visitors, ids["A"]))
    return found


def _on_pages(app: Flask, visitor: Visitor) -> Iterator[Form]:
    """The forms on the first pages of each kind that links lead this visitor to."""
    adapter = app.url_map.bind("localhost")
    waiting = ["/", "/sign-in", "/sign-in/code", "/account", "/account/codes"]
    asked: set[str] = set()
    kinds: Counter[str] = Counter()
    while waiting:
        path = waiting.pop(0).partition("#")[0]
        kind = ID.sub("…", path.partition("?")[0])
        if path in asked or kinds[kind] >= MOST_OF_A_KIND:
            continue
        asked.add(path)
        kinds[kind] += 1
        answer = visitor.rested().get(path)
        if answer.status_code != 200 or answer.mimetype != "text/html":
            continue
        page = Page(answer, html5lib.parse(answer.text, namespaceHTMLElements=False))
        waiting += [link for link in page.links() if link.startswith("/")]
        for one in page.all("form"):
            action = (one.get("action") or path).partition("?")[0]
            if (one.get("method") or "get").lower() != "post":
                continue
            try:
                endpoint, _ = adapter.match(action, method="POST")
            except HTTPException:
                raise AssertionError(f"{path} has a form to {action}, where nothing is") from None
            files = [field for field in one.iter("input") if field.get("type") == "file"]
            names = tuple(field.get("name") or "" for field in files)
            yield Form(endpoint, action, visitor, tuple(_filled_in(one)), names)


def _filled_in(form: Element) -> Iterator[tuple[str, str]]:
    """As somebody would send it: empty fields with something, a box ticked, a button pressed."""
    offered: dict[str, str] = {}
    for one in form.iter():
        kind, name, value = one.get("type"), one.get("name") or "", one.get("value") or ""
        if not name or name == "csrf_token" or kind == "file":
            continue
        if one.tag == "button" or kind in ("radio", "checkbox"):
            offered.setdefault(name, value)
        elif one.tag == "select":
            options = [option.get("value") or "" for option in one.iter("option")]
            yield name, next((option for option in options if option), "")
        elif one.tag in ("input", "textarea"):
            yield name, value or one.text or TYPED.get(name, "")
    yield from offered.items()


def _by_hand(
    app: Flask, endpoint: str, visitors: list[Visitor], ids: Mapping[str, str]
) -> Iterator[Form]:
    """With what the rights matrix knows to be entered there, by the first who may."""
    rule = next(one for one in app.url_map.iter_rules(endpoint) if "POST" in one.methods)
    values = {name: ids.get(name, MISSING) for name in rule.arguments}
    path = app.url_map.bind("localhost").build(endpoint, values)
    known = BY_HAND.get(endpoint) or ENTERED.get(endpoint, {}).items()
    entries = tuple(
        (name, value.format(**ids) if value.endswith("_id}") else value) for name, value in known
    )
    for visitor in visitors:
        answer = visitor.rested().post(path, data={**dict(entries), "csrf_token": visitor.token})
        if answer.status_code not in (401, 403):
            yield Form(endpoint, path, visitor, entries)
            return
    raise AssertionError(f"nobody may post to {endpoint}")
