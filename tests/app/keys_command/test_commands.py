"""`dorandoran keys`: turns keys over on a running database, and shows none but where asked to."""

import base64
import hashlib
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from typer.testing import CliRunner

from app.cli import app
from app.platform.audit.reading import verify
from app.platform.data_keys import load_sealer
from app.platform.key_wrapping import LocalKeyWrapper, decode_data_key
from app.platform.models import DataKey
from app.platform.sealing import Sealer
from app.platform.signing_keys import read_signing_keys
from tests.app.processes import run
from tests.data_key import DATA_KEY

pytestmark = pytest.mark.processes

NEW_KEY = base64.b64encode(hashlib.sha256(b"new").digest()).decode()
NEW = LocalKeyWrapper(decode_data_key(NEW_KEY))


@pytest.fixture(autouse=True)
async def _key_put_back(sealer: Sealer) -> AsyncIterator[None]:
    kept = await DataKey.all()
    yield
    await DataKey.all().delete()
    await DataKey.bulk_create(kept)


async def test_rotate_wraps_with_the_new_key_and_the_old_one_is_no_longer_needed(
    tmp_path: Path, postgres_url: str, sealer: Sealer
) -> None:
    sealed = sealer.seal(b"text", "here")
    both = {"DATA_KEY": NEW_KEY, "DATA_KEY_PREVIOUS": DATA_KEY, "DATABASE_URL": postgres_url}
    code, said, _ = await run("keys", "list", cwd=tmp_path, **both)
    assert "run `dorandoran keys rotate`" in said

    code, said, _ = await run("keys", "rotate", cwd=tmp_path, **both)
    assert (code, said) == (0, f"wrapped by {NEW.name} now: 1\n")
    code, said, _ = await run("keys", "rotate", cwd=tmp_path, **both)
    assert (code, said) == (0, f"nothing to do: every data key is wrapped by {NEW.name}\n")

    assert (await load_sealer(NEW)).open(sealed.data, sealed.key_id, "here") == b"text"
    assert (await verify(sealer)).count == 1
    # Who still has the old one alone is told so when it starts.
    code, _, complaint = await run(
        "keys", "rotate", cwd=tmp_path, DATA_KEY=DATA_KEY, DATABASE_URL=postgres_url
    )
    assert code == 1
    assert "give the one it was written with" in complaint


async def test_add_and_list_say_numbers_and_dates_and_no_key(
    tmp_path: Path, postgres_url: str, sealer: Sealer
) -> None:
    del sealer
    here = {"DATA_KEY": DATA_KEY, "DATABASE_URL": postgres_url}
    code, said, _ = await run("keys", "add", cwd=tmp_path, **here)
    assert code == 0
    assert said.startswith("data key 2 seals from ")
    code, listed, _ = await run("keys", "list", cwd=tmp_path, **here)
    first, second = listed.splitlines()
    assert first.split()[:2] == ["1", "since"]
    assert second.split()[:2] == ["2", "since"]
    assert second.endswith("(in force)")
    for row in await DataKey.all():
        wrapped = bytes(row.wrapped)
        for form in (wrapped.hex(), base64.b64encode(wrapped).decode(), DATA_KEY):
            assert form not in said + listed


def test_new_signing_key_prints_each_step_of_a_rotation(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)

    def printed(*words: str) -> str:
        result = CliRunner().invoke(app, ["keys", "new-signing-key", *words])
        assert result.exit_code == 0
        (line,) = result.stdout.splitlines()
        return line

    value = printed()
    (old,) = read_signing_keys(value)
    for step, kids in (("introduce", 2), ("sign", 2), ("retire", 1)):
        monkeypatch.setenv("SIGNING_KEY", value)
        value = printed("--step", step)
        assert len(read_signing_keys(value)) == kids
    assert read_signing_keys(value)[0].kid != old.kid
    assert not (tmp_path / ".data").exists()


async def test_the_first_signing_key_needs_no_settings(tmp_path: Path) -> None:
    code, said, _ = await run("keys", "new-signing-key", cwd=tmp_path, ENVIRONMENT="production")
    assert code == 0
    assert len(read_signing_keys(said)) == 1
    code, _, complaint = await run(
        "keys", "new-signing-key", "--step", "sign", cwd=tmp_path, SIGNING_KEY=said.strip()
    )
    assert code == 1
    assert complaint.endswith("introduce one first\n")
    assert said.strip() not in complaint
