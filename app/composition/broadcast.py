"""A room's channel over the channel engine's broker."""

from uuid import UUID

from app.composition.channels import ROOM_STREAM, room_channel
from app.rooms.ports import (
    Behind,
    BroadcastUnavailableError,
    Delivered,
    Position,
    Superseded,
)
from realtime import Broker, BrokerUnavailable, Duplicate, Fence, Fenced, Gap


class RoomBroadcast:
    """Fills `rooms.Broadcast`; a server and a worker publish alike."""

    def __init__(self, broker: Broker) -> None:
        self._broker = broker

    async def publish(
        self,
        room_id: UUID,
        data: bytes,
        *,
        seq: int | None = None,
        fence: tuple[str, int] | None = None,
    ) -> Delivered | Behind | Superseded:
        """Append to the room's stream and send. Raises `BroadcastUnavailableError`."""
        try:
            outcome = await self._broker.publish(
                room_channel(room_id),
                data,
                ROOM_STREAM,
                sequence=seq,
                fence=None if fence is None else Fence(*fence),
            )
        except BrokerUnavailable as error:
            raise BroadcastUnavailableError(str(error)) from error
        match outcome:
            case Gap(wanted):
                return Behind(wanted)
            case Fenced():
                return Superseded()
            case Duplicate():
                return Delivered(None)
        return Delivered(Position(outcome.offset, outcome.epoch))

    async def position(self, room_id: UUID) -> Position:
        """Return the stream's newest position. Raises `BroadcastUnavailableError`."""
        try:
            part = await self._broker.read(room_channel(room_id), ROOM_STREAM, limit=0)
        except BrokerUnavailable as error:
            raise BroadcastUnavailableError(str(error)) from error
        return Position(part.top.offset, part.top.epoch)

    async def restart(self, room_id: UUID) -> None:
        """Begin the room's stream anew: clients load again."""
        try:
            await self._broker.forget(room_channel(room_id))
        except BrokerUnavailable as error:
            raise BroadcastUnavailableError(str(error)) from error
