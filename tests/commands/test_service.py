"""The upkeep of the service as a person types it, on both databases."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest
from click.testing import CliRunner, Result
from sqlalchemy import text

from matcher.access import SignedIn, accounts, sign_in
from matcher.cli import main
from matcher.errors import NotAllowed
from matcher.parties import snapshot
from matcher.programme import Programme
from matcher.rounds.reading import rounds
from matcher.rounds.verifying import verify_plan
from matcher.rounds.weighing import keep_profile
from matcher.store import Database, open_database
from matcher.vocabulary import Role
from matcher.workbook.reading import read_programme
from matcher.workbook.writing import write_programme
from tests.access.phones import set_up
from tests.builders import a_need, a_village, an_enterprise, an_offer
from tests.databases import SetClock
from tests.people import AT_THE_MACHINE, PASSWORD, account
from tests.rounds.situations import programme

Command = Callable[..., Result]
ROUND = ("--campaign", "静安—广南", "--round", "第1轮")


@pytest.fixture
def jiedui(database: Database) -> Command:
    """A command line that works on this database."""
    url = database.engine.url.render_as_string(hide_password=False)

    def typed(*words: object, stdin: str = "", language: str = "zh") -> Result:
        line = ["--language", language, *map(str, words)]
        return CliRunner().invoke(main, line, input=stdin, env={"JIEDUI_DATABASE": url})

    return typed


@pytest.fixture
def workbook(tmp_path: Path) -> Path:
    return saved(programme(), tmp_path / "村企.xlsx")


def saved(content: Programme, path: Path) -> Path:
    write_programme(content, path)
    return path


def test_a_whole_round_from_workbook_to_verified_plan(
    jiedui: Command, database: Database, workbook: Path, tmp_path: Path
) -> None:
    imported = jiedui("import", workbook)
    ran = jiedui("run", *ROUND, "--seed", "7", "--json", tmp_path / "PLAN.json")
    again = jiedui("run", "--json", "-", "--method", "greedy")
    exported = jiedui("export", tmp_path / "out.xlsx")
    sound = jiedui("verify")

    assert [one.exit_code for one in (imported, ran, again, exported, sound)] == [0] * 5
    assert "村：新增 4" in imported.stdout
    assert "第 1 次计算：覆盖 4/4 个村" in ran.stderr
    assert verify_plan((tmp_path / "PLAN.json").read_bytes()) == []
    assert json.loads(again.stdout)["method"] == "greedy"
    assert "2 次计算" in sound.stdout
    with database.reading() as session:
        stored = snapshot(session)
    assert read_programme([tmp_path / "out.xlsx"]).programme == stored == programme().ordered()


def test_a_round_is_run_by_the_weights_that_are_named(
    jiedui: Command, database: Database, workbook: Path
) -> None:
    jiedui("import", workbook)
    with database.writing() as session:
        keep_profile(
            session, AT_THE_MACHINE, name="先急后缓", weights={"urgency": 100}, expected_version=0
        )

    unknown = jiedui("run", *ROUND, "--profile", "先缓后急")
    with database.reading() as session:
        assert rounds(session) == []  # none was opened for nothing
    ran = jiedui("run", *ROUND, "--profile", "先急后缓", "--json", "-")

    assert unknown.exit_code == 1
    assert "先急后缓" in unknown.stderr
    assert "第 1 次计算" in ran.stderr
    assert json.loads(ran.stdout)["profile"] == {"name": "先急后缓", "version": 1}


def test_a_dry_run_shows_and_takes_nothing(
    jiedui: Command, database: Database, workbook: Path
) -> None:
    answer = jiedui("import", workbook, "--dry-run")

    assert answer.exit_code == 0
    assert "企业：新增 3" in answer.stdout
    with database.reading() as session:
        assert snapshot(session) == Programme()


def test_an_import_shows_each_change_but_nobodys_number(
    jiedui: Command, database: Database, workbook: Path, tmp_path: Path
) -> None:
    jiedui("import", workbook)
    changed = Programme(
        villages=(a_village(1, people=306, secretary_phone="canary-new"),),
        enterprises=(an_enterprise(1, max_villages=5, gift_budget_fen=30_000_000, is_top200=True),),
    )

    answer = jiedui("import", saved(changed, tmp_path / "new.xlsx"))
    same = jiedui("import", tmp_path / "new.xlsx", language="en")

    assert "示例村01（532627105201）总人数：— → 306" in answer.stdout
    assert "最多结对村数：2 → 5" in answer.stdout
    assert "— → 30 万元" in answer.stdout
    assert "— → 是" in answer.stdout
    assert "canary" not in answer.stdout
    assert "不显示" in answer.stdout
    assert "原样保留 3" in answer.stdout
    assert "nothing to import" in same.stdout
    with database.reading() as session:
        assert snapshot(session).villages[0].secretary_phone == "canary-new"


def test_a_faulty_workbook_is_refused_whole(
    jiedui: Command, database: Database, tmp_path: Path
) -> None:
    bad = Programme(villages=(a_village(1),), needs=(a_need(1, village=9),))

    answer = jiedui("import", saved(bad, tmp_path / "bad.xlsx"))

    assert answer.exit_code == 1
    assert "bad.xlsx" in answer.stderr
    with database.reading() as session:
        assert snapshot(session) == Programme()


def test_needs_alone_may_be_imported_later(
    jiedui: Command, database: Database, workbook: Path, tmp_path: Path
) -> None:
    jiedui("import", workbook)
    later = Programme(needs=(a_need(9, village=2),), offers=(an_offer(9, enterprise=2),))

    answer = jiedui("import", saved(later, tmp_path / "later.xlsx"))

    assert answer.exit_code == 0, answer.stderr
    with database.reading() as session:
        assert len(snapshot(session).needs) == 5


@pytest.mark.parametrize(
    ("words", "code", "said"),
    [
        (("run",), 1, "--campaign"),
        (("run", "--round", "无"), 1, "“无”"),
        (("run", "--method", "magic"), 2, "magic"),
        (("import",), 2, "FILE"),
        (("import", "nowhere.xlsx"), 1, "nowhere.xlsx"),
        (("account", "add", "li"), 2, "--role"),
        (("account", "disable", "nobody"), 1, "nobody"),
    ],
)
def test_what_cannot_be_done_is_said_with_the_way_to_mend_it(
    jiedui: Command, words: tuple[str, ...], code: int, said: str
) -> None:
    answer = jiedui(*words)

    assert answer.exit_code == code
    assert said in answer.stderr
    assert answer.stdout == ""


def test_contradicting_minimums_are_kept_and_reported(
    jiedui: Command, workbook: Path, tmp_path: Path
) -> None:
    jiedui("import", workbook)
    greedy = tuple(an_enterprise(n, min_villages=2, max_villages=2) for n in (1, 2, 3))
    jiedui("import", saved(Programme(enterprises=greedy), tmp_path / "min.xlsx"))

    answer = jiedui("run", *ROUND)

    assert answer.exit_code == 3
    assert "没有可行的方案" in answer.stderr
    assert jiedui("verify").exit_code == 0


def test_accounts_are_opened_listed_shut_and_given_passwords(
    jiedui: Command, database: Database
) -> None:
    opened = jiedui(
        *("account", "add", "Li", "--role", "coordinator", "--display-name", "李明"),
        stdin=f"{PASSWORD}\n",
    )
    listed = jiedui("account", "list", language="en")
    assert sign_in(database, "li", PASSWORD, address="").actor.role is Role.COORDINATOR
    shut = jiedui("account", "disable", "li")
    with pytest.raises(NotAllowed):
        sign_in(database, "li", PASSWORD, address="")
    let_in = jiedui("account", "enable", "li")
    renewed = jiedui("account", "password", "li", stdin="four more unrelated words\n")

    done = (opened, listed, shut, let_in, renewed)
    assert [one.exit_code for one in done] == [0] * 5
    assert "李明" in opened.stdout
    assert "District coordinator" in listed.stdout
    assert PASSWORD not in "".join(one.output for one in done)
    assert sign_in(database, "li", "four more unrelated words", address="")


def test_an_easy_password_is_refused_with_its_reason(jiedui: Command, database: Database) -> None:
    answer = jiedui("account", "add", "li", "--role", "auditor", stdin="password123\n")

    assert answer.exit_code == 1
    assert "太容易被猜到" in answer.stderr
    with database.reading() as session:
        assert accounts(session) == []


def test_codes_are_taken_away_with_a_reason(
    jiedui: Command, database: Database, clock: SetClock
) -> None:
    set_up(database, clock, account(database))

    without = jiedui("account", "take-codes", "li")
    taken = jiedui("account", "take-codes", "li", "--reason", "手机丢失", language="en")
    again = jiedui("account", "take-codes", "li", "--reason", "手机丢失")

    assert (without.exit_code, taken.exit_code, again.exit_code) == (2, 0, 1)
    assert "li signs in with its password alone" in taken.stdout
    assert "没有启用验证码" in again.stderr
    assert isinstance(sign_in(database, "li", PASSWORD, address=""), SignedIn)


def test_nobody_opens_an_account_for_the_operator(jiedui: Command) -> None:
    assert jiedui("account", "add", "li", "--role", "operator", stdin=PASSWORD).exit_code == 2


def test_verify_finds_what_was_altered(jiedui: Command, database: Database, workbook: Path) -> None:
    jiedui("import", workbook)
    jiedui("run", *ROUND)
    assert jiedui("verify").exit_code == 0

    for statement, said in (
        ("UPDATE suggestion SET score = score + 1", "建议列表"),
        ("UPDATE run SET total_score = total_score + 1", "总分"),
        ("UPDATE run SET snapshot_sha256 = 'x'", "改动过"),
        ("UPDATE audit_entry SET thing = 'x' WHERE seq = 2", "第 2 条"),
    ):
        as_somebody_who_may_do_anything(database, statement)
        answer = jiedui("verify")
        assert answer.exit_code == 1
        assert said in answer.stderr


def as_somebody_who_may_do_anything(database: Database, statement: str) -> None:
    table = statement.split()[1]
    with database.writing() as session:
        if database.engine.dialect.name == "sqlite":
            kept = session.scalars(
                text("SELECT sql FROM sqlite_master WHERE name = :name"),
                {"name": f"{table}_keeps_update"},
            ).one()
            session.execute(text(f"DROP TRIGGER {table}_keeps_update"))
            session.execute(text(statement))
            session.execute(text(kept))
        else:
            session.execute(text("SET LOCAL session_replication_role = replica"))
            session.execute(text(statement))


def test_a_new_database_is_made_once_and_then_left_alone(database_url: str) -> None:
    def typed(*words: str) -> Result:
        return CliRunner().invoke(main, ["--language", "zh", *words, "--database", database_url])

    before = typed("account", "list")
    first, second = typed("init"), typed("init")

    assert (before.exit_code, first.exit_code, second.exit_code) == (1, 0, 0)
    assert "jiedui init" in before.stderr
    assert open_database(database_url).address in first.stdout
    assert "还没有账号" in typed("account", "list").stdout
