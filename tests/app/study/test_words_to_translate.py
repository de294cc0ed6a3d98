"""A word as the translator is given it."""

from uuid import uuid4

from app.platform.sealing import Sealer
from app.study.models import Word
from app.study.word_rows import seal_word
from app.study.words_to_translate import to_translate
from tests.app.scripted_agents import word


def test_it_has_all_that_is_known_of_the_word(sealer: Sealer) -> None:
    room_id, word_id = uuid4(), uuid4()
    picked = word("밥", example="밥 먹자.", sense_en="rice", example_en="Let's eat.")
    sealed = seal_word(sealer, room_id, word_id, picked, "message")
    row = Word(
        id=word_id, lemma="밥", part_of_speech="noun", body=sealed.data, key_id=sealed.key_id
    )
    asked = to_translate(sealer, row, room_id)
    assert (asked.lemma, asked.part_of_speech) == ("밥", "noun")
    assert (asked.sense_en, asked.sense_ko) == ("rice", "뜻")
    assert (asked.example, asked.example_en) == ("밥 먹자.", "Let's eat.")
