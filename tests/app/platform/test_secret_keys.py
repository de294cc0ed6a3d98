"""Keys are taken from the settings, or made once under DATA_DIR for development."""

import base64
import json
import stat
from pathlib import Path

import pytest
from joserfc.jwk import OKPKey
from pydantic import SecretStr

from app.platform.data_directory import DataDirectoryError
from app.platform.key_wrapping import LocalKeyWrapper, decode_data_key
from app.platform.secret_keys import (
    data_key_text,
    open_sealer,
    signing_key_text,
    wrapper_of,
)
from app.platform.settings import Settings


@pytest.fixture
def fresh(settings: Settings, tmp_path: Path) -> Settings:
    own = {"data_dir": tmp_path / "data", "data_key": None, "signing_key": None}
    return settings.model_copy(update=own)


def test_keys_that_are_given_are_taken_and_nothing_is_written(fresh: Settings) -> None:
    given = fresh.model_copy(update={"data_key": SecretStr("a"), "signing_key": SecretStr("b")})
    assert (data_key_text(given), signing_key_text(given)) == ("a", "b")
    assert not fresh.data_dir.exists()


def test_keys_are_made_once_and_kept(fresh: Settings) -> None:
    first = data_key_text(fresh), signing_key_text(fresh)
    assert (data_key_text(fresh), signing_key_text(fresh)) == first
    assert len(decode_data_key(first[0])) == 32
    assert OKPKey.import_key(json.loads(first[1])).is_private


def test_nobody_else_may_read_the_keys(fresh: Settings) -> None:
    data_key_text(fresh)
    signing_key_text(fresh)
    files = sorted((fresh.data_dir / "keys").iterdir())
    assert [file.name for file in files] == ["data.key", "signing.jwk"]
    assert {stat.S_IMODE(file.stat().st_mode) for file in files} == {0o600}


def test_a_key_that_another_process_made_first_is_the_one(fresh: Settings) -> None:
    (fresh.data_dir / "keys").mkdir(parents=True)
    (fresh.data_dir / "keys" / "data.key").write_text("of the other\n")
    assert data_key_text(fresh) == "of the other"


def test_a_data_directory_that_cannot_be_made_is_said(fresh: Settings, tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataDirectoryError, match="set DATA_DIR"):
        data_key_text(fresh.model_copy(update={"data_dir": tmp_path / "file"}))


async def test_the_sealer_is_opened_with_the_data_key(database: str, fresh: Settings) -> None:
    key = base64.b64encode(bytes(range(32))).decode()
    given = fresh.model_copy(update={"data_key": SecretStr(key)})
    sealed = (await open_sealer(given)).seal(b"text", "here")
    assert (await open_sealer(given)).open(sealed.data, sealed.key_id, "here") == b"text"


async def test_what_wraps_is_the_command_where_there_is_one_and_the_previous_unwrap(
    fresh: Settings,
) -> None:
    old = base64.b64encode(bytes(range(1, 33))).decode()
    given = fresh.model_copy(
        update={
            "key_command": "/bin/wrap",
            "data_key_previous": SecretStr(old),
            "key_command_previous": "/bin/wrap --before",
        }
    )
    command, key, before = wrapper_of(given).names
    assert command.startswith("command:")
    assert key == LocalKeyWrapper(bytes(range(1, 33))).name
    assert before.startswith("command:")
    assert before != command
    assert not fresh.data_dir.exists()
