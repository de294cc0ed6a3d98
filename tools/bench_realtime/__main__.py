"""Runs every measurement on every server, in turns, and prints the tables.

`python -m tools.bench_realtime [--quick] [--rounds N] [--connections N] [--only idle,command,...]`
"""

import argparse
import os
import resource
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

import uvloop

from app.platform.embedded_redis import EmbeddedRedis
from tools.bench_realtime import command, fan_out, idle, stalled, storm
from tools.bench_realtime.contenders import Contender, contenders
from tools.bench_realtime.load_client import WrongError
from tools.bench_realtime.measurement import Measurement
from tools.bench_realtime.publisher import Pace
from tools.bench_realtime.server_process import cores
from tools.bench_realtime.table import table

_MOST_CONNECTIONS = 5_000
_PACKAGES = ("uvicorn", "starlette", "websockets", "uvloop", "redis")


def arguments() -> argparse.Namespace:
    """Read the command line."""
    parser = argparse.ArgumentParser(prog="tools.bench_realtime", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="one round, less load: 2 minutes")
    parser.add_argument("--rounds", type=int, help="rounds of which the medians are (3)")
    parser.add_argument("--connections", type=int, help="idle connections (2000, at most 5000)")
    parser.add_argument("--only", default="idle,command,fan-out,stalled,storm", help="measurements")
    parser.add_argument("--servers", default="", help="only those whose name contains one of these")
    return parser.parse_args()


def measurements(options: argparse.Namespace) -> list[Measurement]:
    """Return what is to be measured."""
    quick = options.quick
    connections = min(options.connections or (500 if quick else 2_000), _MOST_CONNECTIONS)
    known = {
        "idle": idle.measurement(connections),
        "command": command.measurement(100, 60 if quick else 200),
        "fan-out": fan_out.measurement(1_000, Pace(20 if quick else 60, 15, 200)),
        "storm": storm.measurement(connections if quick else _MOST_CONNECTIONS),
        "stalled": stalled.measurement(20, Pace(200, 100, 65_536)),
    }
    return [known[name] for name in options.only.split(",")]


async def compare(measured: Measurement, chosen: Sequence[Contender], rounds: int, url: str) -> str:
    """Let all take turns in every round; return the table.

    A server that fails is left out from then on, and its row says how.
    """
    figures: dict[str, list[Sequence[float]]] = {each.name: [] for each in chosen}
    absent = {each.name: f"not available: {each.missing}" for each in chosen if each.missing}
    for _ in range(rounds):
        for contender in chosen:
            if contender.name not in absent:
                try:
                    figures[contender.name].append(await measured.run(contender, url))
                except (WrongError, OSError, RuntimeError, ValueError) as error:
                    absent[contender.name] = f"failed: {error!r}"
    return table(measured, {**figures, **absent})


async def main() -> None:
    """Measure and print."""
    options = arguments()
    rounds = options.rounds or (1 if options.quick else 3)
    words = options.servers.split(",")
    chosen = [each for each in contenders() if any(word in each.name for word in words)]
    for_server, for_others = cores()
    os.sched_setaffinity(0, {for_others})
    print(
        ", ".join(f"{name} {version(name)}" for name in _PACKAGES)
        + f"; Python servers on uvloop; server on core {for_server}, load and Redis on"
        f" {for_others}; medians of {rounds}\n"
    )
    with tempfile.TemporaryDirectory(prefix="bench-realtime-") as directory:
        redis = EmbeddedRedis.start(Path(directory))
        try:
            for measured in measurements(options):
                print(await compare(measured, chosen, rounds, redis.url), end="\n\n", flush=True)
        finally:
            redis.stop()


if __name__ == "__main__":
    _, most = resource.getrlimit(resource.RLIMIT_NOFILE)
    resource.setrlimit(resource.RLIMIT_NOFILE, (most, most))
    uvloop.run(main())
