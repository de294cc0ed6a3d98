"""A PostgreSQL of our own: it starts, is adopted where it was left running, and stops."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import psutil
import pytest

from app.platform.data_directory import DataDirectoryError
from app.platform.database import connect
from app.platform.embedded_postgres import EmbeddedPostgres, EmbeddedServerError, running_address


@pytest.fixture(scope="module")
def directory() -> Iterator[Path]:
    # Its name is one that an address must escape; root's PostgreSQL must be able to enter it.
    with tempfile.TemporaryDirectory(prefix="dd a+b%") as made:
        Path(made).chmod(0o755)
        yield Path(made) / "postgres"


def links_to(directory: Path) -> list[Path]:
    """Return what was made beside `directory` for pg_ctl, which cannot have its space."""
    links = directory.parents[1].glob("dorandoran-*/postgres")
    return [link for link in links if link.is_symlink() and link.readlink() == directory]


async def count_of_notes(server: EmbeddedPostgres) -> int:
    connection = await connect(server.url)
    await connection.execute("CREATE TABLE IF NOT EXISTS notes (text text)")
    await connection.execute("INSERT INTO notes VALUES ('kept')")
    count: int = await connection.fetchval("SELECT count(*) FROM notes")
    await connection.close()
    return count


async def test_its_data_outlives_it_and_one_left_running_is_adopted(directory: Path) -> None:
    first = EmbeddedPostgres.start(directory)
    assert await count_of_notes(first) == 1
    first.stop()
    assert not psutil.pid_exists(first.process_id)
    first.stop()

    second = EmbeddedPostgres.start(directory)
    assert await count_of_notes(second) == 2
    adopted = EmbeddedPostgres.start(directory)
    assert adopted.process_id == second.process_id
    assert await count_of_notes(adopted) == 3
    adopted.stop()
    assert not psutil.pid_exists(second.process_id)
    assert links_to(directory) == []


async def test_a_process_id_that_is_another_programs_by_now_is_left_alone(directory: Path) -> None:
    EmbeddedPostgres.start(directory).stop()
    ours = f"{os.getpid()}\n{directory}\n1\n5432\n{directory}\n\n1 1\nready\n"
    (directory / "postmaster.pid").write_text(ours)
    server = EmbeddedPostgres.start(directory)
    assert server.process_id != os.getpid()
    server.stop()


async def test_an_open_connection_does_not_keep_it_from_stopping(directory: Path) -> None:
    server = EmbeddedPostgres.start(directory)
    connection = await connect(server.url)
    server.stop()
    assert not psutil.pid_exists(server.process_id)
    connection.terminate()


def test_data_that_is_none_is_said(tmp_path: Path) -> None:
    (tmp_path / "postgres").mkdir()
    (tmp_path / "postgres" / "PG_VERSION").write_text("9.1\n")
    with pytest.raises(EmbeddedServerError, match="set DATABASE_URL"):
        EmbeddedPostgres.start(tmp_path / "postgres")


def test_a_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataDirectoryError):
        EmbeddedPostgres.start(tmp_path / "file" / "postgres")


async def test_another_process_finds_one_that_runs_and_none_that_does_not(directory: Path) -> None:
    server = EmbeddedPostgres.start(directory)
    found = running_address(directory)
    assert found is not None
    connection = await connect(found)
    assert await connection.fetchval("SELECT 1") == 1
    await connection.close()
    server.stop()
    assert running_address(directory) is None
    (directory / "postmaster.pid").write_text("1\n")
    assert running_address(directory) is None
    (directory / "postmaster.pid").unlink()
    assert running_address(directory / "nowhere") is None
