"""What a turn asks its shell to do, in the order given."""

from dataclasses import dataclass
from uuid import UUID

from app.korean import PickedWord
from app.tutor.answers import FeedbackAnswer, Origin


@dataclass(frozen=True, slots=True)
class AskFeedback:
    """Call the Intimacy agent."""

    message_id: UUID


@dataclass(frozen=True, slots=True)
class AskWords:
    """Call the Vocabulary agent."""

    message_id: UUID


@dataclass(frozen=True, slots=True)
class ClaimReply:
    """Wait until every earlier turn of the room has ended, then say `ReplyMayStart`."""


@dataclass(frozen=True, slots=True)
class StartReply:
    """Write the reply's row and announce `reply.started`.

    `interruptions` is written to the turn's row: after a takeover, what the model cut off counts
    as well as what crashes did.
    """

    attempt: int
    interruptions: int


@dataclass(frozen=True, slots=True)
class AskReply:
    """Call the Conversation agent with all messages of the turn."""

    attempt: int


@dataclass(frozen=True, slots=True)
class CancelReply:
    """Stop the Conversation agent and its request."""


@dataclass(frozen=True, slots=True)
class ClaimFirstDelta:
    """Close the turn to further messages; answer with `FirstDeltaGranted`.

    Also asked before the end of a turn whose reply had no delta (it was stopped or failed first).
    """

    attempt: int
    messages: int


@dataclass(frozen=True, slots=True)
class PublishDelta:
    """Announce more of the reply; `at` is where it continues, in UTF-16 code units."""

    attempt: int
    at: int
    text: str


@dataclass(frozen=True, slots=True)
class SaveReply:
    """Write the reply's text so far."""

    text: str


@dataclass(frozen=True, slots=True)
class CompleteReply:
    """Write the reply's end and announce `reply.completed`."""

    attempt: int
    text: str
    stopped: bool
    origin: Origin | None


@dataclass(frozen=True, slots=True)
class FailReply:
    """Write that the reply was not finished, and why; its text so far is kept."""

    text: str
    reason: str


@dataclass(frozen=True, slots=True)
class StoreFeedback:
    """Write and announce the feedback; `answer` None: there is none this time."""

    message_id: UUID
    answer: FeedbackAnswer | None


@dataclass(frozen=True, slots=True)
class StoreWords:
    """Write and announce the words; where `reply` is given, there is room for a word of it."""

    message_id: UUID
    words: tuple[PickedWord, ...]
    reply: str
    failed: bool


@dataclass(frozen=True, slots=True)
class Finish:
    """End the turn: `turn.completed`, or `turn.failed` where `reason` is given."""

    missing: tuple[str, ...]
    stopped: bool
    reason: str | None


Effect = (
    AskFeedback
    | AskWords
    | ClaimReply
    | StartReply
    | AskReply
    | CancelReply
    | ClaimFirstDelta
    | PublishDelta
    | SaveReply
    | CompleteReply
    | FailReply
    | StoreFeedback
    | StoreWords
    | Finish
)
