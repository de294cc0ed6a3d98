"""A command under way: what it still waits for."""

from realtime.connection.questions import Answer
from realtime.connection.state import Conversation


class Exchange:
    """`started` in monotonic seconds; `id` 0 where nobody waits for a reply."""

    __slots__ = ("answers", "awaited", "conversation", "id", "name", "started")

    def __init__(self, command_id: int, name: str, conversation: Conversation, now: float) -> None:
        self.id = command_id
        self.name = name
        self.conversation = conversation
        self.started = now
        #: Answers by ticket, in the order of the questions; None while awaited.
        self.answers: dict[int, Answer | None] = {}
        self.awaited = 0
