"""`python -m realtime`: its flags, and what is told to who started it."""

import argparse
import asyncio
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from realtime.standalone.node import check
from realtime.standalone.observing import start_logging
from realtime.standalone.reading import ConfigurationError, read_configuration
from realtime.standalone.server import serve

#: Keys of the configuration by the flags that override them.
_FLAGS = {"host": "host", "port": "port", "broker": "broker.type", "redis": "broker.redis"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve, or check only; return the exit code: 0, or 2 where the configuration is at fault."""
    given = _parser().parse_args(arguments)
    flags = {
        key: value for flag, key in _FLAGS.items() if (value := getattr(given, flag)) is not None
    }
    try:
        configuration = read_configuration(given.config, flags)
        check(configuration)
        if given.check:
            sys.stdout.write(f"{given.config or 'the command line'}: can be served\n")
            return 0
        start_logging(configuration.log_level)
        with asyncio.Runner(loop_factory=_loop_factory()) as runner:
            runner.run(serve(configuration))
    except ConfigurationError as error:
        sys.stderr.write(f"{error}\n")
        return 2
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="python -m realtime", description="Serve the channel engine alone."
    )
    parser.add_argument("--config", type=Path, help="see docs/realtime-configuration.md")
    parser.add_argument("--host", help="address to listen on")
    parser.add_argument("--port", type=int, help="port to listen on")
    parser.add_argument("--broker", choices=("memory", "redis"), help="for one node or for several")
    parser.add_argument("--redis", metavar="ADDRESS", help="for --broker redis")
    parser.add_argument("--check", action="store_true", help="look at the configuration and end")
    return parser


def _loop_factory() -> Callable[[], asyncio.AbstractEventLoop]:
    """Return uvloop's where it is installed: it takes half of the time."""
    try:
        import uvloop  # noqa: PLC0415 - an optional part
    except ImportError:
        return asyncio.new_event_loop
    return uvloop.new_event_loop
