"""Letters: written with the move, delivered at least once, tried again, about no person."""

from __future__ import annotations

from collections import Counter
from datetime import timedelta

import pytest
from click.testing import CliRunner

from matcher.access import Actor
from matcher.cli import main
from matcher.errors import Conflict, InputRefused, NotAllowed
from matcher.pairing import PairRow, pair_detail, remind, set_mailbox
from matcher.pairing.delivering import (
    FIRST_PAUSE,
    LONGEST_PAUSE,
    MOST_TRIES,
    Delivered,
    deliver,
    pause_after,
)
from matcher.pairing.post import ConsolePost, NotDelivered, Outgoing, Post, SmtpPost
from matcher.pairing.rows import LetterRow
from matcher.store import Database
from matcher.vocabulary import LetterState, PairMove, Role, Side
from tests.builders import uscc, village_code
from tests.databases import SetClock
from tests.pairing.desk import Desk, M
from tests.pairing.post_office import post_office
from tests.people import AT_THE_MACHINE, somebody

FIRM, PLACE = "firm@example.com", "village@example.com"


class Recorder:
    """A post that keeps what it was given and fails as often as it is told to."""

    def __init__(self, fails: int = 0) -> None:
        self.given: list[Outgoing] = []
        self.fails = fails

    def send(self, letter: Outgoing) -> None:
        self.given.append(letter)
        if self.fails:
            self.fails -= 1
            raise NotDelivered("SMTP 450")


def addressed(database: Database) -> Desk:
    desk = Desk.of(database)
    with database.writing() as session:
        set_mailbox(session, desk.actor, Side.ENTERPRISE, uscc(1), FIRM)
        set_mailbox(session, desk.actor, Side.VILLAGE, village_code(1), PLACE)
    return desk


def letters(desk: Desk, row: PairRow) -> tuple[LetterRow, ...]:
    with desk.database.reading() as session:
        return pair_detail(session, desk.actor, row.id).letters


def sent(database: Database, post: Post) -> Delivered:
    return deliver(database, AT_THE_MACHINE, post)


@pytest.mark.parametrize(
    ("moves", "told"),
    [
        ((), {Side.ENTERPRISE: 1, Side.VILLAGE: 1}),
        ((M.ENTERPRISE_AGREES,), {Side.ENTERPRISE: 1, Side.VILLAGE: 1}),
        ((M.ENTERPRISE_AGREES, M.VILLAGE_AGREES), {Side.ENTERPRISE: 2, Side.VILLAGE: 2}),
        ((M.ENTERPRISE_DECLINES,), {Side.ENTERPRISE: 1, Side.VILLAGE: 2}),
        ((M.VILLAGE_DECLINES,), {Side.ENTERPRISE: 2, Side.VILLAGE: 1}),
        ((M.WITHDRAW,), {Side.ENTERPRISE: 2, Side.VILLAGE: 2}),
        (
            (M.ENTERPRISE_AGREES, M.VILLAGE_AGREES, M.SIGN, M.RENEW, M.END),
            {Side.ENTERPRISE: 4, Side.VILLAGE: 4},
        ),
    ],
)
def test_each_move_tells_whom_it_concerns(
    database: Database, moves: tuple[PairMove, ...], told: dict[Side, int]
) -> None:
    desk = Desk.of(database)

    row = desk.move(*desk.send((1, 1)), *moves)

    assert Counter(letter.side for letter in letters(desk, row)) == told


def test_only_the_silent_side_is_reminded(database: Database, clock: SetClock) -> None:
    desk = Desk.of(database)
    row = desk.move(*desk.send((1, 1), days=3), M.VILLAGE_AGREES)
    clock.forward(hours=1)

    with database.writing() as session:
        remind(session, AT_THE_MACHINE)

    newest, *_ = letters(desk, row)
    assert (newest.side, newest.written_at) == (Side.ENTERPRISE, clock.now)
    assert "3月28日" in newest.subject


def test_a_letter_is_not_written_when_its_move_is_refused(database: Database) -> None:
    desk = Desk.of(database)
    (row,) = desk.send((1, 1))

    with pytest.raises(Conflict):
        desk.move(row, M.END)

    assert len(letters(desk, row)) == 2


def test_letters_name_the_two_sides_and_nobody(database: Database) -> None:
    desk, post = addressed(database), Recorder()
    desk.move(*desk.send((1, 1)), M.ENTERPRISE_DECLINES)

    assert sent(database, post) == Delivered(sent=3, failed=0, given_up=0, no_address=0)
    for letter in post.given:
        text = letter.subject + letter.body
        assert "示例企业01" in text
        assert "示例村01" in text
        assert "canary" not in text, "a telephone number"
        assert "忙" not in text, "what one side gave as its reason"
        assert "Pair no. 1" in letter.body
        assert letter.id[:8] in letter.body
    assert Counter(letter.address for letter in post.given) == {FIRM: 1, PLACE: 2}


def test_without_an_address_a_letter_waits_until_there_is_one(database: Database) -> None:
    desk, post = Desk.of(database), Recorder()
    desk.send((1, 1))

    assert sent(database, post) == Delivered(sent=0, failed=0, given_up=0, no_address=2)
    with database.writing() as session:
        set_mailbox(session, desk.actor, Side.VILLAGE, village_code(1), PLACE)
    assert sent(database, post) == Delivered(sent=1, failed=0, given_up=0, no_address=1)


