"""What the engine alone logs."""

import logging
import subprocess
import sys

import pytest

from realtime.errors import BrokerUnavailable
from realtime.standalone.observing import LoggingObserver


class OfAnn:
    """A connection of Ann's."""

    client = "ab-12"
    user = "ann"
    address = "192.0.2.1"


def test_failures_and_the_link_are_logged(caplog: pytest.LogCaptureFixture) -> None:
    observer = LoggingObserver()
    with caplog.at_level(logging.DEBUG, "realtime"):
        observer.failure("rpc", ValueError("why"))
        observer.failure("presence", BrokerUnavailable("Redis does not answer"))
        observer.broker_link(up=True)
        observer.broker_link(up=False)
        observer.stream_lost("chat:a", 3)
        observer.slow_disconnect(7, OfAnn())
        observer.connection_closed(3000, OfAnn())
        observer.turned_away("pace", "192.0.2.1")
        observer.stopping = True
        observer.broker_link(up=False)
    assert [(each.levelname, each.getMessage()) for each in caplog.records] == [
        ("ERROR", "failure: where='rpc'"),
        ("WARNING", "broker unavailable: where='presence'"),
        ("INFO", "broker link up"),
        ("WARNING", "broker link down"),
        ("WARNING", "stream lost: channel='chat:a' subscribers=3"),
        ("INFO", "a client that does not read was disconnected: queued_bytes=7 client=ab-12"),
        ("DEBUG", "connection closed: code=3000 client=ab-12"),
        ("DEBUG", "turned away: reason=pace"),
    ]


def test_a_line_says_when_how_severe_and_where_from() -> None:
    code = (
        "from realtime.standalone.observing import start_logging, log;"
        "start_logging('info'); log.debug('no'); log.info('yes')"
    )
    run = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert run.stderr.endswith("Z INFO realtime: yes\n")
    assert run.stderr.count("\n") == 1
