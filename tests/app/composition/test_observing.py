"""What the channel engine tells: who was refused what is a line of the log, but never a flood."""

from dataclasses import dataclass

import asyncpg
import pytest
import structlog.testing

from app.composition.observing import EngineObserver
from app.platform.metrics import Metrics
from app.platform.rates.address_hash import SHOWN, address_hash
from app.platform.rates.lines import LogLines
from app.platform.sealing import Sealer
from app.web.health import Health
from tests.conftest import HandClock

SEALER = Sealer({1: bytes(32)})
ADDRESS = "192.0.2.1"
HASH = address_hash(SEALER, ADDRESS)[:SHOWN]


@dataclass(frozen=True)
class Socket:
    """A connection as the engine shows it."""

    user: str = "ann"
    client: str = "ab-12"
    address: str = ADDRESS


@pytest.fixture
def metrics() -> Metrics:
    return Metrics()


@pytest.fixture
def observer(clock: HandClock, metrics: Metrics) -> EngineObserver:
    return EngineObserver(metrics, Health(), SEALER, LogLines(clock))


def test_a_refused_command_or_subscription_is_a_line_and_another_answer_is_none(
    observer: EngineObserver,
) -> None:
    with structlog.testing.capture_logs() as lines:
        observer.command("subscribe", 0.001, 103, Socket())
        observer.command("rpc", 0.001, 404, Socket())
        observer.command("rpc", 0.001, 0, Socket())
    assert [(line["event"], line["command"], line["error"], line["reason"]) for line in lines] == [
        ("socket_command_refused", "subscribe", 103, "permission denied"),
        ("socket_command_refused", "rpc", 404, "not found"),
    ]


def test_the_line_says_whose_connection_it_was(observer: EngineObserver) -> None:
    with structlog.testing.capture_logs() as lines:
        observer.command("subscribe", 0.001, 103, Socket())
    assert (lines[0]["user_id"], lines[0]["connection_id"]) == ("ann", "ab-12")
    assert "address_hash" not in lines[0]


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (3500, "invalid token"),
        (109, "token expired"),
        (3504, "too many connections"),
        (4501, "session ended"),
        (4502, "account not active"),
    ],
)
def test_a_token_that_lets_nobody_in_is_a_line_with_the_hash_of_where_it_came_from(
    observer: EngineObserver, error: int, reason: str
) -> None:
    with structlog.testing.capture_logs() as lines:
        observer.command("connect", 0.001, error, Socket(user=""))
    assert lines == [
        {
            "event": "socket_command_refused",
            "log_level": "info",
            "command": "connect",
            "error": error,
            "reason": reason,
            "connection_id": "ab-12",
            "address_hash": HASH,
            "left_out": 0,
        }
    ]


def test_a_refused_handshake_is_a_line_with_its_reason_and_no_address(
    observer: EngineObserver, metrics: Metrics
) -> None:
    with structlog.testing.capture_logs() as lines:
        observer.turned_away("origin", ADDRESS)
        observer.turned_away("pace", ADDRESS)
    assert [(line["event"], line["reason"], line["address_hash"]) for line in lines] == [
        ("socket_turned_away", "origin", HASH),
        ("socket_turned_away", "pace", HASH),
    ]
    assert ADDRESS not in str(lines)
    assert turned_away(metrics, "origin") == 1


def test_a_server_that_drains_counts_whom_it_sends_on_and_suspects_nobody(
    observer: EngineObserver, metrics: Metrics
) -> None:
    with structlog.testing.capture_logs() as lines:
        observer.turned_away("draining", ADDRESS)
    assert (lines, turned_away(metrics, "draining")) == ([], 1)


@pytest.mark.parametrize("code", [1009, 3013, 3501])
def test_a_socket_that_is_cut_off_for_what_it_sent_is_a_line_and_another_end_is_none(
    observer: EngineObserver, code: int
) -> None:
    with structlog.testing.capture_logs() as lines:
        for each in (code, 3000, 3001, 3012):
            observer.connection_closed(each, Socket())
    assert [(line["event"], line["code"], line["user_id"]) for line in lines] == [
        ("socket_cut_off", code, "ann")
    ]


def test_a_client_that_does_not_read_is_named(observer: EngineObserver) -> None:
    with structlog.testing.capture_logs() as lines:
        observer.slow_disconnect(2_000_000, Socket())
    assert [(line["queued_bytes"], line["user_id"]) for line in lines] == [(2_000_000, "ann")]


def test_a_flood_is_not_a_flood_of_lines_and_is_counted(
    observer: EngineObserver, metrics: Metrics
) -> None:
    with structlog.testing.capture_logs() as lines:
        for _ in range(1_000):
            observer.turned_away("pace", ADDRESS)
            observer.command("subscribe", 0.001, 103, Socket())
            observer.connection_opened()
            observer.connection_closed(3501, Socket(user=""))
        observer.command("subscribe", 0.001, 103, Socket(user="bob"))
    events = [line["event"] for line in lines]
    assert events.count("socket_turned_away") == 1
    assert events.count("socket_cut_off") == 30
    assert events.count("socket_command_refused") == 31
    assert (lines[-1]["user_id"], lines[-1]["left_out"]) == ("bob", 970)
    assert turned_away(metrics, "pace") == 1_000


def turned_away(metrics: Metrics, reason: str) -> float | None:
    name = "dorandoran_sockets_turned_away_total"
    return metrics.registry.get_sample_value(name, {"reason": reason})


def test_a_database_that_is_away_is_no_fault_of_the_handler_that_met_it(
    observer: EngineObserver,
) -> None:
    lost = ExceptionGroup("", [asyncpg.ConnectionDoesNotExistError()])
    with structlog.testing.capture_logs() as lines:
        observer.failure("rpc message.send", lost)
        observer.failure("rpc message.send", KeyError())
    away, fault = lines
    assert (away["event"], away["log_level"]) == ("database_away", "warning")
    assert away["error"] == "ConnectionDoesNotExistError"
    assert (fault["event"], fault["log_level"]) == ("socket_handler_failed", "error")
