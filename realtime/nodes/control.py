"""Messages between nodes: to all of them (here at once), to all others, or to one."""

from collections.abc import Callable

import msgspec

from realtime.broker import Broker
from realtime.observer import Observer

ControlHandler = Callable[[bytes], None]


class _Message(msgspec.Struct):
    name: str
    payload: bytes


_decoder = msgspec.msgpack.Decoder(_Message)
_encoder = msgspec.msgpack.Encoder()


class Control:
    """Calls the handlers of a name on every node; at most once, in no promised order."""

    def __init__(self, broker: Broker, observer: Observer) -> None:
        self._broker = broker
        self._observer = observer
        self._handlers: dict[str, list[ControlHandler]] = {}

    def on(self, name: str, handler: ControlHandler) -> None:
        """Have `handler` called with the payload; it must not wait."""
        self._handlers.setdefault(name, []).append(handler)

    async def send_others(self, name: str, payload: bytes) -> int:
        """Call the handlers on the other nodes only; return how many were reached.

        Raises:
            BrokerUnavailable: they were not reached.

        """
        return await self._broker.send_control(_encoder.encode(_Message(name, payload)))

    async def send_to(self, node: str, name: str, payload: bytes) -> bool:
        """Call the handlers on one other node; return whether it was reached.

        Raises:
            BrokerUnavailable: nobody knows.

        """
        message = _encoder.encode(_Message(name, payload))
        return await self._broker.send_control(message, node=node) > 0

    async def send(self, name: str, payload: bytes) -> None:
        """Call the handlers here, then on the other nodes.

        Raises:
            BrokerUnavailable: the others were not reached; here it has happened.

        """
        self._call(name, payload)
        await self.send_others(name, payload)

    def receive(self, message: bytes) -> None:
        """Take what another node sent."""
        decoded = _decoder.decode(message)
        self._call(decoded.name, decoded.payload)

    def _call(self, name: str, payload: bytes) -> None:
        for handler in self._handlers.get(name, ()):
            try:
                handler(payload)
            except Exception as error:  # one handler's fault must not silence the others
                self._observer.failure(f"control {name}", error)
