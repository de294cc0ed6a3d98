"""Words, their translation and progress as the events that announced them."""

from collections.abc import Sequence
from uuid import UUID

from app.platform.events import Event
from app.platform.sealing import Sealer
from app.study.models import Progress, Word, WordList
from app.study.service import progress_event
from app.study.word_rows import ready_event, translated_event


class StudyHistory:
    """Makes study's events from rows."""

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
        """Return the events of those messages; the room's progress on its newest page."""
        lists = await WordList.filter(message_id__in=list(message_ids))
        words: dict[UUID, list[Word]] = {}
        for word in await Word.filter(word_list_id__in=list(message_ids)).order_by("position"):
            words.setdefault(word.word_list_id, []).append(word)
        events: list[Event] = []
        for row in lists:
            own = words.get(row.message_id, [])
            events.append(ready_event(self._sealer, row, own))
            translated = translated_event(self._sealer, row, own)
            if translated is not None:
                events.append(translated)
        progress = await Progress.filter(room_id=room_id).first() if newest else None
        if progress is not None:
            event = progress_event(progress)
            event.seq = progress.seq
            events.append(event)
        return events
