"""The rows a turn would have in PostgreSQL, written by its effects as the store writes them."""

from dataclasses import dataclass, field, replace
from uuid import UUID

from app.tutor.turn import (
    ClaimFirstDelta,
    CompleteReply,
    Effect,
    FailReply,
    Finish,
    MessageRecord,
    ReplyRecord,
    SaveReply,
    StartReply,
    StoreFeedback,
    StoreWords,
    TurnRecord,
)


@dataclass
class Rows:
    """One turn's rows. What outlives a process is here and nowhere else."""

    messages: dict[UUID, MessageRecord]
    reply: ReplyRecord | None = None
    interruptions: int = 0
    closed: bool = False
    stop_asked: bool = False
    missing: set[str] = field(default_factory=set)
    end: Finish | None = None

    @property
    def joinable(self) -> bool:
        """Whether a message may join (the condition of `desk.JOIN`)."""
        return self.end is None and not self.closed and not self.stop_asked

    @property
    def replying(self) -> bool:
        """Whether a reply was started and is not over."""
        return self.reply is not None and self.reply.state == "running"

    def record(self) -> TurnRecord:
        """What `TurnStore.load` reads of them."""
        return TurnRecord(
            messages=tuple(self.messages.values()),
            reply=self.reply,
            interruptions=self.interruptions,
            first_delta_claimed=self.closed,
            stop_asked=self.stop_asked,
            missing=tuple(sorted(self.missing)),
        )

    def join(self) -> UUID:
        """Write another message of the turn; return its id."""
        message_id = UUID(int=len(self.messages) + 1)
        self.messages[message_id] = MessageRecord(message_id)
        return message_id

    def claim(self, claim: ClaimFirstDelta) -> bool:
        """Close the turn, if it has as many messages as the claim says."""
        granted = len(self.messages) == claim.messages
        self.closed = self.closed or granted
        return granted

    def take_over(self, *, handed_over: bool) -> None:
        """Count the interruption, as `lease.TAKE_OVER` does."""
        if self.replying and not handed_over:
            self.interruptions += 1

    def write(self, effect: Effect) -> None:
        """Write what an effect says; those that write nothing change nothing."""
        match effect:
            case StartReply(attempt, interruptions):
                self.reply = ReplyRecord("running", attempt, "")
                self.interruptions = interruptions
            case SaveReply(text):
                assert self.reply is not None
                self.reply = replace(self.reply, text=text)
            case CompleteReply(_, text, stopped, _):
                self._end_reply("stopped" if stopped else "completed", text)
                self.closed = True
            case FailReply(text, reason):
                self._end_reply("failed", text, reason)
                self.closed = True
                self.missing.add("reply")
            case StoreFeedback(message_id, answer):
                self.messages[message_id] = replace(self.messages[message_id], has_feedback=True)
                self._miss("feedback", failed=answer is None)
            case StoreWords(message_id, _, _, failed):
                self.messages[message_id] = replace(self.messages[message_id], has_words=True)
                self._miss("words", failed=failed)
            case Finish():
                self.end = effect

    def _end_reply(self, state: str, text: str, failure: str | None = None) -> None:
        assert self.reply is not None
        self.reply = ReplyRecord(state, self.reply.attempt, text, failure)

    def _miss(self, part: str, *, failed: bool) -> None:
        if failed:
            self.missing.add(part)
