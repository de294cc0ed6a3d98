"""Search in one's own history: what was said is opened and looked through, newest first.

There is no index, because an index of words would tell what the sealed texts do not.
"""

import asyncio
import unicodedata
from collections.abc import AsyncIterator, Sequence
from uuid import UUID

from app.platform.errors import Unprocessable
from app.platform.logging import logger
from app.platform.principal import Principal
from app.platform.said import Said, SaidTexts
from app.platform.sealing import Sealer
from app.platform.tasks import AT_A_STRETCH
from app.rooms.message_body import open_sealed_message
from app.rooms.models import Room
from app.rooms.ports import SaidSource
from app.rooms.schemas import Found, SearchHistory, SearchPage

log = logger(__name__)

# Texts that one request looks through; a page that found too few says where to go on.
MOST_TEXTS = 10_000
# Read at a time: first what is enough for most, then more, since each time all is sorted.
FIRST_BATCH, BATCH = 500, 2_500
LONGEST_TEXT = 100
NEWEST = UUID(int=2**128 - 1)

# OFFSET 0 keeps the planner from walking everybody's messages backwards by their ids.
MESSAGES = """
SELECT * FROM (
    SELECT id, room_id, turn_id, author, body, key_id, created_at
    FROM messages WHERE room_id = ANY($1::uuid[]) OFFSET 0
) own WHERE id < $2 ORDER BY id DESC LIMIT $3
"""


def messages_said(sealer: Sealer) -> SaidTexts:
    """Read messages, the learner's and the persona's greetings."""

    def open_text(room_id: UUID, message_id: UUID, body: bytes, key_id: int) -> str:
        return open_sealed_message(sealer, room_id, message_id, body, key_id).text

    return SaidTexts(MESSAGES, open_text)


class Search:
    """Looks through everything that was said in the caller's open rooms."""

    def __init__(self, *, sources: Sequence[SaidSource]) -> None:
        self._sources = sources

    async def find(self, principal: Principal, command: SearchHistory) -> SearchPage:
        """Return a page of what holds the text, upper and lower case alike (NFC).

        Raises `Unprocessable` where there is nothing to look for, or more than 100 characters.
        """
        wanted = _comparable(command.text.strip())
        if not wanted or len(wanted) > LONGEST_TEXT or "\0" in wanted:
            why = {"text": f"Use 1 to {LONGEST_TEXT} characters"}
            raise Unprocessable("Some fields are not acceptable", fields=why)
        rooms = await Room.filter(user_id=principal.user_id, closed_at=None)
        found: list[Found] = []
        seen, last = 0, command.before
        room_ids = [room.id for room in rooms]
        async for one in self._newest_first(room_ids, command.before or NEWEST):
            if len(found) == command.limit or seen == MOST_TEXTS:
                return SearchPage(found, before=last)
            seen, last = seen + 1, one.id
            if seen % AT_A_STRETCH == 0:
                await asyncio.sleep(0)
            if one.text is None:
                # One row that somebody altered is no reason to find nothing at all.
                log.warning("text_does_not_open", message_id=str(one.id))
            elif wanted in _comparable(one.text):
                found.append(_found(one, one.text))
        return SearchPage(found, before=None)

    async def _newest_first(self, room_ids: Sequence[UUID], before: UUID) -> AsyncIterator[Said]:
        """Merge the sources: each gives its own in order."""
        if not room_ids:
            return
        places = [before for _ in self._sources]
        waiting: list[list[Said]] = [[] for _ in self._sources]
        ended = [False for _ in self._sources]
        sizes = [FIRST_BATCH for _ in self._sources]
        while True:
            for number, source in enumerate(self._sources):
                if not waiting[number] and not ended[number]:
                    size, sizes[number] = sizes[number], BATCH
                    batch = await source.said(room_ids, before=places[number], limit=size)
                    waiting[number] = list(reversed(batch))
                    ended[number] = len(batch) < size
                    if batch:
                        places[number] = batch[-1].id
            heads = [said for said in waiting if said]
            if not heads:
                return
            yield max(heads, key=lambda said: said[-1].id).pop()


def _comparable(text: str) -> str:
    return unicodedata.normalize("NFC", unicodedata.normalize("NFC", text).casefold())


def _found(one: Said, text: str) -> Found:
    return Found(
        message_id=one.id,
        room_id=one.room_id,
        turn_id=one.turn_id,
        author=one.author,
        text=text,
        time=one.time,
    )
