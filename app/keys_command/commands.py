"""`dorandoran keys rotate | add | list | new-signing-key` (operations.md, Keys)."""

import asyncio
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC, datetime
from enum import StrEnum
from typing import Annotated, Any

import typer

from app.composition.schema import open_database_beside
from app.in_the_way import what_is_in_the_way_in_one_line
from app.platform import signing_keys
from app.platform.audit.log import AuditLog
from app.platform.clock import SystemClock
from app.platform.data_keys import load_sealer
from app.platform.key_rotation import add as add_key
from app.platform.key_rotation import rewrap
from app.platform.key_wrapping import KeyWrappers
from app.platform.models import DataKey
from app.platform.secret_keys import signing_key_text, wrapper_of
from app.platform.settings import load_settings

keys = typer.Typer(add_completion=False, no_args_is_help=True, help="Keys.")


class Step(StrEnum):
    """Where a signing key's rotation is."""

    FIRST = "first"
    INTRODUCE = "introduce"
    SIGN = "sign"
    RETIRE = "retire"


@keys.callback()
def describe() -> None:
    """Turn keys over while servers run (operations.md, Keys)."""


@keys.command()
def rotate(
    everything: Annotated[
        bool, typer.Option("--all", help="Also keys that the same wrapping key wrapped before.")
    ] = False,
) -> None:
    """Wrap every data key anew: DATA_KEY is the new wrapping key, DATA_KEY_PREVIOUS the old."""

    async def work() -> None:
        async with _opened() as (wrapper, audit):
            done = await rewrap(wrapper, audit=audit, everything=everything)
        if done:
            print(f"wrapped by {wrapper.name} now: {', '.join(map(str, done))}")
        else:
            print(f"nothing to do: every data key is wrapped by {wrapper.name}")

    _run(work())


@keys.command()
def add() -> None:
    """Add a fresh data key: what is written from two minutes on is sealed with it."""

    async def work() -> None:
        async with _opened() as (wrapper, audit):
            number, begins = await add_key(wrapper, clock=SystemClock(), audit=audit)
        print(f"data key {number} seals from {_at(begins)} on; older ones go on opening")

    _run(work())


@keys.command("list")
def list_keys() -> None:
    """Say which data keys there are, since when, and what wraps them; no key is shown."""

    async def work() -> None:
        settings = load_settings()
        wrapper = wrapper_of(settings)
        async with open_database_beside(settings):
            rows = await DataKey.all().order_by("id")
        for row in rows:
            begins = _at(row.seals_from or row.created_at)
            print(f"{row.id:5}  since {begins}  wrapped by {_named(row.wrapped_by, wrapper)}")

    _run(work())


@keys.command("new-signing-key")
def new_signing_key(
    step: Annotated[
        Step,
        typer.Option(
            help="first: a key to begin with. Of a rotation, each rolled out before the next: "
            "introduce, sign, retire."
        ),
    ] = Step.FIRST,
) -> None:
    """Print the next value of SIGNING_KEY. It is a secret: keep it out of screens and logs."""
    if step is Step.FIRST:
        print(signing_keys.fresh_signing_key())
        return
    following = {
        Step.INTRODUCE: signing_keys.with_next_key,
        Step.SIGN: signing_keys.with_last_key_first,
        Step.RETIRE: signing_keys.with_first_key_alone,
    }
    with what_is_in_the_way_in_one_line():
        print(following[step](signing_key_text(load_settings())))


@asynccontextmanager
async def _opened() -> AsyncIterator[tuple[KeyWrappers, AuditLog]]:
    settings = load_settings()
    wrapper = wrapper_of(settings)
    async with open_database_beside(settings):
        yield wrapper, AuditLog(sealer=await load_sealer(wrapper), clock=SystemClock())


def _named(wrapped_by: str, wrapper: KeyWrappers) -> str:
    if wrapped_by == wrapper.name:
        return f"{wrapped_by} (in force)"
    return f"{wrapped_by or 'a key without a name'} (run `dorandoran keys rotate`)"


def _at(moment: datetime) -> str:
    return moment.astimezone(UTC).isoformat(timespec="seconds")


def _run(work: Coroutine[Any, Any, None]) -> None:
    with what_is_in_the_way_in_one_line():
        asyncio.run(work)
