"""Which database a command works on: the one that is set, or the one that `up` runs."""

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
def embedded(tmp_path: Path) -> Iterator[EmbeddedPostgres]:
    server = EmbeddedPostgres.start(tmp_path / "postgres")
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
    settings: Settings, tmp_path: Path
) -> None:
    here = settings.model_copy(update={"data_dir": tmp_path})
    assert await check_database(database_beside(here))
    for command in (("audit", "show"), ("keys", "list"), ("accounts", "suspend", "a@example.com")):
        code, said, complaint = await run(*command, cwd=tmp_path, DATA_DIR=str(tmp_path))
        assert (code, said) == (1, "")
        assert complaint == f"dorandoran: {BEHIND}\n"
    _, said, _ = await run("doctor", cwd=tmp_path, DATA_DIR=str(tmp_path))
    assert "schema:    pending" in said
