"""The command line: what is in the way is one clear line and an exit code, never a traceback."""

import base64
import socket
from pathlib import Path

import pytest

from tests.app.processes import free_port, run

NOWHERE = "postgresql://sam:hunter2@127.0.0.1:1/doran"


@pytest.mark.parametrize(
    ("command", "settings", "said"),
    [
        (("up",), {"PORT": "eighty"}, "PORT: "),
        (("up",), {"DATABASE_URL": NOWHERE}, "does not answer"),
        (("worker", "--queue", "batch"), {}, "DATABASE_URL and REDIS_URL are needed here"),
        (("migrate",), {"DATABASE_URL": NOWHERE}, "does not answer"),
        (("migrate", "--target", "0000"), {"DATABASE_URL": NOWHERE}, "no migration 0000"),
    ],
    ids=lambda value: " ".join(value) if isinstance(value, (tuple, dict)) else None,
)
async def test_what_is_in_the_way_is_one_line_on_stderr_and_exit_code_1(
    tmp_path: Path, command: tuple[str, ...], settings: dict[str, str], said: str
) -> None:
    ports = {"PORT": str(free_port()), "DATA_DIR": str(tmp_path / "data")}
    code, output, complaint = await run(*command, cwd=tmp_path, **{**ports, **settings})
    assert code == 1
    assert output == ""
    (line,) = complaint.splitlines()
    assert line.startswith("dorandoran: ")
    assert said in line
    assert "hunter2" not in line


async def test_a_server_refuses_a_taken_port_before_it_loads_anything(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken:
        addresses = {"DATABASE_URL": NOWHERE, "REDIS_URL": "redis://127.0.0.1:1"}
        port = taken.getsockname()[1]
        code, _, complaint = await run("serve", cwd=tmp_path, PORT=port, **addresses)
    assert code == 1
    assert complaint.count("\n") == 1
    assert f"cannot listen on 127.0.0.1:{port}" in complaint


async def test_in_production_a_broken_secret_is_said_and_not_shown(tmp_path: Path) -> None:
    production = {
        "ENVIRONMENT": "production",
        "DATABASE_URL": NOWHERE,
        "REDIS_URL": "redis://127.0.0.1:1",
        "DATA_KEY": base64.b64encode(bytes(32)).decode(),
        "SMTP_URL": "smtps://mail.example.com",
        "MAIL_FROM": "hello@example.com",
    }
    code, _, complaint = await run("serve", cwd=tmp_path, **production)
    assert (code, complaint) == (1, "dorandoran: production needs SIGNING_KEY, PUBLIC_URL\n")


async def test_migrate_says_what_it_did(tmp_path: Path, postgres_url: str, database: str) -> None:
    code, output, _ = await run("migrate", cwd=tmp_path, DATABASE_URL=postgres_url)
    assert (code, output) == (0, "nothing to do: the schema is as asked\n")


async def test_without_a_command_the_commands_are_told(tmp_path: Path) -> None:
    _, output, _ = await run(cwd=tmp_path)
    assert all(name in output for name in ("up", "serve", "worker", "migrate", "doctor"))
    assert "supervised" not in output
