"""The examples kept as CSV files: same bytes in and out, valid codes, no real person."""

import re
from pathlib import Path

import pytest

from matcher.errors import JieduiError
from matcher.messages import say
from matcher.region import is_village_code, town_code
from matcher.uscc import is_uscc
from matcher.vocabulary import ArrangementKind, Category
from matcher.workbook.reading import read_programme
from matcher.workbook.writing import write_csv, write_programme
from seeds import hundred, jingan_guangnan, minhang_shangrila

EXAMPLES = {"jingan-guangnan": jingan_guangnan, "minhang-shangrila": minhang_shangrila}
TOWNS = {
    "532627105": "那洒镇",
    "532627106": "珠琳镇",
    "532627206": "黑支果乡",
    "533401101": "建塘镇",
    "533401102": "小中甸镇",
    "533401104": "金江镇",
    "533401204": "尼西乡",
    "533401206": "东旺乡",
}
PUBLISHED_VILLAGES = {"汤堆村", "尼史村", "联合村", "安南村"}
PUBLISHED_ENTERPRISES = {"光大证券", "参天制药", "森吉尼达公司", "中国旅游集团"}
PEOPLE = ("filled_by", "contact_name", "outreach_person")
TELEPHONE = re.compile(r"(?<![0-9A-Z])(1[3-9][0-9]{9}|0[0-9]{2,3}-?[0-9]{7,8})(?![0-9A-Z])")
IDENTITY_CARD = re.compile(r"(?<![0-9A-Z])[1-9][0-9]{16}[0-9X](?![0-9A-Z])")

every_example = pytest.mark.parametrize("name", EXAMPLES)


@pytest.fixture(scope="module")
def read():
    return {name: module.programme() for name, module in EXAMPLES.items()}


def folder(name):
    return Path(EXAMPLES[name].__file__).parent


@every_example
def test_what_was_read_is_written_again_byte_for_byte(name, read, tmp_path):
    write_csv(read[name], tmp_path)

    kept = {path.name: path.read_bytes() for path in folder(name).glob("*.csv")}
    written = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
    assert len(kept) == 5
    assert written == kept


@every_example
def test_every_code_is_valid(name, read):
    assert all(is_village_code(one.code) for one in read[name].villages)
    assert all(is_uscc(one.uscc) for one in read[name].enterprises)


@every_example
def test_no_code_can_be_taken_for_a_real_one(name, read):
    assert all(int(one.code[9:]) > 280 for one in read[name].villages)
    assert all("EXAMPLE" in one.uscc for one in read[name].enterprises)


@every_example
def test_towns_are_those_of_the_statistics_bureau_or_marked(name, read):
    for village in read[name].villages:
        assert TOWNS.get(town_code(village.code), "示例乡") == village.town


@every_example
def test_every_row_says_what_is_invented(name, read):
    programme = read[name]
    for village in programme.villages:
        assert "示例" in village.name or village.name in PUBLISHED_VILLAGES
    for enterprise in programme.enterprises:
        assert "示例" in enterprise.name or enterprise.name in PUBLISHED_ENTERPRISES
    for row in (*programme.villages, *programme.enterprises, *programme.offers):
        assert "示例" in row.note
    for need in programme.needs:
        assert "示例" in need.note or "简报" in need.note
    for tie in programme.arrangements:
        assert "示例" in tie.source or "专题报道《" in tie.source or "简报" in tie.source


@every_example
def test_there_is_no_real_person_in_it(name, read):
    text = "".join(path.read_text(encoding="utf-8-sig") for path in folder(name).glob("*.csv"))

    assert TELEPHONE.findall(text) == []
    assert IDENTITY_CARD.findall(text) == []
    for record in (*read[name].villages, *read[name].enterprises):
        for field, value in vars(record).items():
            if field.endswith("_phone"):
                assert value is None
            elif field in PEOPLE or field.endswith(
                ("secretary_name", "director_name", "leader_name")
            ):
                assert value is None or "示例" in value


@every_example
def test_counts_of_people_fit_together(name, read):
    for village in read[name].villages:
        if village.people is None:
            continue
        assert village.poor_people <= village.people
        assert village.poor_households <= village.households
        assert village.working_away <= village.labour_force <= village.people
    for need in read[name].needs:
        assert (need.poor_people or 0) <= (need.beneficiary_people or 0)
        assert (need.poor_households or 0) <= (need.beneficiary_households or 0)
        assert (need.gap_fen or 0) <= (need.budget_fen or 0)


def test_jingan_asks_for_all_kinds_of_help_and_two_to_four_things_a_village(read):
    needs = read["jingan-guangnan"].needs
    per_village = {}
    for need in needs:
        per_village.setdefault(need.village_code, []).append(need)

    assert {need.category for need in needs} == set(Category)
    assert {len(group) for group in per_village.values()} <= {2, 3, 4}


def test_the_agreements_of_the_first_round_leave_the_next_round_open(read):
    programme = read["jingan-guangnan"]
    places = sum(one.max_villages for one in programme.enterprises)
    pinned = [one for one in programme.arrangements if one.kind is ArrangementKind.PIN]

    assert 39 < places < 50
    assert len(pinned) == 1


@every_example
def test_a_size_is_refused_in_a_sentence(name):
    with pytest.raises(JieduiError) as refused:
        EXAMPLES[name].programme((10, 10))

    assert name in say(refused.value.code, "zh", **refused.value.params)


def test_a_generated_hundred_by_a_hundred_comes_back_from_its_workbook_as_it_was(tmp_path):
    made = hundred.programme()

    write_programme(made, tmp_path / "hundred.xlsx")

    assert read_programme([tmp_path / "hundred.xlsx"]).programme == made
