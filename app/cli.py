"""The command line: `dorandoran up | serve | worker | migrate | doctor` and the groups below."""

import asyncio
from collections.abc import Coroutine
from enum import StrEnum
from typing import Annotated, Any

import typer

from app.accounts_command.commands import accounts
from app.audit_command.commands import audit
from app.in_the_way import what_is_in_the_way_in_one_line
from app.keys_command.commands import keys
from app.korean_command.commands import korean
from app.korean_command.dictionaries import dictionaries
from app.platform.logging import configure_logging
from app.platform.settings import Settings, load_settings
from app.platform.supervisor import end_with_supervisor

app = typer.Typer(add_completion=False, no_args_is_help=True, pretty_exceptions_enable=False)
app.add_typer(audit, name="audit")
app.add_typer(keys, name="keys")
app.add_typer(accounts, name="accounts")
app.add_typer(korean, name="korean")
app.add_typer(dictionaries, name="dictionary")


class Queue(StrEnum):
    """Which jobs a worker does."""

    ON_DEMAND = "on-demand"
    BATCH = "batch"
    ALL = "all"


Port = Annotated[int | None, typer.Option(help="Instead of PORT.")]
Supervised = Annotated[
    bool, typer.Option(hidden=True, help="End when standard input does: `up` holds its end.")
]


@app.callback()
def describe() -> None:
    """DoranDoran teaches Korean by conversation."""


@app.command()
def up(port: Port = None) -> None:
    """Run everything on this machine: database, Redis, migrations, server, workers."""
    from app.up import run_everything  # noqa: PLC0415 - each command loads its own

    settings = _begin(port, process="supervisor")
    _run(run_everything(settings, say=print))


@app.command()
def serve(port: Port = None, supervised: Supervised = False) -> None:
    """Run one server; it needs DATABASE_URL and REDIS_URL."""
    import uvloop  # noqa: PLC0415

    from app.composition.addresses import address_of  # noqa: PLC0415
    from app.serve import prepare, serve_until_stopped  # noqa: PLC0415

    settings = _begin(port, process="server", supervised=supervised)
    with what_is_in_the_way_in_one_line():
        address_of(settings.database_url)
        address_of(settings.redis_url)
        listener = prepare(settings)
        uvloop.run(serve_until_stopped(settings, listener))


@app.command()
def worker(
    queue: Annotated[Queue, typer.Option(help="Which jobs.")] = Queue.ALL,
    supervised: Supervised = False,
) -> None:
    """Run a worker; `all` runs one process for each queue."""
    settings = _begin(None, process=f"{queue} worker", supervised=supervised)
    if queue is Queue.ALL:
        from app.up import both_workers  # noqa: PLC0415

        _run(both_workers())
        return
    from workers.main import work  # noqa: PLC0415

    _run(work(settings, queue))


@app.command()
def migrate(
    target: Annotated[
        str, typer.Option(help="A migration's name, or `zero` for an empty schema.")
    ] = "latest",
) -> None:
    """Bring the database's schema to its newest form."""
    from app.composition.addresses import address_of  # noqa: PLC0415
    from app.platform.migration import migrate as run_migrations  # noqa: PLC0415

    settings = _begin(None, process="migrate")

    async def run() -> None:
        url = address_of(settings.database_url)
        changed = await run_migrations(url, target=target)
        print("\n".join(changed) if changed else "nothing to do: the schema is as asked")

    _run(run())


@app.command()
def doctor() -> None:
    """Say what is reachable, which versions, what is pending, and where settings come from."""
    from app.doctor import examine  # noqa: PLC0415

    settings = _begin(None, process="doctor")
    if not asyncio.run(examine(settings, say=print)):
        raise typer.Exit(1)


def _begin(port: int | None, *, process: str, supervised: bool = False) -> Settings:
    """Do what every command begins with, and return the settings."""
    if supervised:
        end_with_supervisor()
    with what_is_in_the_way_in_one_line():
        settings = load_settings(port=port)
    configure_logging(settings, process=process)
    return settings


def _run(work: Coroutine[Any, Any, None]) -> None:
    with what_is_in_the_way_in_one_line():
        asyncio.run(work)


def main() -> None:
    """Run the command line."""
    app()


if __name__ == "__main__":
    main()
