"""A word as the translator is given it."""

from dataclasses import dataclass
from uuid import UUID

from app.platform.sealing import Sealer
from app.study.models import Word
from app.study.word_rows import open_word


@dataclass(frozen=True, slots=True)
class UntranslatedWord:
    """A word with what is known of it; `example_en` is empty where nobody knows it yet."""

    lemma: str
    part_of_speech: str
    sense_en: str
    sense_ko: str
    example: str
    example_en: str


def to_translate(sealer: Sealer, row: Word, room_id: UUID) -> UntranslatedWord:
    """Open a word's row for the translator."""
    body = open_word(sealer, row, room_id)
    return UntranslatedWord(
        lemma=row.lemma,
        part_of_speech=row.part_of_speech,
        sense_en=body.sense_en,
        sense_ko=body.sense_ko,
        example=body.example,
        example_en=body.example_en,
    )
