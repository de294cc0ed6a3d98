"""What study keeps about a learner, for export and erasure: words met, and progress."""

from collections.abc import AsyncIterator, Mapping
from uuid import UUID

import msgspec

from app.platform.batches import delete_in_batches, read_in_batches
from app.platform.sealing import Sealer
from app.study.models import Progress, Word, WordList
from app.study.word_rows import open_translation, open_word

Record = Mapping[str, object]

WORDS = """
DELETE FROM words WHERE id IN (
    SELECT word.id FROM words word JOIN word_lists list ON list.message_id = word.word_list_id
    WHERE list.user_id = $1 LIMIT $2)
"""
WORD_LISTS = """
DELETE FROM word_lists WHERE message_id IN (
    SELECT message_id FROM word_lists WHERE user_id = $1 LIMIT $2)
"""
PROGRESS = """
DELETE FROM progress WHERE room_id IN (
    SELECT progress.room_id FROM progress JOIN rooms room ON room.id = progress.room_id
    WHERE room.user_id = $1 LIMIT $2)
"""


class StudyData:
    """Fills accounts' `PersonalData`."""

    tables = frozenset({"word_lists", "words", "progress"})

    def __init__(self, *, sealer: Sealer) -> None:
        self._sealer = sealer

    def files(self, user_id: UUID) -> Mapping[str, AsyncIterator[Record]]:
        """Return the words of every message, and the progress in every room."""
        return {
            "study/word_lists.json": _word_lists(user_id),
            "study/words.json": self._words(user_id),
            "study/progress.json": _progress(user_id),
        }

    async def erase(self, user_id: UUID) -> None:
        """Delete them."""
        for statement in (WORDS, WORD_LISTS, PROGRESS):
            await delete_in_batches(statement, user_id)

    async def _words(self, user_id: UUID) -> AsyncIterator[Record]:
        async for row in read_in_batches(
            Word.filter(word_list__user_id=user_id).select_related("word_list")
        ):
            room_id = row.word_list.room_id
            translation = open_translation(self._sealer, row, room_id)
            yield {
                "message_id": row.word_list_id,
                "lemma": row.lemma,
                "part_of_speech": row.part_of_speech,
                "level": row.level,
                **msgspec.to_builtins(open_word(self._sealer, row, room_id)),
                "translation": None if translation is None else msgspec.to_builtins(translation),
            }


async def _word_lists(user_id: UUID) -> AsyncIterator[Record]:
    async for row in read_in_batches(WordList.filter(user_id=user_id)):
        yield {
            "message_id": row.message_id,
            "room_id": row.room_id,
            "status": row.status,
            "language": row.language,
            "created_at": row.created_at,
            "translated_at": row.translated_at,
        }


async def _progress(user_id: UUID) -> AsyncIterator[Record]:
    async for row in read_in_batches(Progress.filter(user_id=user_id)):
        yield {
            "room_id": row.room_id,
            "messages": row.messages,
            "perfect": row.perfect,
            "suggested": row.suggested,
            "corrected": row.corrected,
            "unclear": row.unclear,
            "streak_days": row.streak_days,
            "last_day": row.last_day,
        }
