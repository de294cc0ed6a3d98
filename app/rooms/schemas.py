"""What crosses the wire about rooms, over HTTP and over the socket alike."""

from datetime import datetime
from typing import Annotated
from uuid import UUID

import msgspec

Closeness = Annotated[int, msgspec.Meta(ge=1, le=3, description="1 is least close, 3 closest.")]
# A `seq` is a bigint of PostgreSQL's.
Before = Annotated[int, msgspec.Meta(ge=1, le=2**63 - 1, description="A `seq`.")]
PageLimit = Annotated[int, msgspec.Meta(ge=1, le=200, description="Messages of one page.")]


SearchLimit = Annotated[int, msgspec.Meta(ge=1, le=100, description="Texts of one page.")]


class OpenRoom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Ask for a room with a persona."""

    persona: str
    closeness: Closeness


class ChangeRoom(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Move the closeness."""

    closeness: Closeness


class RoomShown(msgspec.Struct, frozen=True):
    """A room as its learner sees it."""

    id: UUID
    persona: str
    closeness: int
    created_at: datetime
    changed_at: datetime


class RoomsShown(msgspec.Struct, frozen=True):
    """The learner's open rooms, the newest change first."""

    rooms: list[RoomShown]


class SendMessage(msgspec.Struct, frozen=True):
    """`message.send`: the same `request_id` again gives the first result again."""

    request_id: UUID
    room_id: UUID
    text: str


class MessageText(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The body of a message sent over HTTP, where `Idempotency-Key` is the request id."""

    text: str


class MessageSent(msgspec.Struct, frozen=True):
    """The message is stored; its events follow on the room's channel."""

    message_id: UUID
    seq: int
    turn_id: UUID


class ReadHistory(msgspec.Struct, frozen=True):
    """`room.history`: a page of messages below `before` (a `seq`), or the newest."""

    room_id: UUID
    before: Before | None = None
    limit: PageLimit = 50


class SearchHistory(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Look for `text` in what was said, from below the id `before` on, or from the newest."""

    text: str
    before: UUID | None = None
    limit: SearchLimit = 20


class Found(msgspec.Struct, frozen=True):
    """A message or a reply in which the text stands; `author` is `learner` or `persona`."""

    message_id: UUID
    room_id: UUID
    turn_id: UUID | None
    author: str
    text: str
    time: datetime


class SearchPage(msgspec.Struct, frozen=True):
    """What was found, the newest first; `before` asks for what is older, None at the end.

    A page may hold fewer than were asked for, or none, and still not be the last: at most 10,000
    texts are looked through at a time.
    """

    found: list[Found]
    before: UUID | None


class StreamPosition(msgspec.Struct, frozen=True):
    """Where live events go on after this history."""

    offset: int
    epoch: str


class HistoryPage(msgspec.Struct, frozen=True):
    """Events made from rows, by `seq`; `before` asks for the page before this one."""

    events: list[msgspec.Raw]
    more: bool
    closeness: int
    before: int | None = None
    position: StreamPosition | None = None
