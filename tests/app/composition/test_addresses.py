"""Which database a command works on: the one that is set, or the one that `up` runs."""

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from pydantic import SecretStr

from app.composition.addresses import database_beside
from app.composition.schema import BEHIND
from app.platform.database import check_database
from app.platform.embedded_postgres import EmbeddedPostgres
from app.platform.settings import Settings, SettingsError
from tests.app.processes import run


@pytest.fixture
def directory() -> Iterator[Path]:
    # Not pytest's own, which the next run on this machine closes to all but its user: root's
    # PostgreSQL, another one, must be able to enter it.
    with tempfile.TemporaryDirectory(prefix="dorandoran-test-") as made:
        Path(made).chmod(0o755)
        yield Path(made)


@pytest.fixture
def embedded(directory: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres.start(directory / "postgres")
    yield server
    server.stop()


def test_it_is_said_where_no_database_is_given_and_none_runs(settings: Settings) -> None:
    with pytest.raises(SettingsError, match="unless `dorandoran up` is running"):
        database_beside(settings)


def test_the_database_that_is_set_comes_first(settings: Settings) -> None:
    given = settings.model_copy(update={"database_url": SecretStr("postgresql://there/x")})
    assert database_beside(given) == "postgresql://there/x"


@pytest.mark.processes
@pytest.mark.usefixtures("embedded")
async def test_commands_find_the_database_that_runs_on_the_data_directory(
    settings: Settings, directory: Path
) -> None:
    here = settings.model_copy(update={"data_dir": directory})
    assert await check_database(database_beside(here))
    for command in (("audit", "show"), ("keys", "list"), ("accounts", "suspend", "a@example.com")):
        code, said, complaint = await run(*command, cwd=directory, DATA_DIR=str(directory))
        assert (code, said) == (1, "")
        assert complaint == f"dorandoran: {BEHIND}\n"
    _, said, _ = await run("doctor", cwd=directory, DATA_DIR=str(directory))
    assert "schema:    pending" in said
