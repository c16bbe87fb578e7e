"""The example programme, brought in as a coordinator would: uploaded, run, partly reviewed."""

from __future__ import annotations

import secrets
from dataclasses import dataclass
from datetime import timedelta
from importlib.metadata import entry_points
from pathlib import Path
from tempfile import TemporaryDirectory

from matcher.access import Actor, Scope, accounts, open_account, operator
from matcher.errors import InputRefused, Misconfigured
from matcher.messages import Language, say
from matcher.pairing import Given, move, send_out, waiting
from matcher.pairing.calendar import today
from matcher.pairing.finding import pair_rows
from matcher.parties import confirm_import, snapshot, stage_import, staged
from matcher.programme import Programme
from matcher.region import county_code
from matcher.rounds.reading import suggestions
from matcher.rounds.reviewing import decide
from matcher.rounds.running import open_round, run_round
from matcher.store import Database
from matcher.vocabulary import Decision, PairMove, Role
from matcher.workbook.writing import write_programme
from web.uploads import read_upload

EXAMPLE = "jingan-guangnan"
ROLES = (Role.COORDINATOR, Role.LEADER, Role.ENTERPRISE, Role.ADMINISTRATOR)
CONFIRMED, ASKED, DAYS_TO_ANSWER = 6, 4, 14


@dataclass(frozen=True)
class DemoAccount:
    """Shown once: the password is kept nowhere else."""

    name: str
    role: Role
    password: str


def load_demonstration(database: Database, language: Language) -> list[DemoAccount]:
    """Accounts, data, a round with two runs and some decisions. Only into an empty database."""
    with database.reading() as session:
        if accounts(session):
            raise Misconfigured("web.demo.not_empty")
    (example,) = entry_points(group="jiedui.examples", name=EXAMPLE)
    programme = example.load()()
    coordinator, opened = _open_accounts(database, programme, language)
    _import(database, coordinator, programme, language)
    with database.writing() as session:
        opened_round = open_round(
            session,
            coordinator,
            campaign=say("web.demo.campaign", language),
            name=say("web.demo.round", language),
        )
    first = run_round(database, coordinator, opened_round.id)
    _review(database, coordinator, first.id, language)
    run_round(database, coordinator, opened_round.id)
    _ask(database, coordinator, opened_round.id, language)
    return opened


def _open_accounts(
    database: Database, programme: Programme, language: Language
) -> tuple[Actor, list[DemoAccount]]:
    """The coordinator belongs to the example's area, the contact to its first enterprise."""
    opened, actors = [], {}
    village, enterprise = programme.villages[0], programme.enterprises[0]
    scopes = {
        Role.COORDINATOR: Scope(district=village.aid_district, county=county_code(village.code)),
        Role.ENTERPRISE: Scope(uscc=enterprise.uscc),
    }
    with database.writing() as session:
        for role in ROLES:
            name, password = say(f"web.demo.name.{role.value}"), secrets.token_urlsafe(9)
            row = open_account(
                session,
                operator("demo"),
                name=name,
                display_name=say("web.demo.display", language, role=role.value),
                role=role,
                password=password,
                scope=scopes.get(role, Scope()),
            )
            actors[role] = Actor(row.id, row.name, row.display_name, row.role, scope=row.scope)
            opened.append(DemoAccount(name, role, password))
    return actors[Role.COORDINATOR], opened


def _import(database: Database, actor: Actor, programme: Programme, language: Language) -> None:
    """Through the very door an upload takes."""
    filename = f"{EXAMPLE}.xlsx"
    with TemporaryDirectory(prefix="jiedui-") as folder:
        path = Path(folder) / filename
        write_programme(programme, path, language)
        content = path.read_bytes()
    with database.reading() as session:
        known = snapshot(session)
    upload = read_upload(filename, content, known)
    if upload.faults:
        raise InputRefused(list(upload.faults))
    with database.writing() as session:
        row = stage_import(session, actor, upload)
        waiting = staged(session, actor, row.id)
        confirm_import(session, actor, row.id, seen=waiting.difference.digest)


def _review(database: Database, actor: Actor, run_id: str, language: Language) -> None:
    """The best pairs are confirmed, the last is vetoed; the rest is left to who tries it out."""
    with database.writing() as session:
        rows = suggestions(session, run_id)
        for row in rows[:CONFIRMED]:
            decide(session, actor, row.id, Decision.CONFIRM, expected_version=row.version)
        decide(
            session,
            actor,
            rows[-1].id,
            Decision.VETO,
            reason=say("web.demo.reason", language),
            expected_version=rows[-1].version,
        )


def _ask(database: Database, actor: Actor, round_id: str, language: Language) -> None:
    """Of the confirmed pairs most are asked; one has agreed on both sides, one on one."""
    with database.writing() as session:
        chosen = [row.review_id for row in waiting(session, round_id)][:ASKED]
        by = today(session) + timedelta(days=DAYS_TO_ANSWER)
        first, second, *_ = send_out(session, actor, round_id, chosen, answer_by=by)
        for pair, answer, post in (
            (first, PairMove.VILLAGE_AGREES, "village"),
            (first, PairMove.ENTERPRISE_AGREES, "enterprise"),
            (second, PairMove.VILLAGE_AGREES, "village"),
        ):
            said = Given(said_by=say(f"web.demo.post.{post}", language), said_on=today(session))
            (now,) = pair_rows(session, [pair.id])
            move(session, actor, pair.id, answer, said, expected_version=now.version)
