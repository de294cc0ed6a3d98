"""The rows of a turn: read to make its machine, written with the events that announce them.

Every write locks the turn by its fence first, and writes row and event in one transaction; the
event is published after the commit (architecture.md, The way of one message).
"""

from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from tortoise.transactions import in_transaction

from app.korean import PickedWord
from app.platform.clock import Clock
from app.platform.sealing import Sealer
from app.tutor.answers import Conversation, FeedbackAnswer, Origin
from app.tutor.conversation import MESSAGES_REMEMBERED, exchanges
from app.tutor.events import ReplyCompleted, ReplyDelta, ReplyStarted, TurnCompleted, TurnFailed
from app.tutor.lease import LeaseLostError, hold, hold_in_room
from app.tutor.models import Feedback, Reply, Turn
from app.tutor.ports import ProgressSink, RoomJournal, RoomMessage, RoomReader, WordSink
from app.tutor.stored import (
    FeedbackBody,
    feedback_body,
    feedback_ready,
    seal_feedback,
    seal_reply,
)
from app.tutor.turn import TurnRecord
from app.tutor.turn_rows import read_turn

NO_FEEDBACK = FeedbackBody(
    feedback_en="No feedback this time: it could not be checked.",
    feedback_ko="이번에는 확인하지 못해서 피드백이 없어요.",
)


REPLY_BEGINS = (
    "state",
    "attempt",
    "source",
    "body",
    "key_id",
    "started_seq",
    "saved_offset",
    "saved_epoch",
    "created_at",
    "updated_at",
)


@dataclass(slots=True)
class OpenTurn:
    """A turn that this process owns under `fence`."""

    turn_id: UUID
    fence: int
    reply_id: UUID
    created_at: datetime
    conversation: Conversation
    # Where in the stream the reply's text so far ends: offset and epoch.
    place: tuple[int, str] | None = None
    messages: dict[UUID, RoomMessage] = field(default_factory=dict)

    @property
    def room_id(self) -> UUID:
        """The room it belongs to."""
        return self.conversation.facts.room_id

    @property
    def user_id(self) -> UUID:
        """The learner it belongs to."""
        return self.conversation.facts.user_id


