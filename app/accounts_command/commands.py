"""The commands of `dorandoran accounts`: what an operator does without being signed in."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from enum import StrEnum
from typing import TYPE_CHECKING, Annotated
from uuid import UUID

import typer

from app.in_the_way import what_is_in_the_way_in_one_line
from app.platform.errors import NotFound, Problem
from app.platform.logging import configure_logging
from app.platform.settings import load_settings

if TYPE_CHECKING:
    from app.accounts.administration.service import Administration

# Who it was, in the audit log: whoever may run commands where the service runs.
ACTOR = "command"
Deed = Callable[["Administration"], Awaitable[str]]

accounts = typer.Typer(
    add_completion=False,
    no_args_is_help=True,
    help="Roles, suspension, sessions and tokens; servers follow within two seconds.",
)
Email = Annotated[str, typer.Argument(help="The account's e-mail address.")]


class Role(StrEnum):
    """What an account can be."""

    USER = "user"
    ADMIN = "admin"


@accounts.command()
def role(
    email: Email,
    wanted: Annotated[Role, typer.Argument(metavar="user|admin", help="The new role.")],
) -> None:
    """Make an account an administrator (it needs a second factor), or a user again."""

    async def deed(administration: "Administration") -> str:
        user_id = await _account(administration, email)
        shown = await administration.change_role(user_id, wanted, actor=ACTOR)
        return f"the role is now {shown.role}"

    _do(deed)


@accounts.command()
def suspend(email: Email) -> None:
    """Take an account out of use: its sessions end, its rooms are locked."""

    async def deed(administration: "Administration") -> str:
        await administration.suspend(await _account(administration, email), actor=ACTOR)
        return "the account is suspended"

    _do(deed)


@accounts.command()
def reactivate(email: Email) -> None:
    """Give a suspended account back to its owner, who signs in anew."""

    async def deed(administration: "Administration") -> str:
        await administration.reactivate(await _account(administration, email), actor=ACTOR)
        return "the account is active"

    _do(deed)


@accounts.command("sessions-end")
def sessions_end(
    email: Annotated[str | None, typer.Argument(help="The account's e-mail address.")] = None,
    everybody: Annotated[bool, typer.Option("--everybody", help="Of all accounts.")] = False,
) -> None:
    """Sign an account out everywhere, or everybody."""
    if (email is None) is not everybody:
        raise typer.BadParameter("give an address, or --everybody")

    async def deed(administration: "Administration") -> str:
        if email is None:
            ended = await administration.end_every_session(actor=ACTOR)
        else:
            user_id = await _account(administration, email)
            ended = await administration.end_sessions(user_id, actor=ACTOR)
        return f"{ended} sessions ended"

    _do(deed)


@accounts.command("token-revoke")
def token_revoke() -> None:
    """End one access token that leaked, given on standard input; its owner stays signed in."""
    # Not as an argument: those can be read by every process of the machine.
    token = sys.stdin.readline().strip()

    async def deed(administration: "Administration") -> str:
        await administration.revoke_token(token, actor=ACTOR)
        return "the token counts no longer"

    _do(deed)


async def _account(administration: "Administration", email: str) -> UUID:
    found = await administration.find(email, actor=ACTOR)
    if not found:
        raise NotFound("there is no account with this address")
    return found[0].id


def _do(deed: Deed) -> None:
    from app.accounts_command.service import open_administration  # noqa: PLC0415 - only then

    async def run() -> None:
        async with open_administration(settings) as administration:
            print(await deed(administration))

    with what_is_in_the_way_in_one_line(Problem):
        settings = load_settings()
        configure_logging(settings, process="accounts")
        asyncio.run(run())
