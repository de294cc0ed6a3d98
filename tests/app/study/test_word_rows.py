"""A word is sealed for its row; its translation for its own column; both say what was announced."""

from uuid import uuid4

import pytest

from app.platform.sealing import Sealer, SealingError
from app.study.models import Word, WordList
from app.study.word_rows import (
    TranslationBody,
    open_translation,
    open_word,
    ready_event,
    seal_translation,
    seal_word,
    shown,
    translated_event,
)
from tests.app.scripted_agents import word

ROOM = uuid4()
RICE = word("밥", example="밥 먹자.", sense_en="rice", example_en="Let's eat.")


def row_of(sealer: Sealer, *, translated: bool = False) -> Word:
    word_id = uuid4()
    sealed = seal_word(sealer, ROOM, word_id, RICE, "reply")
    row = Word(
        id=word_id,
        lemma="밥",
        part_of_speech="noun",
        level=2,
        body=sealed.data,
        key_id=sealed.key_id,
    )
    if translated:
        body = seal_translation(sealer, ROOM, word_id, TranslationBody("rice", "Let's eat."))
        row.translation_body, row.translation_key_id = body.data, body.key_id
    return row


def test_a_word_comes_back_as_it_was_picked(sealer: Sealer) -> None:
    row = row_of(sealer)
    body = open_word(sealer, row, ROOM)
    assert (body.surface, body.example, body.example_en, body.found_in) == (
        "밥",
        "밥 먹자.",
        "Let's eat.",
        "reply",
    )
    assert shown(row, body).sense_en == "rice"
    assert open_translation(sealer, row, ROOM) is None


def test_what_waits_for_the_translation_is_not_shown_before_it(sealer: Sealer) -> None:
    row = row_of(sealer)
    assert not hasattr(shown(row, open_word(sealer, row, ROOM)), "example_en")


def test_a_translation_does_not_open_as_a_word_nor_in_another_row(sealer: Sealer) -> None:
    row, other = row_of(sealer, translated=True), row_of(sealer)
    assert open_translation(sealer, row, ROOM) == TranslationBody("rice", "Let's eat.")
    other.translation_body, other.translation_key_id = row.translation_body, row.translation_key_id
    with pytest.raises(SealingError):
        open_translation(sealer, other, ROOM)
    row.body = row.translation_body or b""
    with pytest.raises(SealingError):
        open_word(sealer, row, ROOM)


def test_a_word_of_another_room_does_not_open(sealer: Sealer) -> None:
    row = row_of(sealer, translated=True)
    with pytest.raises(SealingError):
        open_word(sealer, row, uuid4())
    with pytest.raises(SealingError):
        open_translation(sealer, row, uuid4())


def test_a_list_is_announced_translated_only_where_it_was(sealer: Sealer) -> None:
    words = [row_of(sealer, translated=True)]
    row = WordList(
        message_id=uuid4(),
        turn_id=uuid4(),
        room_id=ROOM,
        status="ready",
        seq=3,
        language="en",
    )
    assert ready_event(sealer, row, words).seq == 3
    assert translated_event(sealer, row, words) is None
    row.translated_seq = 9
    event = translated_event(sealer, row, words)
    assert event is not None
    assert (event.seq, event.words[0].sense) == (9, "rice")
