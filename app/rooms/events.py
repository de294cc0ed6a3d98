"""What a room announces of itself: messages and changes of the room."""

import msgspec

from app.platform.events import Event


class Guidance(msgspec.Struct, frozen=True):
    """One line on how to speak here, in the learner's language and in Korean."""

    en: str
    ko: str


class MessageCreated(Event, tag="message.created", kw_only=True):
    """A message is stored: the learner's, or the persona's greeting, which has no turn."""

    author: str
    text: str
    guidance: Guidance | None = None


class RoomChanged(Event, tag="room.changed", kw_only=True):
    """The closeness was moved, or the room was left."""

    closeness: int
    open: bool
