"""Importing: nothing is taken until somebody has seen what it does, and each fault has its cell."""

from __future__ import annotations

import dataclasses
import io
from pathlib import Path

import pytest
from openpyxl import load_workbook

from matcher.parties import snapshot
from matcher.programme import Programme
from matcher.vocabulary import Role
from matcher.workbook.writing import write_programme
from seeds.hundred import programme
from tests.web.client import Inspector, Page, signed_in

SIZE = (3, 4)


@pytest.fixture
def book(tmp_path) -> bytes:
    path = tmp_path / "book.xlsx"
    write_programme(programme(SIZE, seed=11), path)
    return path.read_bytes()


@pytest.fixture
def visitor(empty_app) -> Inspector:
    return signed_in(empty_app, Role.COORDINATOR)


def spoilt(book: bytes, folder: Path) -> tuple[bytes, str, str]:
    """The workbook with one wrong code in it: its bytes, the sheet, and the cell."""
    path = folder / "spoilt.xlsx"
    path.write_bytes(book)
    opened = load_workbook(path)
    sheet = next(one for one in opened if one.title.startswith("企业"))
    cell = next(
        cell
        for row in sheet.iter_rows(min_row=2)
        for cell in row
        if isinstance(cell.value, str) and len(cell.value) == 18 and cell.value.startswith("9")
    )
    last = cell.value[-1]
    cell.value = cell.value[:-1] + ("A" if last != "A" else "B")
    opened.save(path)
    return path.read_bytes(), sheet.title, cell.coordinate


def upload(visitor: Inspector, content: bytes, name: str = "需求表.xlsx") -> Page:
    return visitor.follow(visitor.post("/imports", {"workbook": (io.BytesIO(content), name)}))


def stored(visitor: Inspector):
    with visitor.app.extensions["jiedui_database"].reading() as session:
        return snapshot(session)


def actions(page: Page, ending: str) -> list[str]:
    return [
        found for one in page.all("form") if (found := one.get("action") or "").endswith(ending)
    ]


def test_a_workbook_is_taken_only_after_somebody_said_yes(visitor, book):
    page = upload(visitor, book)
    assert stored(visitor).villages == ()
    assert page.heading == "需求表.xlsx"

    (taking,) = actions(page, "/taking")
    after = visitor.follow(visitor.submit(page, taking))

    assert len(stored(visitor).villages) == SIZE[1]
    assert len(stored(visitor).enterprises) == SIZE[0]
    assert actions(after, "/taking") == []
    visitor.submit(page, taking, 409)  # the same yes twice is one yes


def test_a_fault_is_shown_in_its_row_with_the_cell_marked(visitor, book, tmp_path):
    content, sheet, cell = spoilt(book, tmp_path)

    page = upload(visitor, content)

    assert sheet in page.text
    bad = page.all("td", class_="bad")
    assert bad
    assert all(len(one.text) == 18 for one in bad)
    assert cell in [one.text for one in page.all("span", class_="cell-name")]
    assert actions(page, "/taking") == []
    assert stored(visitor).villages == ()


def test_the_faulty_workbook_comes_back_with_a_comment_in_the_bad_cell(visitor, book, tmp_path):
    content, sheet, cell = spoilt(book, tmp_path)
    page = upload(visitor, content)
    (link,) = [one for one in page.links() if one.endswith("faults.xlsx")]

    answer = visitor.get(link).response

    commented = load_workbook(io.BytesIO(answer.data))
    assert commented[sheet][cell].comment.text


def test_what_changes_is_shown_old_beside_new(visitor, tmp_path):
    first = programme(SIZE, seed=11)
    village = dataclasses.replace(first.villages[0], households=4321)
    second = dataclasses.replace(first, villages=(village, *first.villages[1:]))
    for known in (first, second):
        path = tmp_path / "book.xlsx"
        write_programme(known, path)
        page = upload(visitor, path.read_bytes())
        changes = ["".join(one.itertext()) for one in page.all("td", class_="becomes")]
        (taking,) = actions(page, "/taking")
        visitor.submit(page, taking)

    assert changes == ["4,321 户"]


def test_somebody_elses_import_in_between_is_noticed(visitor, book, tmp_path):
    first = programme(SIZE, seed=11)
    village = dataclasses.replace(first.villages[0], households=4321)
    path = tmp_path / "other.xlsx"
    write_programme(Programme(villages=(village,)), path)
    mine, theirs = upload(visitor, book), upload(visitor, path.read_bytes())

    visitor.submit(theirs, actions(theirs, "/taking")[0])

    refused = visitor.submit(mine, actions(mine, "/taking")[0], 409)
    assert refused.heading
    assert len(stored(visitor).villages) == 1


def test_an_import_let_go_of_changes_nothing(visitor, book):
    page = upload(visitor, book)

    visitor.follow(visitor.submit(page, actions(page, "/dropping")[0]))

    assert stored(visitor).villages == ()
    assert "需求表.xlsx" in visitor.get("/imports").text


def test_no_file_is_said_beside_the_field(visitor):
    page = visitor.post("/imports", {}, 422)

    assert page.by_id("workbook-fault").text


def test_the_template_and_the_export_are_workbooks(visitor, book):
    page = upload(visitor, book)
    visitor.submit(page, actions(page, "/taking")[0])

    for path in ("/imports/template.xlsx", "/imports/export.xlsx"):
        answer = visitor.get(path).response
        assert answer.headers["Content-Disposition"].startswith("attachment")
        assert load_workbook(io.BytesIO(answer.data)).sheetnames


def test_what_is_exported_changes_nothing_when_it_is_imported_again(visitor, book):
    page = upload(visitor, book)
    visitor.submit(page, actions(page, "/taking")[0])
    exported = visitor.get("/imports/export.xlsx").response.data

    again = upload(visitor, exported)

    assert again.all("div", class_="message notice")
    assert again.all("td", class_="becomes") == []