class TurnStore:
    """Reads and writes turns for the runner."""

    def __init__(
        self,
        *,
        sealer: Sealer,
        clock: Clock,
        ids: Callable[[], UUID],
        rooms: RoomReader,
        journal: RoomJournal,
        words: WordSink,
        progress: ProgressSink,
    ) -> None:
        self._sealer = sealer
        self._clock = clock
        self._ids = ids
        self._rooms = rooms
        self._journal = journal
        self._words = words
        self._progress = progress

    async def load(self, turn_id: UUID, fence: int) -> tuple[OpenTurn, TurnRecord]:
        """Read a turn's rows. Raises `LeaseLostError` where they are under another fence."""
        rows = await read_turn(self._sealer, turn_id, fence, turns_before=MESSAGES_REMEMBERED)
        around = await self._rooms.around_turn(
            turn_id, room_id=rows.room_id, position=rows.position, limit=MESSAGES_REMEMBERED
        )
        messages = {one.message_id: one for one in around.messages}
        lemmas, kept = await self._words.met(rows.user_id, list(messages))
        turn = OpenTurn(
            turn_id=turn_id,
            fence=fence,
            reply_id=rows.reply_id or self._ids(),
            created_at=rows.created_at,
            conversation=Conversation(
                facts=around.facts,
                turn_id=turn_id,
                exchanges=exchanges(around.before, rows.replies_before),
                known_words=lemmas,
            ),
            messages=messages,
        )
        return turn, rows.record(list(messages), kept)

    async def load_messages(self, turn: OpenTurn) -> list[UUID]:
        """Read the turn's messages; return those that were not known before, in order."""
        messages = await self._rooms.messages_of_turn(turn.turn_id)
        fresh = {one.message_id: one for one in messages if one.message_id not in turn.messages}
        turn.messages.update(fresh)
        return list(fresh)

    @asynccontextmanager
    async def _writing(self, turn_id: UUID, fence: int, room_id: UUID) -> AsyncIterator[None]:
        async with in_transaction():
            await hold_in_room(turn_id, fence, room_id)
            yield
        await self._journal.publish(room_id)

    async def store_feedback(
        self, turn: OpenTurn, message_id: UUID, answer: FeedbackAnswer | None, *, target: str
    ) -> None:
        """Write and announce a message's feedback; None says that there is none this time."""
        body = (
            feedback_body(answer, turn.messages[message_id].text)
            if answer is not None
            else NO_FEEDBACK
        )
        status = answer.status if answer is not None else "failed"
        origin = answer.origin if answer is not None else Origin("engine", "unchecked")
        detected = answer.detected if answer is not None else "none"
        now = self._clock.now()
        async with self._writing(turn.turn_id, turn.fence, turn.room_id):
            event = feedback_ready(
                body,
                status=status,
                target=target,
                detected=detected,
                source=origin.source,
                turn_id=turn.turn_id,
                message_id=message_id,
            )
            (seq,) = await self._journal.append(turn.room_id, [event])
            sealed = seal_feedback(self._sealer, turn.room_id, message_id, body)
            await Feedback.create(
                message_id=message_id,
                turn_id=turn.turn_id,
                status=status,
                target=target,
                detected=detected,
                source=origin.source,
                model=origin.model,
                prompt_version=origin.prompt_version,
                verdict=origin.verdict,
                body=sealed.data,
                key_id=sealed.key_id,
                seq=seq,
                created_at=now,
            )
            await self._progress.judged(
                room_id=turn.room_id,
                user_id=turn.user_id,
                turn_id=turn.turn_id,
                status=status,
                now=now,
            )
            if answer is None:
                await self._note_missing(turn, "feedback")

    async def store_words(
        self,
        turn: OpenTurn,
        message_id: UUID,
        *,
        from_message: Sequence[PickedWord],
        from_reply: Sequence[PickedWord],
        failed: bool,
    ) -> None:
        """Write and announce a message's words; the worker translates them later."""
        async with self._writing(turn.turn_id, turn.fence, turn.room_id):
            await self._words.keep(
                room_id=turn.room_id,
                user_id=turn.user_id,
                turn_id=turn.turn_id,
                message_id=message_id,
                language=turn.conversation.facts.language,
                from_message=from_message,
                from_reply=from_reply,
                failed=failed,
                now=self._clock.now(),
            )
            if failed:
                await self._note_missing(turn, "words")

    async def start_reply(
        self, turn: OpenTurn, attempt: int, *, interruptions: int, source: str
    ) -> None:
        """Write that the reply begins, and announce `reply.started`."""
        now = self._clock.now()
        turn.place = await self._journal.place(turn.room_id)
        sealed = seal_reply(self._sealer, turn.room_id, turn.reply_id, "")
        async with self._writing(turn.turn_id, turn.fence, turn.room_id):
            event = ReplyStarted(
                attempt=attempt, source=source, turn_id=turn.turn_id, message_id=turn.reply_id
            )
            (seq,) = await self._journal.append(turn.room_id, [event])
            reply = Reply(
                id=turn.reply_id,
                turn_id=turn.turn_id,
                state="running",
                attempt=attempt,
                source=source,
                body=sealed.data,
                key_id=sealed.key_id,
                started_seq=seq,
                created_at=now,
                updated_at=now,
                **_saved_at(turn),
            )
            # Of an attempt before this one nothing is kept.
            await Reply.bulk_create([reply], on_conflict=["id"], update_fields=REPLY_BEGINS)
            await Turn.filter(id=turn.turn_id).update(attempt=attempt, interruptions=interruptions)

    async def publish_delta(self, turn: OpenTurn, attempt: int, at: int, text: str) -> bool:
        """Announce more of the reply; False where that is not known to have happened.

        Raises `LeaseLostError` where a newer owner was seen.
        """
        event = ReplyDelta(
            attempt=attempt, at=at, text=text, turn_id=turn.turn_id, message_id=turn.reply_id
        )
        mine, place = await self._journal.publish_delta(
            turn.room_id, event, turn_id=turn.turn_id, fence=turn.fence
        )
        if not mine:
            raise LeaseLostError(str(turn.turn_id))
        # While Redis is away a delta has no place: what it says is in the text saved there.
        turn.place = place or turn.place
        return place is not None

    async def save_reply(self, turn: OpenTurn, text: str) -> None:
        """Write the reply's text so far."""
        async with in_transaction():
            await hold(turn.turn_id, turn.fence)
            await self._update_reply(turn, text, **_saved_at(turn))

    async def complete_reply(
        self, turn: OpenTurn, attempt: int, text: str, *, stopped: bool, origin: Origin
    ) -> None:
        """Write the reply's end and announce `reply.completed`."""
        async with self._writing(turn.turn_id, turn.fence, turn.room_id):
            event = ReplyCompleted(
                attempt=attempt,
                text=text,
                source=origin.source,
                turn_id=turn.turn_id,
                message_id=turn.reply_id,
            )
            (seq,) = await self._journal.append(turn.room_id, [event])
            await self._update_reply(
                turn,
                text,
                state="stopped" if stopped else "completed",
                source=origin.source,
                model=origin.model,
                prompt_version=origin.prompt_version,
                verdict=origin.verdict,
                completed_seq=seq,
            )
            await self._close_to_messages(turn)

    async def fail_reply(self, turn: OpenTurn, text: str, reason: str) -> None:
        """Write that the reply was not finished, and why, keeping what there is of it."""
        async with in_transaction():
            await hold(turn.turn_id, turn.fence)
            await self._update_reply(turn, text, state="failed")
            await self._close_to_messages(turn)
            await self._note_missing(turn, "reply")
            await Turn.filter(id=turn.turn_id).update(reason=reason)

    async def _update_reply(self, turn: OpenTurn, text: str, **columns: object) -> None:
        sealed = seal_reply(self._sealer, turn.room_id, turn.reply_id, text)
        await Reply.filter(id=turn.reply_id).update(
            body=sealed.data, key_id=sealed.key_id, updated_at=self._clock.now(), **columns
        )

    async def _close_to_messages(self, turn: OpenTurn) -> None:
        """Admit no message to a reply that is over, also where it never had a delta."""
        await Turn.filter(id=turn.turn_id, first_delta_at=None).update(
            first_delta_at=self._clock.now()
        )

    async def _note_missing(self, turn: OpenTurn, part: str) -> None:
        row = await Turn.get(id=turn.turn_id)
        missing = sorted({*(row.missing or ()), part})
        await Turn.filter(id=turn.turn_id).update(missing=missing)

    async def finish(
        self, turn: OpenTurn, *, missing: Sequence[str], stopped: bool, reason: str | None
    ) -> None:
        """End the turn: `turn.completed`, or `turn.failed` where `reason` is given."""
        async with self._writing(turn.turn_id, turn.fence, turn.room_id):
            await self._end(turn.turn_id, turn.room_id, missing, stopped=stopped, reason=reason)

    async def _end(
        self,
        turn_id: UUID,
        room_id: UUID,
        missing: Sequence[str],
        *,
        stopped: bool,
        reason: str | None,
    ) -> None:
        event: TurnCompleted | TurnFailed = (
            TurnCompleted(missing=list(missing), stopped=stopped, turn_id=turn_id)
            if reason is None
            else TurnFailed(reason=reason, missing=list(missing), turn_id=turn_id)
        )
        (seq,) = await self._journal.append(room_id, [event])
        await Turn.filter(id=turn_id).update(
            state="completed" if reason is None else "failed",
            missing=list(missing),
            stopped=stopped,
            reason=reason,
            ended_at=self._clock.now(),
            ended_seq=seq,
        )

    async def give_up(self, turn_id: UUID, fence: int) -> None:
        """End a turn that fails here again and again; nothing is pending after it.

        Nothing sealed is opened, since that may be what fails. A reply that was finished or
        stopped makes it `turn.completed` all the same. Raises `LeaseLostError`.
        """
        row = await Turn.filter(id=turn_id, fence=fence, ended_at=None).first()
        if row is None:
            raise LeaseLostError(str(turn_id))
        async with self._writing(turn_id, fence, row.room_id):
            over = await Reply.filter(turn_id=turn_id, state__in=["completed", "stopped"]).first()
            await Reply.filter(turn_id=turn_id, state="running").update(state="failed")
            judged = await Feedback.filter(turn_id=turn_id).count()
            stored = await self._words.count(turn_id)
            parts = {
                "reply": over is not None,
                "feedback": judged >= row.message_count,
                "words": stored >= row.message_count,
            }
            missing = {*(row.missing or ()), *(part for part, there in parts.items() if not there)}
            await self._end(
                turn_id,
                row.room_id,
                sorted(missing),
                stopped=over is not None and over.state == "stopped",
                reason=None if over is not None else "internal",
            )


def _saved_at(turn: OpenTurn) -> dict[str, object]:
    offset, epoch = turn.place or (None, None)
    return {"saved_offset": offset, "saved_epoch": epoch}
