"""What is sealed of feedback and replies, and the events that their rows announce."""

from datetime import datetime
from uuid import UUID

import msgspec

from app.korean import Edit, utf16_offset
from app.platform.sealing import Sealed, Sealer
from app.tutor.answers import FeedbackAnswer
from app.tutor.events import EditShown, FeedbackReady
from app.tutor.models import Feedback, Reply


class FeedbackBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sealed part of a feedback row."""

    corrected: str | None = None
    edits: list[EditShown] = []
    feedback_en: str = ""
    feedback_ko: str = ""


def feedback_body(answer: FeedbackAnswer, text: str) -> FeedbackBody:
    """Return what is kept of an answer; `text` is the message that the edits stand in."""
    return FeedbackBody(
        corrected=answer.corrected if answer.edits else None,
        edits=[_shown(edit, text) for edit in answer.edits],
        feedback_en=answer.feedback_en,
        feedback_ko=answer.feedback_ko,
    )


def _shown(edit: Edit, text: str) -> EditShown:
    return EditShown(
        start=utf16_offset(text, edit.start),
        end=utf16_offset(text, edit.end),
        was=edit.was,
        becomes=edit.becomes,
        degree=edit.degree,
        kind=edit.kind,
        rule=edit.rule,
        why_ko=edit.why_ko,
        why_en=edit.why_en,
    )


def seal_feedback(sealer: Sealer, room_id: UUID, message_id: UUID, body: FeedbackBody) -> Sealed:
    """Seal `body` for its row in its room."""
    return sealer.seal(msgspec.json.encode(body), f"feedback:{room_id}:{message_id}")


def open_feedback(sealer: Sealer, row: Feedback, room_id: UUID) -> FeedbackBody:
    """Open a feedback row of `room_id`. Raises `SealingError` where it is of another room."""
    data = sealer.open(bytes(row.body), row.key_id, f"feedback:{room_id}:{row.message_id}")
    return msgspec.json.decode(data, type=FeedbackBody)


def feedback_event(sealer: Sealer, row: Feedback, room_id: UUID) -> FeedbackReady:
    """Return `feedback.ready` as it was announced in `room_id` when this row was written.

    Raises `SealingError` where the row is of another room.
    """
    return feedback_ready(
        open_feedback(sealer, row, room_id),
        status=row.status,
        target=row.target,
        detected=row.detected,
        source=row.source,
        turn_id=row.turn_id,
        message_id=row.message_id,
        seq=row.seq,
        time=row.created_at,
    )


def feedback_ready(
    body: FeedbackBody,
    *,
    status: str,
    target: str,
    detected: str,
    source: str,
    turn_id: UUID,
    message_id: UUID,
    seq: int | None = None,
    time: datetime | None = None,
) -> FeedbackReady:
    """Make the event of a feedback's parts."""
    return FeedbackReady(
        status=status,
        target=target,
        detected=detected,
        source=source,
        corrected=body.corrected,
        edits=body.edits,
        feedback_en=body.feedback_en,
        feedback_ko=body.feedback_ko,
        turn_id=turn_id,
        message_id=message_id,
        seq=seq,
        time=time,
    )


def seal_reply(sealer: Sealer, room_id: UUID, reply_id: UUID, text: str) -> Sealed:
    """Seal a reply's text for its row in its room."""
    return sealer.seal(text.encode(), f"replies:{room_id}:{reply_id}")


def reply_text(sealer: Sealer, row: Reply, room_id: UUID) -> str:
    """Return a reply's text so far. Raises `SealingError` where it is of another room."""
    return open_reply(sealer, room_id, row.id, bytes(row.body), row.key_id)


def open_reply(sealer: Sealer, room_id: UUID, reply_id: UUID, body: bytes, key_id: int) -> str:
    """Open what `seal_reply` made for `reply_id` in `room_id`. Raises `SealingError`."""
    return sealer.open(body, key_id, f"replies:{room_id}:{reply_id}").decode()
