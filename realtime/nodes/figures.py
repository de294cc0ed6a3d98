"""Figures of every node together: who is connected where, and which channels there are."""

from collections import Counter
from fnmatch import fnmatchcase

import msgspec

from realtime.clock import Clock
from realtime.hub import Hub
from realtime.nodes.survey import Survey
from realtime.registry import Registry

_NODE = "node"
_CHANNELS = "channels"


class NodeFigures(msgspec.Struct):
    """One node: how much is on it, and for how many seconds it has run."""

    node: str
    name: str
    version: str
    clients: int
    users: int
    channels: int
    uptime: int


_encoder = msgspec.msgpack.Encoder()
_node = msgspec.msgpack.Decoder(NodeFigures)
_channels = msgspec.msgpack.Decoder(dict[str, int])


class Figures:
    """Asks all nodes; one that has just gone is missing."""

    def __init__(
        self,
        survey: Survey,
        *,
        registry: Registry,
        hub: Hub,
        node: str,
        name: str,
        version: str,
        clock: Clock,
    ) -> None:
        self._survey = survey
        self._registry = registry
        self._hub = hub
        self._node = node
        self._name = name
        self._version = version
        self._clock = clock
        self._began = clock.monotonic()
        survey.on(_NODE, self._own)
        survey.on(_CHANNELS, self._own_channels)

    async def nodes(self) -> list[NodeFigures]:
        """Return each node's figures, by name. Raises BrokerUnavailable."""
        answers = await self._survey.ask(_NODE)
        return sorted((_node.decode(each) for each in answers.values()), key=lambda one: one.name)

    async def channels(self, pattern: str = "") -> dict[str, int]:
        """Return how many connections each channel has, on all nodes. Raises BrokerUnavailable."""
        counts: Counter[str] = Counter()
        for answer in (await self._survey.ask(_CHANNELS, pattern.encode())).values():
            counts.update(_channels.decode(answer))
        return dict(counts)

    def _own(self, _payload: bytes) -> bytes:
        return _encoder.encode(
            NodeFigures(
                node=self._node,
                name=self._name,
                version=self._version,
                clients=len(self._registry),
                users=self._registry.users,
                channels=self._hub.channels,
                uptime=round(self._clock.monotonic() - self._began),
            )
        )

    def _own_channels(self, payload: bytes) -> bytes:
        pattern = payload.decode()
        counts = self._hub.counts
        return _encoder.encode(
            {
                name: count
                for name, count in counts.items()
                if not pattern or fnmatchcase(name, pattern)
            }
        )
