"""What the tests stand on: one real PostgreSQL and one real Redis for the whole run."""

import asyncio
import logging
import shutil
import tempfile
from collections.abc import AsyncIterator, Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import asyncpg
import pytest
import redis.asyncio
import structlog
from pydantic import SecretStr
from tortoise.connection import get_connection

from app.platform.data_keys import load_sealer
from app.platform.database import open_database, parse_address
from app.platform.embedded_postgres import EmbeddedPostgres
from app.platform.embedded_redis import EmbeddedRedis
from app.platform.key_wrapping import LocalKeyWrapper, decode_data_key
from app.platform.logging import QUIET, SILENT
from app.platform.migration import migrate
from app.platform.sealing import Sealer
from app.platform.settings import Settings
from tests.data_key import DATA_KEY

pytest_plugins = ["tests.meeting"]

# Filled by migrations, or holding the run's own key: kept between tests.
KEPT_TABLES = {"tortoise_migrations", "personas", "persona_closenesses", "data_keys"}


class HandClock:
    """A clock that only moves when a test moves it."""

    def __init__(self) -> None:
        self._now = datetime(2026, 11, 23, 12, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self._now

    def advance(self, seconds: float) -> None:
        self._now += timedelta(seconds=seconds)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter, exitstatus: int) -> None:
    """Say which order the tests had, so that a failure that needs it can be seen again."""
    if exitstatus:
        seed = terminalreporter.config.getoption("randomly_seed")
        terminalreporter.write_line(f"to have this order again: --randomly-seed={seed}")


@pytest.fixture(autouse=True)
def logging_as_found() -> Iterator[None]:
    """Put logging back after a test that configured it, as commands do.

    A logger keeps the list of processors it was first used with, so that list is emptied and
    filled, never replaced; otherwise later tests would look for their lines in another one.
    """
    root, quiet = logging.getLogger(), [logging.getLogger(name) for name in (*QUIET, *SILENT)]
    before, processors = structlog.get_config(), structlog.get_config()["processors"][:]
    handlers, levels = root.handlers[:], [one.level for one in (root, *quiet)]
    yield
    before["processors"][:] = processors
    structlog.configure(**before)
    root.handlers[:] = handlers
    for one, level in zip((root, *quiet), levels, strict=True):
        one.setLevel(level)


@pytest.fixture(scope="session")
def run_directory() -> Iterator[Path]:
    # Short, because unix sockets live in it; outside the checkout, because it is not kept.
    directory = Path(tempfile.mkdtemp(prefix="dorandoran-test-"))
    directory.chmod(0o755)
    yield directory
    shutil.rmtree(directory, ignore_errors=True)


@pytest.fixture(scope="session")
def postgres_url(run_directory: Path) -> Iterator[str]:
    postgres = EmbeddedPostgres.start(run_directory / "postgres")
    asyncio.run(_without_disk(postgres.url))
    yield postgres.url
    postgres.stop()


async def _without_disk(url: str) -> None:
    """Spare the disk: nothing of this database outlives the run."""
    connection = await asyncpg.connect(**parse_address(url))
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        await connection.execute(f"ALTER SYSTEM SET {setting} = off")
    await connection.execute("SELECT pg_reload_conf()")
    await connection.close()


@pytest.fixture(scope="session")
def redis_url(run_directory: Path) -> Iterator[str]:
    server = EmbeddedRedis.start(run_directory / "redis")
    yield server.url
    server.stop()


@pytest.fixture(scope="session")
async def open_postgres(postgres_url: str) -> AsyncIterator[str]:
    await migrate(postgres_url)
    async with open_database(postgres_url):
        yield postgres_url


@pytest.fixture
async def database(open_postgres: str) -> AsyncIterator[str]:
    """A migrated PostgreSQL with nothing in it but what migrations put there; its address."""
    yield open_postgres
    connection = get_connection("default")
    _, rows = await connection.execute_query(
        "SELECT tablename FROM pg_tables WHERE schemaname = 'public'"
    )
    tables = sorted({row["tablename"] for row in rows} - KEPT_TABLES)
    # The audit log refuses to be emptied; a superuser's session may say that triggers stay silent.
    await connection.execute_script(
        "BEGIN; SET LOCAL session_replication_role = replica; "
        f"TRUNCATE {', '.join(tables)} RESTART IDENTITY CASCADE; COMMIT"
    )


@pytest.fixture
async def empty_redis(redis_url: str) -> str:
    """A Redis with nothing in it; its address."""
    async with redis.asyncio.Redis.from_url(redis_url) as client:
        await client.flushall()
    return redis_url


@pytest.fixture
async def sealer(database: str) -> Sealer:
    return await load_sealer(LocalKeyWrapper(decode_data_key(DATA_KEY)))


@pytest.fixture
def clock() -> HandClock:
    return HandClock()


@pytest.fixture
def settings(run_directory: Path) -> Settings:
    return Settings(
        _env_file=None,  # type: ignore[call-arg]
        data_dir=run_directory / "data",
        data_key=SecretStr(DATA_KEY),
        password_memory_kib=8192,
        password_passes=1,
    )
