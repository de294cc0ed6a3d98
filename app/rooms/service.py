"""Opening rooms, moving their closeness, leaving them."""

from collections.abc import Callable, Sequence
from uuid import UUID

from tortoise.exceptions import IntegrityError
from tortoise.transactions import in_transaction

from app.platform.clock import Clock
from app.platform.errors import Forbidden
from app.platform.events import Event
from app.platform.principal import Principal
from app.platform.sealing import Sealer
from app.rooms.access import own_room
from app.rooms.doors import RoomLocked
from app.rooms.events import Guidance, MessageCreated, RoomChanged
from app.rooms.journal import REQUEST_SECONDS, Journal
from app.rooms.message_body import MessageBody, open_message, seal_message
from app.rooms.models import Message, Room
from app.rooms.ports import PersonaBook, PersonaLine
from app.rooms.reading import RoomReading
from app.rooms.schemas import RoomShown


def shown(room: Room) -> RoomShown:
    """Return a room as it crosses the wire."""
    return RoomShown(room.id, room.persona, room.closeness, room.created_at, room.changed_at)


class Rooms(RoomReading):
    """The use cases of rooms, every one narrowed to the caller; and what the tutor reads."""

    def __init__(
        self,
        *,
        sealer: Sealer,
        clock: Clock,
        ids: Callable[[], UUID],
        journal: Journal,
        personas: PersonaBook,
    ) -> None:
        super().__init__(sealer=sealer)
        self._clock = clock
        self._ids = ids
        self._journal = journal
        self._personas = personas

    async def open(
        self, principal: Principal, persona: str, closeness: int, *, learner_name: str
    ) -> tuple[Room, bool]:
        """Open a room, greeted by its persona; or return the one that is open with that persona.

        The second value says whether it is new. Raises `NotFound` for the persona, `Forbidden`
        where the learner is too young for it, and `RoomLocked`.
        """
        now = self._clock.now()
        if not await self._personas.allows(persona, birth_year=principal.birth_year):
            raise Forbidden("this persona is for older learners")
        there = await self._open_one(principal, persona)
        if there is not None:
            return there, False
        room = Room(
            id=self._ids(),
            user_id=principal.user_id,
            persona=persona,
            closeness=closeness,
            created_at=now,
            changed_at=now,
        )
        greeting = self._personas.greeting(persona, closeness, learner_name=learner_name)
        try:
            async with in_transaction():
                await room.save(force_create=True)
                await self._say(room.id, greeting)
        except IntegrityError:
            # Opened twice at once: the index `rooms_open` let one through.
            there = await self._open_one(principal, persona)
            if there is None:
                raise
            return there, False
        await self._journal.publish(room.id, within=REQUEST_SECONDS)
        return room, True

    async def _open_one(self, principal: Principal, persona: str) -> Room | None:
        room = await Room.filter(user_id=principal.user_id, persona=persona, closed_at=None).first()
        if room is not None and room.locked_at is not None:
            raise RoomLocked
        return room

    async def open_rooms(self, principal: Principal) -> Sequence[Room]:
        """Return the caller's open rooms, the newest change first."""
        query = Room.filter(user_id=principal.user_id, closed_at=None)
        return await query.order_by("-changed_at")

    async def change(
        self, principal: Principal, room_id: UUID, closeness: int, *, learner_name: str
    ) -> Room:
        """Move the closeness; the persona plays the ritual. Raises `NotFound`."""
        async with in_transaction():
            room = await own_room(principal, room_id, lock=True)
            if room.closeness == closeness:
                return room
            before, room.closeness = room.closeness, closeness
            room.changed_at = self._clock.now()
            await room.save(update_fields=["closeness", "changed_at"])
            await self._journal.append(room.id, [RoomChanged(closeness=closeness, open=True)])
            ritual = self._personas.ritual(
                room.persona, before, closeness, learner_name=learner_name
            )
            await self._say(room.id, ritual)
        await self._journal.publish(room_id, within=REQUEST_SECONDS)
        return room

    async def leave(self, principal: Principal, room_id: UUID) -> None:
        """Close the room; the next entry opens a fresh one. Raises `NotFound`."""
        async with in_transaction():
            room = await own_room(principal, room_id, lock=True)
            await Room.filter(id=room.id).update(closed_at=self._clock.now())
            await self._journal.append(room.id, [RoomChanged(closeness=room.closeness, open=False)])
        await self._journal.publish(room_id, within=REQUEST_SECONDS)

    async def _say(self, room_id: UUID, line: PersonaLine) -> None:
        """Write a message of the persona's own accord, in the open transaction."""
        message_id = self._ids()
        guidance = Guidance(line.guidance_en, line.guidance_ko) if line.guidance_en else None
        event = MessageCreated(
            author="persona", text=line.text, guidance=guidance, message_id=message_id
        )
        (seq,) = await self._journal.append(room_id, [event])
        sealed = seal_message(self._sealer, room_id, message_id, MessageBody(line.text, guidance))
        await Message.create(
            id=message_id,
            room_id=room_id,
            author="persona",
            body=sealed.data,
            key_id=sealed.key_id,
            seq=seq,
            created_at=self._clock.now(),
        )


def created_event(sealer: Sealer, row: Message) -> Event:
    """Return `message.created` as it was announced when this row was written."""
    body = open_message(sealer, row)
    return MessageCreated(
        author=row.author,
        text=body.text,
        guidance=body.guidance,
        seq=row.seq,
        turn_id=row.turn_id,
        message_id=row.id,
        time=row.created_at,
    )
