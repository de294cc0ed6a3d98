"""`dorandoran audit verify | show`: whether the log is whole, and its last entries."""

import asyncio
import json
from collections.abc import AsyncIterator, Coroutine
from contextlib import asynccontextmanager
from datetime import UTC
from typing import Annotated, Any

import typer

from app.composition.schema import open_database_beside
from app.in_the_way import what_is_in_the_way_in_one_line
from app.platform.audit import reading
from app.platform.audit.reading import ChainBroken
from app.platform.sealing import Sealer
from app.platform.secret_keys import open_sealer
from app.platform.settings import SettingsError, load_settings

audit = typer.Typer(add_completion=False, no_args_is_help=True, help="The audit log.")


@audit.callback()
def describe() -> None:
    """Show the audit log, and check that it is as it was written."""


@audit.command()
def verify(
    head: Annotated[
        str | None, typer.Option(help="A head noted before: it must still be in the chain.")
    ] = None,
) -> None:
    """Walk the whole chain; exit 1 at the first entry that is not as it was written."""

    async def work() -> None:
        noted = None if head is None else _hash(head)
        async with _opened() as sealer:
            chain = await reading.verify(sealer, noted_head=noted)
        print(f"{chain.count} entries, each as it was written")
        print(f"head {chain.head.hex()}")

    _run(work())


@audit.command()
def show(
    last: Annotated[int, typer.Option(min=1, max=10_000, help="How many, the newest last.")] = 20,
) -> None:
    """Show the last entries, one a line."""

    async def work() -> None:
        async with _opened():
            entries = await reading.page(before=None, limit=last)
        for entry in reversed(entries):
            at = entry.at.astimezone(UTC).isoformat(timespec="milliseconds")
            details = json.dumps(entry.details, ensure_ascii=True, sort_keys=True)
            print(entry.id, at, entry.actor, entry.action, entry.subject, details)

    _run(work())


@asynccontextmanager
async def _opened() -> AsyncIterator[Sealer]:
    settings = load_settings()
    async with open_database_beside(settings):
        yield await open_sealer(settings)


def _hash(text: str) -> bytes:
    try:
        return bytes.fromhex(text)
    except ValueError as error:
        raise SettingsError("--head is a hash in hexadecimal, as `audit verify` says it") from error


def _run(work: Coroutine[Any, Any, None]) -> None:
    with what_is_in_the_way_in_one_line(ChainBroken):
        asyncio.run(work)
