"""What was said in rooms, read newest first and opened, for whoever searches."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from app.platform.sealing import KeyNotReadYetError, SealingError
from app.platform.sql import fetch
from app.platform.tasks import taking_turns


@dataclass(frozen=True, slots=True)
class Said:
    """Something that was said; `id` sorts by when, `text` is None where it does not open."""

    id: UUID
    room_id: UUID
    turn_id: UUID | None
    author: str
    time: datetime
    text: str | None


class SaidTexts:
    """Reads the sealed texts of one table.

    `statement` selects `id, room_id, turn_id, author, body, key_id, created_at` in the rooms `$1`
    with ids below `$2`, the newest first, at most `$3`. `open_text` is given the room's id, the
    row's, the sealed bytes and their key, and raises `SealingError`.
    """

    def __init__(self, statement: str, open_text: Callable[[UUID, UUID, bytes, int], str]) -> None:
        self._statement = statement
        self._open_text = open_text

    async def said(self, room_ids: Sequence[UUID], *, before: UUID, limit: int) -> Sequence[Said]:
        """Return at most `limit` of what has an id below `before`, the newest first."""
        rows = await fetch(self._statement, list(room_ids), before, limit)
        return [self._opened(row) async for row in taking_turns(rows)]

    def _opened(self, row: Mapping[str, Any]) -> Said:
        return Said(
            id=row["id"],
            room_id=row["room_id"],
            turn_id=row["turn_id"],
            author=row["author"],
            time=row["created_at"],
            text=self._text(row),
        )

    def _text(self, row: Mapping[str, Any]) -> str | None:
        try:
            return self._open_text(row["room_id"], row["id"], bytes(row["body"]), row["key_id"])
        except KeyNotReadYetError:
            raise
        except SealingError:
            return None
