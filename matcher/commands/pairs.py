"""What the calendar asks of pairs, and the post: both to be called by a timer of the machine."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

import click

from matcher.commands.service import at_this_machine, opened, with_database
from matcher.commands.spoken import AT_FAULT, SpokenCommand, tell, warn
from matcher.errors import Misconfigured

if TYPE_CHECKING:
    from matcher.pairing.post import Post, Security

PORTS = {"tls": 465, "starttls": 587, "none": 25}


@click.command("remind", cls=SpokenCommand)
@click.option("--days-before", type=click.IntRange(0, 90), default=3)
@with_database
def remind(days_before: int, database: str) -> None:
    """Reminds, lets requests lapse and terms end, as the day asks for."""
    from matcher.pairing.reminding import remind as remind_all

    with opened(database) as kept, kept.writing() as session:
        done = remind_all(session, at_this_machine(), days_before=days_before)
    tell("cli.remind.done", **vars(done))


@click.command("deliver", cls=SpokenCommand)
@click.option("--smtp-host", envvar="JIEDUI_SMTP_HOST", default="")
@click.option("--smtp-port", envvar="JIEDUI_SMTP_PORT", type=click.IntRange(1, 65535))
@click.option(
    "--smtp-security",
    envvar="JIEDUI_SMTP_SECURITY",
    type=click.Choice(list(PORTS)),
    default="starttls",
)
@click.option("--smtp-user", envvar="JIEDUI_SMTP_USER", default="")
@click.option("--sender", envvar="JIEDUI_SENDER", default="jiedui@localhost")
@with_database
@click.pass_context
def deliver(
    ctx: click.Context,
    *,
    smtp_host: str,
    smtp_port: int | None,
    smtp_security: Security,
    smtp_user: str,
    sender: str,
    database: str,
) -> None:
    """Hands the letters that are due to the mail server, or shows them where none is named."""
    from matcher.pairing.delivering import deliver as deliver_all

    post = _post(smtp_host, smtp_port, smtp_security, smtp_user, sender)
    with opened(database) as kept:
        done = deliver_all(kept, at_this_machine(), post)
    tell("cli.deliver.done", **vars(done))
    if done.failed or done.given_up:
        warn("cli.deliver.again")
        ctx.exit(AT_FAULT)


def _post(
    host: str,
    port: int | None,
    security: Security,
    user: str,
    sender: str,
) -> Post:
    """The password comes from the environment alone: others can read a command line."""
    from matcher.pairing.post import ConsolePost, SmtpPost

    if not host:
        return ConsolePost(click.echo, sender)
    password = os.environ.get("JIEDUI_SMTP_PASSWORD", "")
    if user and not password:
        raise Misconfigured("cli.deliver.no_password")
    return SmtpPost(host, port or PORTS[security], security, sender, user, password)
