"""A Redis of our own: it starts, keeps nothing, replaces what was left running, and stops."""

import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
import redis

from app.platform.data_directory import DataDirectoryError
from app.platform.embedded_postgres import EmbeddedServerError
from app.platform.embedded_redis import EmbeddedRedis, redis_server_binary


@pytest.fixture
def directory() -> Iterator[Path]:
    # Short: pytest's own directories may be too long for a socket.
    with tempfile.TemporaryDirectory(prefix="dd-") as made:
        yield Path(made) / "redis"


def client(server: EmbeddedRedis) -> redis.Redis:
    return redis.Redis.from_url(server.url)


def test_it_answers_writes_nothing_to_disk_and_stops(directory: Path) -> None:
    server = EmbeddedRedis.start(directory)
    with client(server) as speaking:
        speaking.set("key", "value")
        assert speaking.config_get("save")["save"] == ""
        assert speaking.config_get("appendonly")["appendonly"] == "no"
        assert speaking.config_get("maxmemory-policy")["maxmemory-policy"] == "noeviction"
    assert os.getsid(server.process_id) == server.process_id
    server.stop()
    assert server.has_ended
    assert [path.name for path in directory.iterdir()] == ["redis.log"]


def test_what_a_killed_run_left_behind_is_replaced_by_an_empty_one(directory: Path) -> None:
    left = EmbeddedRedis.start(directory)
    with client(left) as speaking:
        speaking.set("key", "of the killed run")
    server = EmbeddedRedis.start(directory)
    with client(server) as speaking:
        assert speaking.dbsize() == 0
    assert left.has_ended
    server.stop()


@pytest.mark.parametrize("is_left_running", [False, True])
def test_a_directory_too_long_for_a_socket_has_a_short_one(
    directory: Path, is_left_running: bool
) -> None:
    long = directory / ("long" * 30)
    left = EmbeddedRedis.start(long)
    if not is_left_running:
        left.stop()
    server = EmbeddedRedis.start(long)
    try:
        assert len(str(server.socket)) < 100
        with client(server) as speaking:
            assert speaking.ping()
        assert left.has_ended
        assert not left.socket.parent.exists()
    finally:
        server.stop()
    assert not server.socket.parent.exists()
    assert [path.name for path in long.iterdir()] == ["redis.log"]


def test_a_socket_file_without_a_server_is_no_hindrance(directory: Path) -> None:
    directory.mkdir()
    (directory / "redis.sock").touch()
    server = EmbeddedRedis.start(directory)
    with client(server) as speaking:
        assert speaking.ping()
    server.stop()


def test_one_that_does_not_start_is_said_with_its_log(
    directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    broken = tmp_path / "redis-server"
    broken.write_text("#!/bin/sh\necho it cannot be >&2\nexit 1\n")
    broken.chmod(0o755)
    monkeypatch.setattr("app.platform.embedded_redis.redis_server_binary", lambda: broken)
    with pytest.raises(EmbeddedServerError, match=r"redis\.log, or set REDIS_URL"):
        EmbeddedRedis.start(directory)
    assert "it cannot be" in (directory / "redis.log").read_text()


def test_one_that_this_machine_cannot_run_is_said(
    directory: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    foreign = tmp_path / "redis-server"
    foreign.write_bytes(b"\xca\xfe\xba\xbe")
    foreign.chmod(0o755)
    monkeypatch.setattr("app.platform.embedded_redis.redis_server_binary", lambda: foreign)
    with pytest.raises(EmbeddedServerError, match="set REDIS_URL"):
        EmbeddedRedis.start(directory)


def test_without_the_wheel_the_one_on_path_is_taken(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    installed = tmp_path / "redis-server"
    installed.touch(mode=0o755)
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    assert redis_server_binary() == installed


def test_without_any_redis_it_is_said_what_to_do(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda _name: None)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(EmbeddedServerError, match="set REDIS_URL, or install redis-server"):
        redis_server_binary()


def test_a_directory_that_cannot_be_made_is_said(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataDirectoryError):
        EmbeddedRedis.start(tmp_path / "file" / "redis")
