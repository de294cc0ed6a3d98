"""`dorandoran audit`: says that the log is whole, where it is not, and what was done last."""

from pathlib import Path

import pytest

from app.platform.audit.log import AuditLog
from app.platform.sealing import Sealer
from tests.app.processes import run
from tests.conftest import HandClock
from tests.data_key import DATA_KEY
from tests.tampering import tamper

pytestmark = pytest.mark.processes


@pytest.fixture
async def written(sealer: Sealer, clock: HandClock) -> None:
    audit = AuditLog(sealer=sealer, clock=clock)
    for number in (1, 2, 3):
        await audit.record(
            actor="command", action="keys.added", subject=f"key-{number}", details={"n": number}
        )


@pytest.mark.usefixtures("written")
async def test_verify_says_count_and_head_and_takes_a_head_noted_before(
    tmp_path: Path, postgres_url: str
) -> None:
    here = {"DATABASE_URL": postgres_url, "DATA_KEY": DATA_KEY}
    code, said, _ = await run("audit", "verify", cwd=tmp_path, **here)
    count, head = said.splitlines()
    assert (code, count) == (0, "3 entries, each as it was written")
    noted = head.removeprefix("head ")
    assert (await run("audit", "verify", "--head", noted, cwd=tmp_path, **here))[0] == 0

    await tamper("DELETE FROM audit_entries WHERE id = 3")
    assert (await run("audit", "verify", cwd=tmp_path, **here))[0] == 0
    code, said, complaint = await run("audit", "verify", "--head", noted, cwd=tmp_path, **here)
    assert (code, said) == (1, "")
    assert "the noted head is not among the 2 entries" in complaint

    await tamper("UPDATE audit_entries SET subject = 'key-9' WHERE id = 1")
    code, said, complaint = await run("audit", "verify", cwd=tmp_path, **here)
    assert (code, said) == (1, "")
    assert complaint == "dorandoran: entry 1 was altered, or was not written by us\n"


@pytest.mark.usefixtures("written")
async def test_show_says_the_last_entries(tmp_path: Path, postgres_url: str) -> None:
    here = {"DATABASE_URL": postgres_url, "DATA_KEY": DATA_KEY}
    code, said, _ = await run("audit", "show", "--last", "2", cwd=tmp_path, **here)
    assert code == 0
    assert said.splitlines() == [
        '2 2026-11-23T12:00:00.000+00:00 command keys.added key-2 {"n": 2}',
        '3 2026-11-23T12:00:00.000+00:00 command keys.added key-3 {"n": 3}',
    ]


async def test_a_head_that_is_no_hash_is_refused(tmp_path: Path) -> None:
    code, _, complaint = await run("audit", "verify", "--head", "xyz", cwd=tmp_path)
    assert code == 1
    assert "in hexadecimal" in complaint
