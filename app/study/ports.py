"""What study needs of others, as protocols that the composition roots fill."""

from collections.abc import Sequence
from typing import Protocol
from uuid import UUID

from app.platform.events import Event


class EventJournal(Protocol):
    """A room's numbered events."""

    async def append(self, room_id: UUID, events: Sequence[Event]) -> list[int]:
        """Write events in the open transaction; return the `seq` of each."""
        ...

    async def publish(self, room_id: UUID) -> None:
        """Publish what is committed, in order."""
        ...


class TranslationAlarm(Protocol):
    """Wakes the worker; what must be done is a row, so a lost alarm loses nothing."""

    async def translate(self, message_id: UUID) -> None:
        """Ask that a message's words be translated soon."""
        ...


class Translator(Protocol):
    """Translates the words of a message into a learner's language."""

    async def translate(
        self, words: Sequence["WordToTranslate"], language: str
    ) -> list[tuple[str, str]]:
        """Return for each word its sense and its example in `language`, in order."""
        ...


class WordToTranslate(Protocol):
    """A word as the translator sees it."""

    @property
    def lemma(self) -> str: ...  # noqa: D102 - a field
    @property
    def part_of_speech(self) -> str: ...  # noqa: D102
    @property
    def sense_en(self) -> str: ...  # noqa: D102
    @property
    def sense_ko(self) -> str: ...  # noqa: D102
    @property
    def example(self) -> str: ...  # noqa: D102
    @property
    def example_en(self) -> str: ...  # noqa: D102
