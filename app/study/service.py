"""Keeping the words of messages, translating them later, counting progress."""

from collections.abc import Callable, Sequence
from datetime import datetime, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from tortoise.transactions import in_transaction

from app.korean import PickedWord
from app.platform.clock import Clock
from app.platform.sealing import Sealer
from app.platform.sql import fetch
from app.study.events import ProgressUpdated, WordsReady, WordsTranslated, WordTranslated
from app.study.models import Progress, Word, WordList
from app.study.ports import EventJournal, TranslationAlarm, Translator
from app.study.word_rows import (
    TranslationBody,
    open_word,
    seal_translation,
    seal_word,
    shown,
)
from app.study.words_to_translate import to_translate

WORDS_REMEMBERED = 60
# One statement, because every turn begins with it.
MET = """
(SELECT word.lemma, NULL::uuid AS message_id
 FROM words word JOIN word_lists list ON list.message_id = word.word_list_id
 WHERE list.user_id = $1 ORDER BY word.id DESC LIMIT $2)
UNION ALL
SELECT NULL, message_id FROM word_lists WHERE message_id = ANY($3::uuid[])
"""
# The day a streak is counted in (product.md, Decisions: time).
STREAK_ZONE = ZoneInfo("Asia/Seoul")


class Words:
    """The words of messages: kept with the turn, translated by the worker."""

    def __init__(
        self,
        *,
        sealer: Sealer,
        clock: Clock,
        ids: Callable[[], UUID],
        journal: EventJournal,
        alarm: TranslationAlarm,
    ) -> None:
        self._sealer = sealer
        self._clock = clock
        self._ids = ids
        self._journal = journal
        self._alarm = alarm

    async def keep(
        self,
        *,
        room_id: UUID,
        user_id: UUID,
        turn_id: UUID,
        message_id: UUID,
        language: str,
        from_message: Sequence[PickedWord],
        from_reply: Sequence[PickedWord],
        failed: bool,
        now: datetime,
    ) -> None:
        """Write the list, its words and the event `words.ready` in the open transaction."""
        found = [(word, "message") for word in from_message]
        found += [(word, "reply") for word in from_reply]
        rows = [
            self._row(place, word, found_in, room_id, message_id)
            for place, (word, found_in) in enumerate(found)
        ]
        event = WordsReady(
            status="failed" if failed else "ready",
            words=[shown(row, open_word(self._sealer, row, room_id)) for row in rows],
            turn_id=turn_id,
            message_id=message_id,
        )
        (seq,) = await self._journal.append(room_id, [event])
        await WordList.create(
            message_id=message_id,
            turn_id=turn_id,
            room_id=room_id,
            user_id=user_id,
            status=event.status,
            seq=seq,
            language=language,
            created_at=now,
            # Nothing to translate is translated already.
            translated_at=None if rows else now,
        )
        await Word.bulk_create(rows)

    def _row(
        self, place: int, word: PickedWord, found_in: str, room_id: UUID, message_id: UUID
    ) -> Word:
        word_id = self._ids()
        sealed = seal_word(self._sealer, room_id, word_id, word, found_in)
        return Word(
            id=word_id,
            word_list_id=message_id,
            position=place,
            lemma=word.lemma,
            part_of_speech=word.part_of_speech,
            level=word.level,
            body=sealed.data,
            key_id=sealed.key_id,
        )

    async def wants_translation(self, message_id: UUID) -> None:
        """Wake the worker for a message's words, after the commit."""
        await self._alarm.translate(message_id)

    async def count(self, turn_id: UUID) -> int:
        """Return for how many messages of a turn words are kept."""
        return await WordList.filter(turn_id=turn_id).count()

    async def met(
        self, user_id: UUID, message_ids: Sequence[UUID]
    ) -> tuple[frozenset[str], frozenset[UUID]]:
        """Return the lemmas the learner was shown lately, not to be picked again at once.

        The second value says of which of the messages the words are kept already.
        """
        rows = await fetch(MET, user_id, WORDS_REMEMBERED, list(message_ids))
        lemmas = frozenset(row["lemma"] for row in rows if row["lemma"] is not None)
        return lemmas, frozenset(row["message_id"] for row in rows if row["lemma"] is None)

    async def translate(self, message_id: UUID, translator: Translator) -> bool:
        """Translate a message's words and announce it; False where nothing was to be done.

        Translating happens outside any transaction; of two workers the first to commit counts.
        """
        row = await WordList.filter(message_id=message_id, translated_at=None).first()
        if row is None:
            return False
        words = await Word.filter(word_list_id=message_id).order_by("position")
        wanted = [to_translate(self._sealer, word, row.room_id) for word in words]
        translations = await translator.translate(wanted, row.language)
        async with in_transaction():
            locked = (
                await WordList.filter(message_id=message_id, translated_at=None)
                .select_for_update()
                .first()
            )
            if locked is None:
                return False
            await self._keep_translations(row, words, translations)
        await self._journal.publish(row.room_id)
        return True

    async def _keep_translations(
        self, row: WordList, words: Sequence[Word], translations: Sequence[tuple[str, str]]
    ) -> None:
        bodies = [TranslationBody(sense, example) for sense, example in translations]
        for word, body in zip(words, bodies, strict=True):
            sealed = seal_translation(self._sealer, row.room_id, word.id, body)
            await Word.filter(id=word.id).update(
                translation_body=sealed.data, translation_key_id=sealed.key_id
            )
        event = WordsTranslated(
            language=row.language,
            words=[
                WordTranslated(word.id, body.sense, body.example_translation)
                for word, body in zip(words, bodies, strict=True)
            ],
            turn_id=row.turn_id,
            message_id=row.message_id,
        )
        (seq,) = await self._journal.append(row.room_id, [event])
        await WordList.filter(message_id=row.message_id).update(
            translated_at=self._clock.now(), translated_seq=seq
        )

    async def untranslated(self, *, older_than: float, limit: int = 100) -> list[UUID]:
        """Return messages whose words wait for translation longer than `older_than` seconds."""
        before = self._clock.now() - timedelta(seconds=older_than)
        rows = WordList.filter(translated_at=None, created_at__lt=before)
        found = await rows.order_by("created_at").limit(limit).only("message_id", "created_at")
        return [row.message_id for row in found]


