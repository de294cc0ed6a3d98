"""The figures of a process, on a port of their own."""

import socket

import httpx2
import pytest
from prometheus_client.parser import text_string_to_metric_families

from app.platform.listening import PortInUseError, open_listener
from app.platform.metrics import Metrics


def free_port() -> int:
    with open_listener("127.0.0.1", 0) as listener:
        port: int = listener.getsockname()[1]
        return port


async def test_what_was_counted_is_served_while_the_block_runs() -> None:
    metrics, port = Metrics(), free_port()
    metrics.sockets_opened.inc(3)
    with metrics.served(port):
        async with httpx2.AsyncClient() as client:
            answer = await client.get(f"http://127.0.0.1:{port}/metrics")
    families = {one.name: one for one in text_string_to_metric_families(answer.text)}
    assert families["dorandoran_sockets_opened"].samples[0].value == 3
    assert "process_resident_memory_bytes" in families
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port), timeout=1)


def test_a_taken_port_is_said() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(PortInUseError, match="METRICS_PORT"), Metrics().served(port):
            pytest.fail("a taken port was served")


def test_two_processes_figures_do_not_meet() -> None:
    first, second = Metrics(), Metrics()
    first.turns_taken_over.inc()
    assert second.registry.get_sample_value("dorandoran_turns_taken_over_total") == 0


def test_every_figure_of_ours_says_what_it_means() -> None:
    ours = [one for one in Metrics().registry.collect() if one.name.startswith("dorandoran_")]
    assert len(ours) > 10
    assert all(one.documentation.endswith(".") for one in ours)
