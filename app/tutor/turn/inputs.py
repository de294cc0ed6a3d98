"""What can happen to a turn."""

from dataclasses import dataclass
from uuid import UUID

from app.korean import PickedWord
from app.tutor.answers import FeedbackAnswer, Origin


@dataclass(frozen=True, slots=True)
class MessageJoined:
    """Another message became part of the turn, while its reply had no delta."""

    message_id: UUID


@dataclass(frozen=True, slots=True)
class ReplyMayStart:
    """Every turn before this one in the room has ended."""


@dataclass(frozen=True, slots=True)
class ReplyDelivered:
    """The reply goes on by `text`; `now` is a monotonic time in seconds."""

    attempt: int
    text: str
    now: float


@dataclass(frozen=True, slots=True)
class FirstDeltaGranted:
    """The reply may be shown, or the turn end: no message can join any more.

    `granted` False: a message joined first (its `MessageJoined` came, or comes, by itself).
    """

    attempt: int
    granted: bool
    now: float


@dataclass(frozen=True, slots=True)
class ReplyFinished:
    """The reply has come to its end."""

    attempt: int
    origin: Origin


@dataclass(frozen=True, slots=True)
class ReplyBroken:
    """The reply cannot go on; `reason` is a short name."""

    attempt: int
    reason: str


@dataclass(frozen=True, slots=True)
class FeedbackAnswered:
    """The Intimacy agent judged a message."""

    message_id: UUID
    answer: FeedbackAnswer


@dataclass(frozen=True, slots=True)
class FeedbackFailed:
    """The Intimacy agent has no answer."""

    message_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class WordsAnswered:
    """The Vocabulary agent picked words of a message."""

    message_id: UUID
    words: tuple[PickedWord, ...]


@dataclass(frozen=True, slots=True)
class WordsFailed:
    """The Vocabulary agent has no answer."""

    message_id: UUID
    reason: str


@dataclass(frozen=True, slots=True)
class StopAsked:
    """The learner stopped the reply."""


@dataclass(frozen=True, slots=True)
class LeaseLost:
    """Another process owns the turn now: nothing more may be written or shown."""


Input = (
    MessageJoined
    | ReplyMayStart
    | ReplyDelivered
    | FirstDeltaGranted
    | ReplyFinished
    | ReplyBroken
    | FeedbackAnswered
    | FeedbackFailed
    | WordsAnswered
    | WordsFailed
    | StopAsked
    | LeaseLost
)
