"""What is sealed of a word, and the events that word rows announce."""

from collections.abc import Sequence
from uuid import UUID

import msgspec

from app.korean import PickedWord
from app.platform.sealing import Sealed, Sealer
from app.study.events import WordShown, WordsReady, WordsTranslated, WordTranslated
from app.study.models import Word, WordList


class WordBody(msgspec.Struct, frozen=True, omit_defaults=True):
    """The sealed part of a word's row; `example_en` waits for the translation."""

    surface: str
    sense_en: str
    sense_ko: str
    example: str
    found_in: str
    example_en: str = ""


class TranslationBody(msgspec.Struct, frozen=True):
    """The sealed translation of a word."""

    sense: str
    example_translation: str


def seal_word(
    sealer: Sealer, room_id: UUID, word_id: UUID, word: PickedWord, found_in: str
) -> Sealed:
    """Seal a picked word for its row in its room; `found_in` is `message` or `reply`."""
    body = WordBody(
        surface=word.surface,
        sense_en=word.sense_en,
        sense_ko=word.sense_ko,
        example=word.example,
        found_in=found_in,
        example_en=word.example_en,
    )
    return sealer.seal(msgspec.json.encode(body), f"words:{room_id}:{word_id}")


def open_word(sealer: Sealer, row: Word, room_id: UUID) -> WordBody:
    """Open a word's row. Raises `SealingError` where it is of another room."""
    data = sealer.open(bytes(row.body), row.key_id, f"words:{room_id}:{row.id}")
    return msgspec.json.decode(data, type=WordBody)


def seal_translation(sealer: Sealer, room_id: UUID, word_id: UUID, body: TranslationBody) -> Sealed:
    """Seal a word's translation for its row in its room."""
    return sealer.seal(msgspec.json.encode(body), f"words:{room_id}:{word_id}:translation")


def open_translation(sealer: Sealer, row: Word, room_id: UUID) -> TranslationBody | None:
    """Open a word's translation, if there is one.

    Raises `SealingError` where the row is of another room.
    """
    if row.translation_body is None or row.translation_key_id is None:
        return None
    place = f"words:{room_id}:{row.id}:translation"
    data = sealer.open(bytes(row.translation_body), row.translation_key_id, place)
    return msgspec.json.decode(data, type=TranslationBody)


def shown(row: Word, body: WordBody) -> WordShown:
    """Return a word as it crosses the wire."""
    return WordShown(
        id=row.id,
        surface=body.surface,
        lemma=row.lemma,
        part_of_speech=row.part_of_speech,
        level=row.level,
        sense_en=body.sense_en,
        sense_ko=body.sense_ko,
        example=body.example,
        found_in=body.found_in,
    )


def ready_event(sealer: Sealer, row: WordList, words: Sequence[Word]) -> WordsReady:
    """Return `words.ready` as it was announced when the list was written."""
    return WordsReady(
        status=row.status,
        words=[shown(word, open_word(sealer, word, row.room_id)) for word in words],
        seq=row.seq,
        turn_id=row.turn_id,
        message_id=row.message_id,
        time=row.created_at,
    )


def translated_event(
    sealer: Sealer, row: WordList, words: Sequence[Word]
) -> WordsTranslated | None:
    """Return `words.translated` as it was announced, if the list was translated."""
    if row.translated_seq is None:
        return None
    opened = [(word.id, open_translation(sealer, word, row.room_id)) for word in words]
    return WordsTranslated(
        language=row.language,
        words=[
            WordTranslated(word_id, body.sense, body.example_translation)
            for word_id, body in opened
            if body is not None
        ],
        seq=row.translated_seq,
        turn_id=row.turn_id,
        message_id=row.message_id,
        time=row.translated_at,
    )
