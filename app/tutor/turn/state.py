"""What the turn machine remembers of its messages and of its reply."""

from dataclasses import dataclass
from enum import Enum, auto
from typing import Self
from uuid import UUID

from app.korean import PickedWord
from app.tutor.turn.inputs import ReplyBroken, ReplyFinished
from app.tutor.turn.record import MessageRecord, ReplyRecord


class ReplyPhase(Enum):
    """How far the reply is."""

    WAITING = auto()
    ASKED = auto()
    CLAIMING = auto()
    SHOWN = auto()
    OVER = auto()


@dataclass(slots=True)
class MessageState:
    """One learner message: which parts are stored, and words that wait for the reply's."""

    message_id: UUID
    has_feedback: bool = False
    has_words: bool = False
    held: tuple[PickedWord, ...] | None = None

    @classmethod
    def of(cls, record: MessageRecord) -> Self:
        """Return what its rows say of a message."""
        return cls(record.message_id, record.has_feedback, record.has_words)


@dataclass(slots=True)
class ReplyState:
    """The reply: `text` and its length in UTF-16 code units are what was shown so far."""

    phase: ReplyPhase = ReplyPhase.WAITING
    attempt: int = 0
    text: str = ""
    units: int = 0
    saved_at: float | None = None
    # While the first delta is claimed: what came, and how the reply ended meanwhile.
    pending: str = ""
    end: ReplyFinished | ReplyBroken | None = None
    # How it ended: stopped, failed for a reason, or whole.
    stopped: bool = False
    failure: str | None = None

    @classmethod
    def of(cls, record: ReplyRecord | None) -> Self:
        """Return what its row says of a reply; one that was running is begun again."""
        if record is None:
            return cls()
        return cls(
            phase=ReplyPhase.WAITING if record.state == "running" else ReplyPhase.OVER,
            attempt=record.attempt,
            text=record.text,
            stopped=record.state == "stopped",
            failure=(record.failure or "interrupted") if record.state == "failed" else None,
        )

    @property
    def final(self) -> str:
        """The text that words may be picked of once the reply is over: none where it failed."""
        return self.text if self.failure is None else ""

    def begin(self) -> None:
        """Forget the attempt before and begin the next."""
        self.phase = ReplyPhase.ASKED
        self.attempt += 1
        self.text, self.units, self.saved_at = "", 0, None
