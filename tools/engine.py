"""`make engine`: the engine alone, in the configuration that the SDKs' own tests need.

BROKER is `redis` (default) or `memory`, PORT 8000. The Redis is one of our own under DATA_DIR: the
first engine starts it and ends it, later ones find it by its socket.
"""

import os
import sys
from contextlib import ExitStack, suppress
from pathlib import Path

import redis

from app.platform.embedded_postgres import EmbeddedServerError
from app.platform.embedded_redis import EmbeddedRedis
from realtime.standalone.command_line import main

ROOT = Path(__file__).parents[1]
CONFIGURATION = ROOT / "tests/conformance/engine.toml"


def serve() -> int:
    """Serve until SIGINT or SIGTERM; return the exit code."""
    broker = os.environ.get("BROKER", "redis")
    if broker not in {"memory", "redis"}:
        sys.exit(f"BROKER is {broker!r}: choose memory or redis")
    flags = ["--config", str(CONFIGURATION), "--broker", broker]
    flags += ["--port", os.environ.get("PORT", "8000")]
    with ExitStack() as stack:
        if broker == "redis":
            directory = Path(os.environ.get("DATA_DIR", ROOT / ".data")) / "engine"
            flags += ["--redis", redis_address(directory, stack)]
        return main(flags)


def redis_address(directory: Path, stack: ExitStack) -> str:
    """Return the address of the Redis of this directory, started if it does not answer."""
    place = directory / "redis.sock"
    if place.exists():
        address = f"unix://{place.resolve()}"
        # Where nothing answers a killed run left it there: it is replaced.
        with suppress(redis.RedisError), redis.Redis.from_url(address) as client:
            client.ping()
            return address
    try:
        started = EmbeddedRedis.start(directory)
    except EmbeddedServerError as error:
        sys.exit(str(error))
    stack.callback(started.stop)
    return started.url


if __name__ == "__main__":
    sys.exit(serve())
