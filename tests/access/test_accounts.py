"""Opening, shutting and giving passwords, and what each ends."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from matcher.access import (
    accounts,
    actor_of,
    change_password,
    disable,
    enable,
    open_account,
    passwords,
    set_password,
    sign_in,
)
from matcher.errors import Conflict, InputRefused, NotAllowed, NotFound
from matcher.messages import say
from matcher.store import Database
from matcher.vocabulary import Role
from tests.people import (
    AT_THE_MACHINE,
    EASY_HASHER,
    GENUINE_HASHER,
    PASSWORD,
    account,
    somebody,
)

NEW = "other unrelated words"


@pytest.fixture(autouse=True)
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", EASY_HASHER)


def opened(database: Database, **fields: object) -> None:
    given = {
        "name": "li",
        "display_name": "李",
        "role": Role.COORDINATOR,
        "password": PASSWORD,
    }
    with database.writing() as session:
        open_account(session, AT_THE_MACHINE, **{**given, **fields})


def faults(refused: pytest.ExceptionInfo[InputRefused]) -> list[tuple[str, str]]:
    for fault in refused.value.faults:
        assert say(fault.code, "en", **fault.params)
    return [(fault.field, fault.code) for fault in refused.value.faults]


def test_an_account_is_listed_as_it_was_opened(database: Database) -> None:
    opened(database, name=" Li.Ming ", role=Role.REVIEWER)

    with database.reading() as session:
        (row,) = accounts(session)
    assert (row.name, row.display_name, row.role) == ("li.ming", "李", Role.REVIEWER)
    assert not row.disabled


@pytest.mark.parametrize("same", ["li", "LI", " li ", "ＬＩ"])
def test_a_name_is_taken_whatever_its_case_and_width(database: Database, same: str) -> None:
    opened(database)

    with pytest.raises(Conflict) as refused:
        opened(database, name=same)
    assert refused.value.code == "access.name_taken"


def test_everything_that_is_wrong_is_said_at_once(database: Database) -> None:
    with pytest.raises(InputRefused) as refused:
        opened(database, name="l i", display_name=" ", role=Role.OPERATOR, password="short")

    assert faults(refused) == [
        ("password", "access.password_short"),
        ("name", "access.name_unfit"),
        ("display_name", "access.display_name_missing"),
        ("role", "access.role_unfit"),
    ]


@pytest.mark.parametrize(
    "easy",
    [
        "password123",
        "Password2026!",
        "1234567890",
        "13800138000138",
        "aaaaaaaaaaaa",
        "abababababab",
        "Jiedui-2026",
        "ｐａｓｓｗｏｒｄ１２３",
        "结对帮扶2026",
        "li.ming.li.ming",
        "my-li.ming-1",
        "!!!!!!!!!!!!",
    ],
)
def test_a_password_that_is_easily_guessed_is_refused(database: Database, easy: str) -> None:
    with pytest.raises(InputRefused) as refused:
        opened(database, name="li.ming", password=easy)

    assert [field for field, _ in faults(refused)] == ["password"]
    with database.reading() as session:
        assert accounts(session) == []


@pytest.mark.parametrize(
    "good", [PASSWORD, "x7#Kp!2qLm", "春眠不觉晓处处闻啼鸟", "p" * 60 + "qrs" + "t" * 65]
)
def test_a_password_of_many_kinds_will_do(database: Database, good: str) -> None:
    opened(database, password=good)

    assert sign_in(database, "li", good, address="").actor.name == "li"


def test_a_password_is_not_kept(database: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passwords, "_hasher", GENUINE_HASHER)
    opened(database)

    with database.reading() as session:
        (kept,) = session.scalars(text("SELECT password_hash FROM account"))
    assert kept.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    assert PASSWORD not in kept


def test_only_who_manages_accounts_may(database: Database) -> None:
    account(database)
    coordinator = somebody(Role.COORDINATOR)

    for work in (
        lambda session: disable(session, coordinator, "li"),
        lambda session: enable(session, coordinator, "li"),
        lambda session: set_password(session, coordinator, "li", NEW),
        lambda session: open_account(
            session,
            coordinator,
            name="wang",
            display_name="王",
            role=Role.COORDINATOR,
            password=NEW,
        ),
    ):
        with pytest.raises(NotAllowed), database.writing() as session:
            work(session)


def test_changing_ones_password_ends_every_session(database: Database) -> None:
    actor = account(database)
    tokens = [sign_in(database, "li", PASSWORD, address="").token for _ in range(2)]
    other = account(database, name="wang")
    others = sign_in(database, "wang", PASSWORD, address="").token

    with database.writing() as session:
        change_password(session, actor, old=PASSWORD, new=NEW)

    assert [actor_of(database, token) for token in tokens] == [None, None]
    assert actor_of(database, others) == other
    with pytest.raises(NotAllowed):
        sign_in(database, "li", PASSWORD, address="")
    assert sign_in(database, "li", NEW, address="").actor == actor


def test_a_new_password_needs_the_old_one_and_must_be_good(database: Database) -> None:
    actor = account(database)

    for old, new, wanted in (
        ("not the password", NEW, ("old", "access.old_password_wrong")),
        (PASSWORD, "short", ("new", "access.password_short")),
    ):
        with pytest.raises(InputRefused) as refused, database.writing() as session:
            change_password(session, actor, old=old, new=new)
        assert faults(refused) == [wanted]
    assert sign_in(database, "li", PASSWORD, address="").actor == actor


def test_a_password_set_by_another_ends_every_session(database: Database) -> None:
    account(database)
    token = sign_in(database, "li", PASSWORD, address="").token

    with database.writing() as session:
        set_password(session, AT_THE_MACHINE, "LI", NEW)

    assert actor_of(database, token) is None
    assert sign_in(database, "li", NEW, address="").actor.name == "li"


def test_a_disabled_account_is_out_at_once_and_stays_out(database: Database) -> None:
    account(database)
    token = sign_in(database, "li", PASSWORD, address="").token

    with database.writing() as session:
        disable(session, AT_THE_MACHINE, "li")

    assert actor_of(database, token) is None
    with pytest.raises(NotAllowed) as refused:
        sign_in(database, "li", PASSWORD, address="")
    assert refused.value.code == "access.sign_in_refused"
    with database.writing() as session:
        enable(session, AT_THE_MACHINE, "li")
    assert actor_of(database, token) is None
    assert sign_in(database, "li", PASSWORD, address="").actor.name == "li"


@pytest.mark.parametrize("work", [disable, enable])
def test_an_unknown_account_is_said_to_be_unknown(database: Database, work) -> None:
    with pytest.raises(NotFound), database.writing() as session:
        work(session, AT_THE_MACHINE, "nobody")
