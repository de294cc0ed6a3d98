"""Sending a message: one short transaction, then the event, then the turn."""

import unicodedata
from collections.abc import Callable
from datetime import datetime
from uuid import UUID

import msgspec
from tortoise.transactions import in_transaction

from app.platform.clock import Clock
from app.platform.errors import Unavailable, Unprocessable
from app.platform.principal import Principal
from app.platform.sealing import Sealer
from app.platform.sql import execute, fetch
from app.rooms.access import own_room
from app.rooms.allowance import Allowance
from app.rooms.events import MessageCreated
from app.rooms.journal import REQUEST_SECONDS, Journal
from app.rooms.message_body import MessageBody, seal_message
from app.rooms.ports import TurnDesk
from app.rooms.requests import TAKING, first_result
from app.rooms.schemas import MessageSent, SendMessage

# Takes the request id and the message's number. It locks the room, so that messages of a room
# commit in order.
ACCEPT = f"""
{TAKING}
UPDATE rooms SET next_seq = next_seq + 1, changed_at = $4
WHERE id = $5 AND user_id = $1 AND closed_at IS NULL AND locked_at IS NULL
AND EXISTS (SELECT 1 FROM taken)
RETURNING next_seq - 1 AS seq
"""  # noqa: S608 # nosec B608 - put together from our own text
# The message, the event that announces it, and the answer for whoever sends the same again.
STORE = """
WITH message AS (
    INSERT INTO messages (id, room_id, turn_id, author, body, key_id, seq, created_at)
    VALUES ($4, $5, $6, 'learner', $7, $8, $9, $10)
), announced AS (
    INSERT INTO room_events (room_id, seq, type, turn_id, body, key_id, created_at)
    VALUES ($5, $9, 'message.created', $6, $11, $12, $10)
)
UPDATE requests SET result = $3::jsonb WHERE user_id = $1 AND request_id = $2
"""


class Sending:
    """`message.send`: accepted once it is committed, and answered by exactly one turn."""

    def __init__(
        self,
        *,
        sealer: Sealer,
        clock: Clock,
        ids: Callable[[], UUID],
        journal: Journal,
        turns: TurnDesk,
        allowance: Allowance,
        longest: int,
    ) -> None:
        self._sealer = sealer
        self._clock = clock
        self._ids = ids
        self._journal = journal
        self._turns = turns
        self._allowance = allowance
        self._longest = longest

    async def send(self, principal: Principal, command: SendMessage) -> MessageSent:
        """Store a message and begin its turn.

        The same `request_id` again returns the first result and stores nothing. Raises
        `Unprocessable` for the text, `NotFound` and `RoomLocked` for the room, `TooMany`,
        `Conflict`, and `Unavailable` while nothing can be announced: then nothing is half done.
        """
        text = self.readable(command.text)
        fingerprint = self._sealer.fingerprint(f"message.send:{command.room_id}:{text}".encode())
        if await self._journal.place(command.room_id, within=REQUEST_SECONDS) is None:
            raise Unavailable("the live stream is away for a moment: send this again")
        now = self._clock.now()
        async with in_transaction():
            seq = await self._accept(principal, command, fingerprint, now)
            if seq is None:
                return await self._sent_before(principal, command, fingerprint)
            await self._allowance.spend(principal.user_id)
            turn_id, joined = await self._turns.admit(
                room_id=command.room_id, user_id=principal.user_id, seq=seq
            )
            sent = MessageSent(self._ids(), seq, turn_id)
            await self._store(principal, command, sent, text, now)
        await self._journal.publish(command.room_id, within=REQUEST_SECONDS)
        await self._turns.opened(turn_id, joined=joined)
        return sent

    def readable(self, text: str) -> str:
        """Return `text` in NFC, without the white space around it.

        Raises `Unprocessable` where nothing is left, or more than a message holds.
        """
        spaced = text.replace("\t", " ")
        typed = "".join(
            one for one in spaced if one == "\n" or unicodedata.category(one) not in {"Cc", "Cs"}
        )
        kept = unicodedata.normalize("NFC", typed).strip()
        # Cf: joiners and marks of direction, which show nothing by themselves.
        if all(one.isspace() or unicodedata.category(one) == "Cf" for one in kept):
            raise Unprocessable("write something first", fields={"text": "is empty"})
        if len(kept) > self._longest:
            raise Unprocessable(
                f"a message has at most {self._longest} characters: split it in two",
                fields={"text": f"has {len(kept)} characters"},
            )
        return kept

    async def _accept(
        self, principal: Principal, command: SendMessage, fingerprint: bytes, now: datetime
    ) -> int | None:
        rows = await fetch(
            ACCEPT, principal.user_id, command.request_id, fingerprint, now, command.room_id
        )
        return rows[0]["seq"] if rows else None

    async def _sent_before(
        self, principal: Principal, command: SendMessage, fingerprint: bytes
    ) -> MessageSent:
        """Return the first result, where it was the request id that let nothing be accepted."""
        before = await first_result(principal.user_id, command.request_id, fingerprint)
        if before is None:
            await own_room(principal, command.room_id)  # raises why nothing was accepted
            raise Unavailable("the room has just changed: send this again")
        return msgspec.json.decode(before, type=MessageSent)

    async def _store(
        self,
        principal: Principal,
        command: SendMessage,
        sent: MessageSent,
        text: str,
        now: datetime,
    ) -> None:
        message = seal_message(self._sealer, command.room_id, sent.message_id, MessageBody(text))
        created = MessageCreated(
            author="learner", text=text, turn_id=sent.turn_id, message_id=sent.message_id
        )
        event = self._journal.seal(command.room_id, sent.seq, created, now=now)
        await execute(
            STORE,
            principal.user_id,
            command.request_id,
            msgspec.json.encode(sent).decode(),
            sent.message_id,
            command.room_id,
            sent.turn_id,
            message.data,
            message.key_id,
            sent.seq,
            now,
            event.data,
            event.key_id,
        )
