"""What strangers and broken files try: hosts, redirects elsewhere, scripts in names, bombs."""

from __future__ import annotations

import dataclasses
import io
import zipfile

import pytest

from matcher.access import operator
from matcher.parties import snapshot, take
from matcher.vocabulary import Role
from tests.sites import PASSWORD, name_of
from tests.web.client import inspected, signed_in
from web.redirects import safe_next
from web.uploads import plain_name

ELSEWHERE = [
    "//evil.example",
    "///evil.example",
    "/\\evil.example",
    "\\\\evil.example",
    "/\t/evil.example",
    "/%09/evil.example",
    "/\n/evil.example",
    "/%0d%0aSet-Cookie:x=y",
    "/\r/evil.example",
    "https://evil.example",
    "http:evil.example",
    "https:/evil.example",
    "javascript:alert(1)",
    "data:text/html,x",
    "//evil.example/villages",
    "/villages//..//evil.example",
    "/.evil.example",
    "/@evil.example",
    "evil.example",
    " /villages",
    "/villages\x85",
    "/\u2028/evil.example",
    "//[::1",
    "http://[bad",
    "/villages?" + "a" * 600,
    "/imports/template.xlsx/../../x",
    "/no-such-page",
    "/sign-out",
]
SCRIPTS = [
    "<script>alert(1)</script>",
    '"><img src=x onerror=alert(1)>',
    "'><svg/onload=alert(1)>",
    "</title><script>alert(1)</script>",
    "javascript:alert(1)",
    "{{ 7 * 7 }}",
    "%s %(name)s $x",
    "<!--",
    "&lt;b&gt;",
    "\u202etxet",
]


@pytest.mark.parametrize("wanted", ELSEWHERE)
def test_nobody_is_sent_off_the_site(app, wanted):
    visitor = signed_in(app, None)

    page = visitor.post(
        "/sign-in",
        {"account": name_of(Role.LEADER), "password": PASSWORD, "next": wanted},
    )

    assert page.response.location == "/"


@pytest.mark.parametrize("wanted", ["/villages?county=x&page=2", "/rounds", "/"])
def test_a_page_of_ours_is_where_one_goes_on(looked_at, wanted):
    with looked_at.test_request_context():
        assert safe_next(wanted) == wanted


def test_every_redirect_asks_the_same_question(app):
    visitor = signed_in(app, Role.LEADER)

    for path, data in (("/language", {"language": "en"}), ("/text-size", {"text_size": "large"})):
        assert visitor.post(path, {**data, "next": "//evil.example"}).response.location == "/"
    assert visitor.get("/sign-in?next=//evil.example", 303).response.location == "/"


@pytest.mark.parametrize("path", ["/", "/sign-in", "/static/ink.css", "/no-such-page"])
def test_another_host_is_refused(looked_at, path):
    answer = looked_at.test_client().get(path, base_url="http://evil.example")

    assert answer.status_code == 400
    assert "evil.example" not in answer.text
    inspected(answer.text)


@pytest.mark.parametrize("words", SCRIPTS)
def test_names_and_notes_are_shown_as_they_were_written(app, words):
    somebody, database = operator("tests"), app.extensions["jiedui_database"]
    with database.writing() as session:
        known = snapshot(session)
        village, need, firm = known.villages[0], known.needs[0], known.enterprises[0]
        take(
            session,
            somebody,
            dataclasses.replace(
                known,
                villages=(dataclasses.replace(village, name=words, note=words, town=words),),
                needs=(dataclasses.replace(need, title=words, description=words),),
                enterprises=(dataclasses.replace(firm, name=words, industry=words, note=words),),
                offers=(),
                arrangements=(),
            ),
        )
    visitor = signed_in(app, Role.COORDINATOR)

    for path in ("/villages", "/enterprises", *_pages_of(visitor, "/villages")):
        page = visitor.get(path)  # inspected: no script, no handler, sound HTML
        if words.strip() in page.text:
            break
    else:
        raise AssertionError("the words were shown nowhere")
    assert page.all("script", src="") == []


def _pages_of(visitor, path):
    return [one for one in visitor.get(path).links() if one.startswith(f"{path}/")]


def test_too_large_an_upload_is_a_page(app):
    visitor = signed_in(app, Role.COORDINATOR)

    page = visitor.post(
        "/imports", {"workbook": (io.BytesIO(b"0" * (21 << 20)), "large.xlsx")}, 413
    )

    assert page.heading


def test_other_forms_take_no_large_post(app):
    visitor = signed_in(app, Role.COORDINATOR)

    visitor.post("/rounds", {"campaign": "x" * (2 << 20)}, 413)


def far_cell() -> bytes:
    """A workbook whose one row lies at the far corner of the sheet."""
    cell = '<c r="XFD1048576" t="inlineStr"><is><t>x</t></is></c>'
    sheet = f'<sheetData><row r="1048576">{cell}</row></sheetData>'
    namespace = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    relations = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    packaged = "http://schemas.openxmlformats.org/package/2006"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{packaged}/content-types"></Types>',
        "xl/workbook.xml": f'<workbook xmlns="{namespace}" xmlns:r="{relations}"><sheets>'
        '<sheet name="村" sheetId="1" r:id="r1"/></sheets></workbook>',
        "xl/_rels/workbook.xml.rels": f'<Relationships xmlns="{packaged}/relationships">'
        f'<Relationship Id="r1" Type="{relations}/worksheet" Target="worksheets/sheet1.xml"/>'
        "</Relationships>",
        "xl/worksheets/sheet1.xml": f'<worksheet xmlns="{namespace}">{sheet}</worksheet>',
    }
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return packed.getvalue()


def zip_bomb() -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/sharedStrings.xml", b"<sst>" + b"<si><t>a</t></si>" * 8_000_000)
    return packed.getvalue()


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("far.xlsx", far_cell()),
        ("bomb.xlsx", zip_bomb()),
        ("macro.xlsm", far_cell()),
        ("old.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600),
        ("empty.xlsx", b""),
        ("noise.xlsx", bytes(range(256)) * 40),
        ("page.xlsx", b"<!doctype html><script>alert(1)</script>"),
        ("no-ending", b"PK\x03\x04"),
        ("quotes.csv", b'"' * 5000),
        ("long-cell.csv", "村代码,村名\n1,".encode() + b"x" * 40_000),
        ("../../etc/passwd.csv", "村代码\n".encode()),
    ],
)
def test_a_hostile_file_ends_on_a_page_that_says_what_is_wrong(app, name, content):
    visitor = signed_in(app, Role.COORDINATOR)

    page = visitor.follow(visitor.post("/imports", {"workbook": (io.BytesIO(content), name)}))

    assert page.all("div", class_="message refused")
    assert ".." not in page.heading
    assert visitor.get("/imports").status == 200


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("需求表.xlsx", "需求表.xlsx"),
        ("C:\\Users\\x\\需求表.xlsx", "需求表.xlsx"),
        ("../../etc/passwd", "passwd"),
        ("a\x00b\u202ecod.xlsx", "abcod.xlsx"),
        ("", "workbook"),
        ("..", "workbook"),
        ("x" * 300 + ".xlsx", "x" * 75 + ".xlsx"),
    ],
)
def test_a_file_keeps_its_plain_name(given, kept):
    assert plain_name(given) == kept


def test_a_name_is_never_longer_than_a_file_system_takes():
    assert len(plain_name("a." + "b" * 400)) <= 80
    assert len(plain_name("村" * 400 + ".xlsx").encode()) <= 255
