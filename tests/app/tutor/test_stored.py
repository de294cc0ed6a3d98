"""Feedback and replies are sealed for their rows, and say again what was announced."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from app.platform.sealing import Sealer, SealingError
from app.tutor.answers import FeedbackAnswer
from app.tutor.models import Feedback, Reply
from app.tutor.stored import (
    FeedbackBody,
    feedback_body,
    feedback_event,
    feedback_ready,
    open_reply,
    reply_text,
    seal_feedback,
    seal_reply,
)
from tests.app.scripted_agents import MODEL, edit

TEXT = "👨‍👩‍👧 밥 먹었습니까?"


def answer(*, corrected: bool) -> FeedbackAnswer:
    edits = (edit(TEXT, "먹었습니까", "먹었어"),) if corrected else ()
    return FeedbackAnswer(
        "corrected", "해체", "합쇼체", "👨‍👩‍👧 밥 먹었어?", edits, "One thing.", "한 군데.", MODEL
    )


def test_positions_are_utf16_code_units_as_clients_count_them() -> None:
    (shown,) = feedback_body(answer(corrected=True), TEXT).edits
    units = TEXT.encode("utf-16-le")
    assert units[shown.start * 2 : shown.end * 2].decode("utf-16-le") == shown.was == "먹었습니까"
    assert shown.start != TEXT.index("먹"), "code points would be another number here"


def test_a_sentence_without_an_edit_has_no_corrected_form() -> None:
    body = feedback_body(answer(corrected=False), TEXT)
    assert (body.corrected, body.edits) == (None, [])


def test_a_feedbacks_row_says_again_what_was_announced(sealer: Sealer) -> None:
    room_id, message_id, turn_id = uuid4(), uuid4(), uuid4()
    at = datetime(2026, 11, 23, tzinfo=UTC)
    body = feedback_body(answer(corrected=True), TEXT)
    sealed = seal_feedback(sealer, room_id, message_id, body)
    row = Feedback(
        message_id=message_id,
        turn_id=turn_id,
        status="corrected",
        target="해체",
        detected="합쇼체",
        source="model",
        body=sealed.data,
        key_id=sealed.key_id,
        seq=4,
        created_at=at,
    )
    assert feedback_event(sealer, row, room_id) == feedback_ready(
        body,
        status="corrected",
        target="해체",
        detected="합쇼체",
        source="model",
        turn_id=turn_id,
        message_id=message_id,
        seq=4,
        time=at,
    )


def test_a_reply_comes_back_from_its_row_and_opens_in_no_other(sealer: Sealer) -> None:
    room_id, reply_id = uuid4(), uuid4()
    sealed = seal_reply(sealer, room_id, reply_id, "응, 먹었어!")
    row = Reply(id=reply_id, body=sealed.data, key_id=sealed.key_id)
    assert reply_text(sealer, row, room_id) == "응, 먹었어!"
    for elsewhere in ((room_id, uuid4()), (uuid4(), reply_id)):
        with pytest.raises(SealingError):
            open_reply(sealer, *elsewhere, sealed.data, sealed.key_id)


def test_feedback_put_under_another_message_or_room_does_not_open(sealer: Sealer) -> None:
    room_id, message_id = uuid4(), uuid4()
    sealed = seal_feedback(sealer, room_id, message_id, FeedbackBody(corrected="비밀"))
    for there, about in ((room_id, uuid4()), (uuid4(), message_id)):
        row = Feedback(message_id=about, body=sealed.data, key_id=sealed.key_id)
        with pytest.raises(SealingError):
            feedback_event(sealer, row, there)
