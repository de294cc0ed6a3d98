"""Loading a room: its rows as the events that announced them, one reducer serves both."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from app.platform.errors import Unavailable
from app.platform.events import Event, encode_event
from app.platform.principal import Principal
from app.platform.sealing import Sealer
from app.rooms.access import own_room
from app.rooms.models import Message
from app.rooms.ports import (
    Broadcast,
    BroadcastUnavailableError,
    EventSource,
    RunningReplies,
)
from app.rooms.schemas import HistoryPage, ReadHistory, StreamPosition
from app.rooms.service import created_event


class History:
    """`room.history`: pages of whole turns, the newest first."""

    def __init__(
        self,
        *,
        sealer: Sealer,
        broadcast: Broadcast,
        sources: Sequence[EventSource],
        replies: RunningReplies,
    ) -> None:
        self._sealer = sealer
        self._broadcast = broadcast
        self._sources = sources
        self._replies = replies

    async def read(self, principal: Principal, command: ReadHistory, *, live: bool) -> HistoryPage:
        """Return a page. `live` asks for the stream's position, read before the rows.

        So nothing falls between what is loaded and what is recovered from that position
        (realtime.md, Loading a room). The text of a reply under way is saved now and then: the
        position is that of the save then, and what was announced since comes again, to be known
        by its `seq` or `at`. Raises `NotFound`, and `Unavailable` without Redis.
        """
        await own_room(principal, command.room_id)
        position = await self._position(command.room_id) if live else None
        # Read again: a change of closeness announced before that position must be in it.
        room = await own_room(principal, command.room_id)
        rows, more = await self._messages(command)
        newest = command.before is None
        turn_ids = list(dict.fromkeys(row.turn_id for row in rows if row.turn_id is not None))
        if position is not None:
            position = await self._not_after_save(position, turn_ids)
        message_ids = [row.id for row in rows]
        events: list[Event] = [created_event(self._sealer, row) for row in rows]
        for source in self._sources:
            events += await source.events(
                command.room_id, turn_ids=turn_ids, message_ids=message_ids, newest=newest
            )
        return HistoryPage(
            events=[msgspec.Raw(encode_event(event)) for event in in_order(events)],
            more=more,
            closeness=room.closeness,
            before=rows[0].seq if rows and more else None,
            position=position,
        )

    async def _position(self, room_id: UUID) -> StreamPosition:
        try:
            position = await self._broadcast.position(room_id)
        except BroadcastUnavailableError as error:
            raise Unavailable("the live stream is away for a moment: try again") from error
        return StreamPosition(position.offset, position.epoch)

    async def _not_after_save(
        self, position: StreamPosition, turn_ids: Sequence[UUID]
    ) -> StreamPosition:
        saved = await self._replies.saved_place(turn_ids)
        if saved is None:
            return position
        if saved[1] != position.epoch:
            # Redis began anew since: all that its stream has now may be more than was saved.
            return StreamPosition(0, position.epoch)
        return StreamPosition(min(saved[0], position.offset), position.epoch)

    async def _messages(self, command: ReadHistory) -> tuple[list[Message], bool]:
        query = Message.filter(room_id=command.room_id)
        if command.before is not None:
            query = query.filter(seq__lt=command.before)
        rows = list(reversed(await query.order_by("-seq").limit(command.limit + 1)))
        more = len(rows) > command.limit
        rows = rows[-command.limit :]
        if more and rows[0].turn_id is not None:
            # A page holds whole turns, so that what a turn announced is read with its messages.
            first = rows[0]
            rows = (
                await Message.filter(turn_id=first.turn_id, seq__lt=first.seq).order_by("seq")
            ) + rows
            more = await Message.filter(room_id=command.room_id, seq__lt=rows[0].seq).exists()
        return rows, more


def in_order(events: Sequence[Event]) -> list[Event]:
    """Return events by `seq`; a delta, which has none, stays behind the event before it."""
    numbered: list[tuple[int, int, Event]] = []
    last = 0
    for place, event in enumerate(events):
        last = event.seq if event.seq is not None else last
        numbered.append((last, place, event))
    return [event for _, _, event in sorted(numbered, key=lambda one: one[:2])]
