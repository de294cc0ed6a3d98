"""`python -m realtime` as a process: it serves, drains and ends well, or says why not."""

import os
import re
import signal
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import centrifuge
import httpx2
import pytest

from realtime.standalone.command_line import main

ROOT = Path(__file__).parents[3]


def command(*arguments: str) -> list[str]:
    return [sys.executable, "-m", "realtime", *arguments]


@contextmanager
def served(configuration: Path) -> Iterator[tuple["subprocess.Popen[str]", str]]:
    """The process and the address it says that it serves."""
    with subprocess.Popen(
        command("--config", str(configuration), "--port", "0"),
        stderr=subprocess.PIPE,
        text=True,
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
    ) as process:
        try:
            assert process.stderr is not None
            for line in process.stderr:
                if found := re.search(r"serving: address=(\S+)", line):
                    yield process, found[1]
                    break
            else:
                pytest.fail("it ended before it served")
        finally:
            if process.poll() is None:
                process.kill()


@pytest.mark.processes
async def test_it_serves_until_sigterm_tells_clients_to_move_and_ends_with_0(
    tmp_path: Path,
) -> None:
    configuration = tmp_path / "engine.toml"
    configuration.write_text("insecure = true")
    with served(configuration) as (process, address):
        async with httpx2.AsyncClient() as http:
            health = await http.get(f"http://{address}/health")
            assert (health.status_code, health.json()) == (200, {"status": "ok"})
            assert (await http.post(f"http://{address}/api/info")).status_code == 404
        client = centrifuge.Client(f"ws://{address}/connection/websocket")
        await client.connect()
        await client.ready()
        process.send_signal(signal.SIGTERM)
        assert process.stderr is not None
        rest = process.stderr.read()
        assert process.wait(10) == 0
        await client.disconnect()
    assert "draining: connections=1" in rest
    assert "stopped" in rest.splitlines()[-1]
    assert "Traceback" not in rest


@pytest.mark.processes
def test_it_takes_no_request_that_a_proxy_could_read_differently(tmp_path: Path) -> None:
    configuration = tmp_path / "engine.toml"
    configuration.write_text("insecure = true")
    with served(configuration) as (_, address):
        host, _, port = address.rpartition(":")
        with socket.create_connection((host, int(port)), timeout=10) as client:
            client.sendall(
                b"POST /emulation HTTP/1.1\r\nHost: here\r\nContent-Length: 5\r\n"
                b"Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n"
                b"GET /health HTTP/1.1\r\nHost: here\r\n\r\n"
            )
            answers = b"".join(iter(lambda: client.recv(4096), b""))
    assert answers.startswith(b"HTTP/1.1 400 ")
    assert answers.count(b"HTTP/1.1") == 1


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--config", "/nowhere.toml"], "/nowhere.toml: cannot be read"),
        ([], "the command line: nobody can connect"),
        (["--config", "{good}", "--broker", "redis", "--redis", "nowhere"], "broker.redis: "),
        (["--config", "{good}", "--port", "70000"], "{good}: port is 70000"),
        (["--config", "{keys}"], "tokens.public_key: "),
        (["--config", "{good}", "--host", "192.0.2.1"], "cannot listen on 192.0.2.1:8000"),
    ],
)
def test_a_wrong_configuration_is_one_line_and_ends_with_2(
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
    monkeypatch: pytest.MonkeyPatch,
    arguments: list[str],
    said: str,
) -> None:
    good, keys = tmp_path / "good.toml", tmp_path / "keys.toml"
    good.write_text('tokens.hmac_secret = "a secret of thirty-two characters"')
    keys.write_text('tokens.public_key = "none"')
    names = {"good": str(good), "keys": str(keys)}
    monkeypatch.setattr("realtime.standalone.command_line.start_logging", lambda level: None)
    assert main([each.format(**names) for each in arguments]) == 2
    out, err = capsys.readouterr()
    assert (out, err.count("\n")) == ("", 1)
    assert err.startswith(said.format(**names))


def test_a_good_configuration_is_only_looked_at_where_that_is_asked_for(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    good = tmp_path / "good.toml"
    good.write_text("insecure = true\n[broker]\ntype = 'redis'")
    assert main(["--config", str(good), "--check"]) == 0
    assert capsys.readouterr().out == f"{good}: can be served\n"