class ProgressCounter:
    """How a learner's messages in a room were judged, and the streak of days."""

    def __init__(self, *, journal: EventJournal) -> None:
        self._journal = journal

    async def judged(
        self, *, room_id: UUID, user_id: UUID, turn_id: UUID, status: str, now: datetime
    ) -> None:
        """Write the progress and the event `progress.updated` in the open transaction.

        A message without feedback counts as a message only. The caller holds the room's row, so
        that of two messages judged at once each is counted.
        """
        row = await Progress.filter(room_id=room_id).first()
        row = row or Progress(room_id=room_id, user_id=user_id)
        row.messages += 1
        if status in {"perfect", "suggested", "corrected", "unclear"}:
            setattr(row, status, getattr(row, status) + 1)
        today = now.astimezone(STREAK_ZONE).date()
        if row.last_day != today:
            follows = row.last_day == today - timedelta(days=1)
            row.streak_days = row.streak_days + 1 if follows else 1
            row.last_day = today
        event = progress_event(row)
        event.turn_id = turn_id
        (row.seq,) = await self._journal.append(room_id, [event])
        await row.save()


def progress_event(row: Progress) -> ProgressUpdated:
    """Return `progress.updated` as the row says."""
    return ProgressUpdated(
        messages=row.messages,
        perfect=row.perfect,
        suggested=row.suggested,
        corrected=row.corrected,
        unclear=row.unclear,
        streak_days=row.streak_days,
    )
