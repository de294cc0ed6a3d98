"""Study's ports: the alarm that wakes the worker for a translation."""

from uuid import UUID

from app.platform.jobs import JobQueue

TRANSLATE = "translate_words"


class TranslationAlarm:
    """Fills `study.TranslationAlarm` with the job queue."""

    def __init__(self, queue: JobQueue) -> None:
        self._queue = queue

    async def translate(self, message_id: UUID) -> None:
        """Ask that a message's words be translated soon."""
        await self._queue.ring(TRANSLATE, str(message_id))
