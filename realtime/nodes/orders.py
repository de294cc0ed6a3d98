"""What is done to connections wherever they are: here at once, then on every other node."""

from dataclasses import replace

import msgspec

from realtime.nodes.control import Control
from realtime.nodes.selection import Selection
from realtime.observer import Observer
from realtime.policy import ChannelOptions
from realtime.protocol.codes import Disconnect, Unsubscribe
from realtime.protocol.publications import Position
from realtime.registry import Member, Registry

_NAME = "realtime.order"
_NULL = msgspec.Raw(b"null")


class _Disconnect(msgspec.Struct, tag="disconnect"):
    selection: Selection
    disconnect: Disconnect


class _Subscribe(msgspec.Struct, tag="subscribe"):
    """`options` are without their JSON, which msgspec does not read in the place of None."""

    selection: Selection
    channel: str
    options: ChannelOptions
    since: Position | None
    info: msgspec.Raw
    data: msgspec.Raw

    @property
    def whole(self) -> ChannelOptions:
        return replace(
            self.options,
            info=None if self.info == _NULL else self.info,
            data=None if self.data == _NULL else self.data,
        )


class _Unsubscribe(msgspec.Struct, tag="unsubscribe"):
    selection: Selection
    channel: str
    unsubscribe: Unsubscribe


class _Refresh(msgspec.Struct, tag="refresh"):
    selection: Selection
    expires_at: float | None


_Order = _Disconnect | _Subscribe | _Unsubscribe | _Refresh
_encoder = msgspec.json.Encoder()
_decoder: msgspec.json.Decoder[_Order] = msgspec.json.Decoder(_Order)


class Orders:
    """What each does has happened here also where it raises.

    Raises:
        BrokerUnavailable: the other nodes were not reached.

    """

    def __init__(self, control: Control, registry: Registry, observer: Observer) -> None:
        self._control = control
        self._registry = registry
        self._observer = observer
        control.on(_NAME, self._receive)

    async def disconnect(self, selection: Selection, disconnect: Disconnect) -> None:
        """End connections."""
        await self._send(_Disconnect(selection, disconnect))

    async def subscribe(
        self,
        selection: Selection,
        channel: str,
        options: ChannelOptions,
        since: Position | None,
    ) -> None:
        """Subscribe connections to a channel; one that is subscribed stays as it is."""
        bare = replace(options, info=None, data=None)
        info, data = options.info or _NULL, options.data or _NULL
        await self._send(_Subscribe(selection, channel, bare, since, info, data))

    async def unsubscribe(
        self, selection: Selection, channel: str, unsubscribe: Unsubscribe
    ) -> None:
        """End subscriptions to a channel."""
        await self._send(_Unsubscribe(selection, channel, unsubscribe))

    async def refresh(self, selection: Selection, expires_at: float | None) -> None:
        """Give connections another end, in Unix seconds; None for no end, a past one ends them."""
        await self._send(_Refresh(selection, expires_at))

    async def _send(self, order: _Order) -> None:
        await self._control.send(_NAME, _encoder.encode(order))

    def _receive(self, payload: bytes) -> None:
        order = _decoder.decode(payload)
        if isinstance(order, _Disconnect):
            self._registry.disconnect(order.selection, order.disconnect)
            return
        for member in self._registry.select(order.selection):
            try:
                _carry_out(order, member)
            except Exception as error:  # one connection's fault must not spare all others
                self._observer.failure("an order", error)


def _carry_out(order: _Subscribe | _Unsubscribe | _Refresh, member: Member) -> None:
    match order:
        case _Subscribe(channel=channel, since=since):
            member.subscribe(channel, order.whole, since)
        case _Unsubscribe(channel=channel, unsubscribe=unsubscribe):
            member.unsubscribe(channel, unsubscribe)
        case _Refresh(expires_at=expires_at):
            member.refresh(expires_at)
