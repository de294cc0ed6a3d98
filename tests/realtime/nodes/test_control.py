"""Messages between nodes."""

import pytest

from realtime.errors import BrokerUnavailable
from realtime.memory.broker import MemoryBroker
from realtime.nodes.control import Control
from realtime.observer import NullObserver


class Wire(MemoryBroker):
    """Remembers what was sent to the others."""

    def __init__(self) -> None:
        super().__init__()
        self.sent: list[bytes] = []
        self.away = False

    async def send_control(self, message: bytes, *, node: str | None = None) -> int:
        if self.away:
            raise BrokerUnavailable("away")
        if node in {None, "there"}:
            self.sent.append(message)
            return 1
        return 0


class Notes(NullObserver):
    """Remembers failures."""

    def __init__(self) -> None:
        self.failures: list[str] = []

    def failure(self, where: str, error: Exception) -> None:
        self.failures.append(f"{where}: {error}")


async def test_a_message_is_handled_here_and_on_other_nodes() -> None:
    wire, heard = Wire(), list[tuple[int, bytes]]()
    here, there = Control(wire, Notes()), Control(Wire(), Notes())
    here.on("stop", lambda payload: heard.append((1, payload)))
    there.on("stop", lambda payload: heard.append((2, payload)))
    there.on("go", lambda payload: heard.append((3, payload)))
    await here.send("stop", b"\x00now")
    there.receive(wire.sent[0])
    assert heard == [(1, b"\x00now"), (2, b"\x00now")]


async def test_without_the_broker_it_is_handled_here_and_said() -> None:
    wire, heard = Wire(), list[bytes]()
    control = Control(wire, Notes())
    control.on("stop", heard.append)
    wire.away = True
    with pytest.raises(BrokerUnavailable):
        await control.send("stop", b"now")
    assert heard == [b"now"]


async def test_a_handler_that_fails_is_reported_and_the_others_are_called() -> None:
    notes, heard = Notes(), list[bytes]()

    def fail(payload: bytes) -> None:
        raise LookupError("a bug")

    control = Control(Wire(), notes)
    control.on("stop", fail)
    control.on("stop", heard.append)
    await control.send("stop", b"now")
    assert heard == [b"now"]
    assert notes.failures == ["control stop: a bug"]
