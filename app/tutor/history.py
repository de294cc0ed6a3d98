"""A turn's events made from its rows: history says what was announced live."""

from collections.abc import Sequence
from uuid import UUID

from app.platform.events import Event
from app.platform.sealing import Sealer
from app.tutor.events import ReplyCompleted, ReplyDelta, ReplyStarted, TurnCompleted, TurnFailed
from app.tutor.models import Feedback, Reply, Turn
from app.tutor.stored import feedback_event, reply_text


class TurnHistory:
    """Feedback, replies and the ends of turns."""

    def __init__(self, *, sealer: Sealer) -> None:
        self._sealer = sealer

    async def events(
        self,
        room_id: UUID,
        *,
        turn_ids: Sequence[UUID],
        message_ids: Sequence[UUID],
        newest: bool,
    ) -> list[Event]:
        """Return the events of those turns, each with its row's `seq`."""
        events: list[Event] = [
            feedback_event(self._sealer, row, room_id)
            for row in await Feedback.filter(message_id__in=list(message_ids))
        ]
        for reply in await Reply.filter(turn_id__in=list(turn_ids)):
            events += self._reply_events(reply, room_id)
        for turn in await Turn.filter(id__in=list(turn_ids)).exclude(ended_seq=None):
            events.append(_end_of(turn))
        return events

    async def saved_place(self, turn_ids: Sequence[UUID]) -> tuple[int, str] | None:
        """Return where the stream was when the text of a running reply was saved."""
        row = await Reply.filter(turn_id__in=list(turn_ids), state="running").first()
        if row is None or row.saved_offset is None or row.saved_epoch is None:
            return None
        return row.saved_offset, row.saved_epoch

    def _reply_events(self, row: Reply, room_id: UUID) -> list[Event]:
        text = reply_text(self._sealer, row, room_id)
        started = ReplyStarted(
            attempt=row.attempt,
            source=row.source,
            seq=row.started_seq,
            turn_id=row.turn_id,
            message_id=row.id,
            time=row.created_at,
        )
        if row.completed_seq is not None:
            completed = ReplyCompleted(
                attempt=row.attempt,
                text=text,
                source=row.source,
                seq=row.completed_seq,
                turn_id=row.turn_id,
                message_id=row.id,
                time=row.updated_at,
            )
            return [started, completed]
        so_far = ReplyDelta(
            attempt=row.attempt, at=0, text=text, turn_id=row.turn_id, message_id=row.id
        )
        return [started, so_far] if text else [started]


def _end_of(row: Turn) -> Event:
    missing = list(row.missing or ())
    if row.state == "failed":
        return TurnFailed(
            reason=row.reason or "interrupted",
            missing=missing,
            seq=row.ended_seq,
            turn_id=row.id,
            time=row.ended_at,
        )
    return TurnCompleted(
        missing=missing,
        stopped=row.stopped,
        seq=row.ended_seq,
        turn_id=row.id,
        time=row.ended_at,
    )