def test_a_letter_that_failed_is_tried_again_after_a_growing_pause(
    database: Database, clock: SetClock
) -> None:
    desk, post = addressed(database), Recorder(fails=99)
    desk.send((1, 1))

    tries = 0
    while sent(database, post).given_up == 0:
        tries += 1
        assert sent(database, post) == Delivered(0, 0, 0, 0), "the pause is not over"
        clock.now += pause_after(tries)

    assert tries == MOST_TRIES - 1
    assert Counter(Counter(one.id for one in post.given).values()) == {MOST_TRIES: 2}


def test_pauses_grow_from_minutes_to_a_day():
    pauses = [pause_after(tries) for tries in range(1, MOST_TRIES + 1)]

    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[1], pauses[-1]) == (FIRST_PAUSE, 2 * FIRST_PAUSE, LONGEST_PAUSE)
    assert sum(pauses, timedelta()) > timedelta(days=3)


class Stopped(BaseException):
    """As if the machine had been switched off."""


def test_a_letter_in_whose_middle_the_program_ended_comes_again_under_its_id(
    database: Database, clock: SetClock
) -> None:
    desk, post = addressed(database), Recorder()
    desk.send((1, 1))

    class Switched(Recorder):
        def send(self, letter: Outgoing) -> None:
            super().send(letter)
            raise Stopped

    broken = Switched()
    with pytest.raises(Stopped):
        sent(database, broken)
    assert sent(database, post).sent == 1, "the other letter"
    clock.forward(hours=1)
    assert sent(database, post).sent == 1

    assert post.given[-1] == broken.given[0]
    assert len({letter.id for letter in (*broken.given, *post.given)}) == 2


def test_only_coordinators_keep_addresses_and_only_real_ones(database: Database) -> None:
    desk = Desk.of(database)

    def keep(actor: Actor, address: str) -> None:
        with database.writing() as session:
            set_mailbox(session, actor, Side.VILLAGE, village_code(1), address)

    for unfit in ("13800000000", "a@b", "a@b.cn\nBcc: x@y.cn", "a b@c.cn", "@c.cn"):
        with pytest.raises(InputRefused):
            keep(desk.actor, unfit)
    with pytest.raises(NotAllowed):
        keep(somebody(Role.VILLAGE), PLACE)
    keep(desk.actor, PLACE)
    keep(desk.actor, "")


def test_a_mail_server_is_given_the_same_mail_each_time(
    database: Database, clock: SetClock
) -> None:
    desk = addressed(database)
    (row,) = desk.send((1, 1))
    with post_office() as office:
        post = SmtpPost("127.0.0.1", office.port, "none", "office@jiedui.example")
        office.refuses = "450 busy"
        assert sent(database, post).failed == 2
        assert {letter.failure for letter in letters(desk, row)} == {"SMTP 450"}
        office.refuses = ""
        clock.forward(hours=1)
        assert sent(database, post).sent == 2

    assert {mail["To"] for mail in office.mails} == {FIRM, PLACE}
    ids = {f"<{letter.id}@jiedui.example>" for letter in letters(desk, row)}
    assert {mail["Message-ID"] for mail in office.mails} == ids
    assert all("征询意见" in mail["Subject"] for mail in office.mails)
    assert all("voluntary" in mail.get_content() for mail in office.mails)


def test_a_server_that_is_not_there_is_a_failure_and_no_end(database: Database) -> None:
    desk = addressed(database)
    (row,) = desk.send((1, 1))
    with post_office() as office:
        gone = office.port

    done = sent(database, SmtpPost("127.0.0.1", gone, "none", "office@jiedui.example"))

    assert (done.failed, done.sent) == (2, 0)
    assert {letter.failure for letter in letters(desk, row)} == {"ConnectionRefusedError"}
    assert {letter.state for letter in letters(desk, row)} == {LetterState.WAITING}


def test_on_a_terminal_letters_are_shown(database: Database) -> None:
    desk = addressed(database)
    desk.send((1, 1))
    shown: list[str] = []

    sent(database, ConsolePost(shown.append, "jiedui@localhost"))

    assert len(shown) == 2
    assert all("Message-ID: <" in one and "@localhost>" in one for one in shown)


def test_the_commands_remind_and_deliver(database: Database, clock: SetClock) -> None:
    desk = addressed(database)
    (row,) = desk.send((1, 1), days=2)
    url = database.engine.url.render_as_string(hide_password=False)

    def typed(*words: str) -> str:
        answer = CliRunner().invoke(main, list(words), env={"JIEDUI_DATABASE": url})
        assert answer.exit_code == 0, answer.stderr
        return answer.stdout

    assert "逾期失效 1 对" in typed("remind"), "the machine's own clock is past that day"
    assert "已寄出 4 封" in typed("deliver")
    assert "已寄出 0 封" in typed("deliver")
    no_password = CliRunner().invoke(
        main,
        ["deliver", "--smtp-host", "127.0.0.1", "--smtp-user", "li"],
        env={"JIEDUI_DATABASE": url},
    )
    assert no_password.exit_code == 1
    assert "JIEDUI_SMTP_PASSWORD" in no_password.stderr
    assert {letter.state for letter in letters(desk, row)} == {LetterState.SENT}
