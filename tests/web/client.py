"""A visitor who inspects every page: sound HTML, one heading, labelled fields, safe headers.

`Inspector` wraps Flask's test client. Whatever it fetches must pass the inspection, so a test that
merely opens a page has already tested a good deal.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree

import html5lib
from flask import Flask, g
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from matcher.vocabulary import Role
from tests.sites import PASSWORD, name_of
from web.headers import ALWAYS

UNTRANSLATED = re.compile(
    r"\b(?:web|field|access|parties|rounds|pairing|discussion|queue|scoring|eligibility|plan|workbook)\.[a-z_]+\.[a-z_.]+\b"
)
OPEN_PLACE = re.compile(r"\{[a-z_]+(?::[A-Za-z_|]+)?\}")
TOKEN = re.compile(r'name="csrf_token" value="([^"]+)"')
LABELLED = {"input", "select", "textarea"}
UNLABELLED_TYPES = {"hidden", "submit", "button"}


@dataclass
class Page:
    """A fetched page: what the server said and the tree a browser would build."""

    response: TestResponse
    tree: ElementTree.Element

    @property
    def status(self) -> int:
        return self.response.status_code

    @property
    def text(self) -> str:
        return " ".join(" ".join(self.tree.itertext()).split())

    @property
    def heading(self) -> str:
        (h1,) = self.all("h1")
        return " ".join("".join(h1.itertext()).split())

    def all(self, tag: str, **attributes: str) -> list[ElementTree.Element]:
        return [
            one
            for one in self.tree.iter(tag)
            if all(
                one.get(name.strip("_").replace("_", "-")) == value
                for name, value in attributes.items()
            )
        ]

    def by_id(self, wanted: str) -> ElementTree.Element:
        (found,) = (one for one in self.tree.iter() if one.get("id") == wanted)
        return found

    def form(self, action: str) -> dict[str, str]:
        """What the browser would send from the first form to that address, buttons left out."""
        form = next(one for one in self.all("form") if one.get("action") == action)
        return dict(_entries(form))

    def links(self) -> list[str]:
        return [href for one in self.all("a") if (href := one.get("href"))]


def _entries(form: ElementTree.Element) -> Iterator[tuple[str, str]]:
    for one in form.iter():
        name = one.get("name")
        if not name or one.tag not in LABELLED:
            continue
        if one.tag == "textarea":
            yield name, one.text or ""
        elif one.tag == "select":
            options = list(one.iter("option"))
            chosen = next((o for o in options if o.get("selected") is not None), options[0])
            yield name, chosen.get("value") or ""
        elif one.get("type") not in ("radio", "checkbox") or one.get("checked") is not None:
            yield name, one.get("value") or ""


class Inspector:
    """Flask's test client with eyes."""

    def __init__(self, app: Flask) -> None:
        self.app = app
        self.client: FlaskClient = app.test_client()

    def get(self, path: str, status: int = 200, **options: Any) -> Page:
        return self._inspected(self.client.get(path, **options), status)

    def post(
        self, path: str, data: Mapping[str, Any] | None = None, status: int = 303, **options: Any
    ) -> Page:
        """A post as a form of ours sends it: with the token of the page that carries it."""
        sent = {"csrf_token": self.token(), **(data or {})}
        return self._inspected(self.client.post(path, data=sent, **options), status)

    def follow(self, page: Page) -> Page:
        return self.get(page.response.location)

    def submit(self, page: Page, action: str, status: int = 303, **changed: Any) -> Page:
        """Fill in and send the form of this page that goes to `action`."""
        return self.post(action, {**page.form(action), **changed}, status)

    def token(self) -> str:
        """The form token this browser was given: every page has a form, even that of nothing."""
        return TOKEN.search(self.client.get("/no-such-page").text)[1]

    def sign_in(self, name: str, password: str) -> Inspector:
        self.post("/sign-in", {"account": name, "password": password, "next": ""})
        return self

    def _inspected(self, response: TestResponse, status: int) -> Page:
        assert response.status_code == status, f"{response.status}: {_said(response)}"
        assert_headers(response)
        with self.app.app_context():
            assert "session" not in g, "a transaction outlived its request"
        tree = ElementTree.Element("html")
        if response.mimetype == "text/html" and status not in (302, 303, 308):
            tree = inspected(response.text)
        return Page(response, tree)


def signed_in(app: Flask, role: Role | None) -> Inspector:
    """A browser of somebody in that role, or of a stranger."""
    inspector = Inspector(app)
    return inspector.sign_in(name_of(role), PASSWORD) if role else inspector


def _said(response: TestResponse) -> str:
    """What a page says between its head and its foot, for a test that expected another answer."""
    if response.mimetype != "text/html":
        return response.mimetype
    main = html5lib.parse(response.text, namespaceHTMLElements=False).find(".//main")
    return " ".join(" ".join(main.itertext()).split())[:600] if main is not None else ""


def inspected(html: str) -> ElementTree.Element:
    """The tree of a page that holds to the rules of the house."""
    tree = html5lib.HTMLParser(
        tree=html5lib.getTreeBuilder("etree"), strict=True, namespaceHTMLElements=False
    ).parse(html)
    assert tree.get("lang") in ("zh-CN", "en")
    assert (tree.findtext("./head/title") or "").strip()
    assert len(list(tree.iter("h1"))) == 1, "a page has exactly one h1"
    assert_no_id_twice(tree)
    assert_fields_are_labelled(tree)
    assert_posts_carry_a_token(tree)
    assert_nothing_inline(tree)
    text = " ".join(tree.itertext())
    assert not UNTRANSLATED.search(text), f"untranslated: {UNTRANSLATED.findall(text)}"
    assert not OPEN_PLACE.search(text), f"an unfilled place: {OPEN_PLACE.findall(text)}"
    return tree


def assert_no_id_twice(tree: ElementTree.Element) -> None:
    ids = Counter(found for one in tree.iter() if (found := one.get("id")))
    assert [one for one, count in ids.items() if count > 1] == []


def assert_fields_are_labelled(tree: ElementTree.Element) -> None:
    labelled = {one.get("for") for one in tree.iter("label")}
    for one in tree.iter():
        if one.tag in LABELLED and one.get("type") not in UNLABELLED_TYPES:
            assert one.get("id") in labelled or one.get("aria-label"), f"no label: {one.attrib}"
    for one in tree.iter("button"):
        assert "".join(one.itertext()).strip() or one.get("aria-label"), "a button without words"
    for one in tree.iter("a"):
        assert "".join(one.itertext()).strip() or one.get("aria-label"), "a link without words"


def assert_posts_carry_a_token(tree: ElementTree.Element) -> None:
    for form in tree.iter("form"):
        names = [one.get("name") for one in form.iter("input")]
        if (form.get("method") or "get").lower() == "post":
            assert names.count("csrf_token") == 1, f"no token to {form.get('action')}"
        else:
            assert "csrf_token" not in names, "a token would end up in an address"


def assert_nothing_inline(tree: ElementTree.Element) -> None:
    """The content policy would silently drop it."""
    for one in tree.iter():
        assert one.tag != "style"
        assert not (one.tag == "script" and not one.get("src"))
        assert [name for name in one.attrib if name == "style" or name.startswith("on")] == []


def assert_headers(response: TestResponse) -> None:
    for name, value in ALWAYS.items():
        assert response.headers[name] == value
    if "static" not in response.request.path:
        assert response.headers["Cache-Control"] == "no-store"
        assert {"cookie", "accept-language"} <= {one.lower() for one in response.vary}
    assert "Server" not in response.headers or "Werkzeug" not in response.headers["Server"]
