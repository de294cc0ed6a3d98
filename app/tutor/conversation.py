"""What was said before a turn, gathered from its room's messages and replies."""

from collections.abc import Mapping, Sequence
from uuid import UUID

from app.tutor.answers import Exchange
from app.tutor.ports import RoomMessage

MESSAGES_REMEMBERED = 24


def exchanges(messages: Sequence[RoomMessage], replies: Mapping[UUID, str]) -> tuple[Exchange, ...]:
    """Return what was said, message by message with the reply of its turn; oldest first.

    Messages of one turn are one exchange. What the persona said of its own accord (a greeting, a
    ritual) is one without a learner.
    """
    made: list[Exchange] = []
    last_turn: UUID | None = None
    for message in messages:
        if message.turn_id is None:
            made.append(Exchange("", message.text))
        elif message.turn_id == last_turn:
            said = f"{made[-1].learner}\n{message.text}"
            made[-1] = Exchange(said, made[-1].persona)
        else:
            made.append(Exchange(message.text, replies.get(message.turn_id, "")))
        last_turn = message.turn_id
    return tuple(made)
