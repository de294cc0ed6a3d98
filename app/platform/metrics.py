"""Prometheus metrics on a port of their own: what each one means stands beside it."""

from collections.abc import Iterator
from contextlib import contextmanager

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, start_http_server
from prometheus_client.gc_collector import GCCollector
from prometheus_client.process_collector import ProcessCollector

from app.platform.listening import PortInUseError

SECONDS = (0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60)


class Metrics:
    """The figures of one process, in a registry of their own so that tests can have several."""

    def __init__(self) -> None:
        self.registry = CollectorRegistry()
        ProcessCollector(registry=self.registry)
        GCCollector(registry=self.registry)
        self.http_requests = self._histogram(
            "http_request_seconds",
            "Duration of HTTP requests by route. Rising with database waits: the pool is short.",
            ("method", "route", "status"),
        )
        self.rate_limited = self._counter(
            "rate_limited_total",
            "Requests refused with 429, by class of routes. Rising by `address`: a flood, or "
            "TRUSTED_PROXIES is not set and all learners count as one.",
            ("rate_class", "by"),
        )
        self.sockets_opened = self._counter("sockets_opened_total", "Sockets opened.", ())
        self.sockets_open = self._gauge("sockets_open", "Sockets open now.")
        self.socket_deliveries = self._counter(
            "socket_deliveries_total", "Publications given to sockets of this process.", ()
        )
        self.broker_link = self._gauge(
            "broker_link_up", "1 while publications of other replicas arrive, else 0: see Redis."
        )
        self.socket_disconnects = self._counter(
            "socket_disconnects_total",
            "Sockets closed, by code. 3008 rising: readers too slow, see the network.",
            ("code",),
        )
        self.sockets_turned_away = self._counter(
            "sockets_turned_away_total",
            "Handshakes refused, by reason. `pace` rising: a flood, or TRUSTED_PROXIES is not set.",
            ("reason",),
        )
        self.socket_commands = self._histogram(
            "socket_command_seconds",
            "Duration of a socket's commands, by name and error code.",
            ("command", "error"),
        )
        self.socket_recoveries = self._counter(
            "socket_recoveries_total",
            "Subscriptions that asked to recover. `failed` rising: streams too short or Redis new.",
            ("outcome",),
        )
        self.turns = self._histogram(
            "turn_seconds", "From message stored to the turn's end, by outcome.", ("outcome",)
        )
        self.first_delta = self._histogram(
            "turn_first_delta_seconds",
            "From message stored to the reply's first delta.",
            ("source",),
        )
        self.agents = self._histogram(
            "agent_seconds",
            "An agent's answer, by agent and verdict. `rejected` rising: the model or its prompt.",
            ("agent", "verdict"),
        )
        self.turns_taken_over = self._counter(
            "turns_taken_over_total", "Turns of a dead process that this one took over.", ()
        )
        self.model_calls = self._histogram(
            "model_call_seconds", "Calls to a model, by agent and outcome.", ("agent", "outcome")
        )
        self.audit_failures = self._counter(
            "audit_failures_total",
            "Deeds that could not be written to the audit log, and so were not done. "
            "Above 0: see the database.",
            (),
        )
        self.account_events = self._histogram(
            "account_event_seconds",
            "From an account's change to this process's reaction. Above 2 s: see the database.",
            (),
        )
        self.jobs = self._histogram("job_seconds", "Jobs, by name and outcome.", ("job", "outcome"))

    def _counter(self, name: str, meaning: str, labels: tuple[str, ...]) -> Counter:
        return Counter(f"dorandoran_{name}", meaning, labels, registry=self.registry)

    def _gauge(self, name: str, meaning: str) -> Gauge:
        return Gauge(f"dorandoran_{name}", meaning, registry=self.registry)

    def _histogram(self, name: str, meaning: str, labels: tuple[str, ...]) -> Histogram:
        return Histogram(
            f"dorandoran_{name}", meaning, labels, registry=self.registry, buckets=SECONDS
        )

    @contextmanager
    def served(self, port: int, address: str = "127.0.0.1") -> Iterator[None]:
        """Answer `GET /metrics` on `port` while the block runs.

        Raises `PortInUseError` where the port is taken.
        """
        try:
            server, thread = start_http_server(port, addr=address, registry=self.registry)
        except OSError as error:
            raise PortInUseError(address, port, error, setting="METRICS_PORT") from error
        try:
            yield
        finally:
            server.shutdown()
            server.server_close()
            thread.join()
