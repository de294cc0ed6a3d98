"""A turn as its rows say it is: what a machine is made from, at first and after a takeover."""

from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True, slots=True)
class MessageRecord:
    """One learner message of the turn and which of its parts are stored."""

    message_id: UUID
    has_feedback: bool = False
    has_words: bool = False


@dataclass(frozen=True, slots=True)
class ReplyRecord:
    """The reply's row: `state` is `running`, `completed`, `stopped` or `failed`.

    `failure` is the reason that `FailReply` was written with.
    """

    state: str
    attempt: int
    text: str
    failure: str | None = None


@dataclass(frozen=True, slots=True)
class TurnRecord:
    """`interruptions` counts how often a reply was cut off, by a crash or by the model."""

    messages: tuple[MessageRecord, ...]
    reply: ReplyRecord | None = None
    interruptions: int = 0
    first_delta_claimed: bool = False
    stop_asked: bool = False
    missing: tuple[str, ...] = ()
