"""A process that runs a turn, without I/O: performs effects, and refuses those never to come."""

import math
from collections.abc import Callable, Sequence
from uuid import UUID

from app.korean import PickedWord, utf16_offset
from app.tutor.turn import (
    AskFeedback,
    AskReply,
    AskWords,
    CancelReply,
    ClaimFirstDelta,
    ClaimReply,
    CompleteReply,
    Effect,
    FailReply,
    Finish,
    FirstDeltaGranted,
    Input,
    MessageJoined,
    PublishDelta,
    ReplyDelivered,
    ReplyMayStart,
    SaveReply,
    StartReply,
    StoreFeedback,
    StoreWords,
    TurnMachine,
    WordsAnswered,
)
from tests.app.tutor.turn.rows import Rows

SAVE_SECONDS = 1.0


class ProcessDiedError(Exception):
    """The process died before it performed the next effect."""


class Process:
    """What a process knows of its turn: what it waits for, and what it has seen being done."""

    def __init__(self, rows: Rows) -> None:
        self.rows = rows
        self.machine = TurnMachine(rows.record())
        self.effects_left = math.inf
        # What was asked and not answered yet.
        self.waits_for_room = False
        self.feedback_asked: list[UUID] = []
        self.words_asked: list[UUID] = []
        self.reader: int | None = None
        self.claims: list[ClaimFirstDelta] = []
        self.decisions: list[tuple[int, bool]] = []
        self.untold: list[Input] = []
        # What was seen.
        self._messages_known = set(rows.messages)
        self._parts_asked: set[tuple[str, UUID]] = set()
        self._words_answered: dict[UUID, tuple[PickedWord, ...]] = {}
        self._room_granted = False
        self._requests_allowed = 0
        self._said = ""
        self._shown = ""
        self._saved_at: float | None = None
        self._now = 0.0
        self._started = False

    @property
    def waits(self) -> bool:
        """Whether anything is still to come; where nothing is, the turn must have ended."""
        return bool(
            self.waits_for_room
            or self.feedback_asked
            or self.words_asked
            or self.reader is not None
            or self.claims
            or self.decisions
            or self.untold
        )

    @property
    def text_so_far(self) -> str:
        """What the learner was shown of the reply, as far as this process knows."""
        saved = self.rows.reply.text if self.rows.reply is not None else ""
        return self._shown if self._started else saved

    def start(self) -> None:
        """Begin from the rows. Raises `ProcessDiedError`."""
        self._perform(self.machine.start())

    def hear(self, what: Input) -> None:
        """Tell the machine and do what it says. Raises `ProcessDiedError`."""
        match what:
            case ReplyMayStart():
                self._room_granted = True
            case MessageJoined(message_id):
                self._requests_allowed += message_id not in self._messages_known
                self._messages_known.add(message_id)
            case WordsAnswered(message_id, words):
                self._words_answered.setdefault(message_id, words)
        self._perform(self.machine.receive(what))

    def deliver(self, text: str, seconds: float) -> None:
        """Let the reader tell `text`, so long after what was told before."""
        assert self.reader is not None
        self._now += seconds
        self._said += text
        self.hear(ReplyDelivered(self.reader, text, self._now))
        self._shows_what_was_said()

    def decide_claim(self) -> None:
        """Let the database decide the oldest claim."""
        claim = self.claims.pop(0)
        self.decisions.append((claim.attempt, self.rows.claim(claim)))

    def tell_decision(self) -> None:
        """Tell what the database decided."""
        attempt, granted = self.decisions.pop(0)
        self.hear(FirstDeltaGranted(attempt, granted, self._now))
        self._shows_what_was_said()

    def _shows_what_was_said(self) -> None:
        if self._shown:
            assert self._shown == self._said, "text of the reply was lost or doubled"
            assert self._saved_at is not None
            assert self._now - self._saved_at < SAVE_SECONDS, "the text so far was not saved"

    def _perform(self, effects: Sequence[Effect]) -> None:
        for effect in effects:
            if self.effects_left <= 0:
                raise ProcessDiedError
            self.effects_left -= 1
            assert self.rows.end is None, "something came after the end"
            self._check(effect)
            self.rows.write(effect)
        assert self.rows.end is None or self.machine.over

    def _check(self, effect: Effect) -> None:
        checks: dict[type[Effect], Callable[..., None]] = {
            AskFeedback: self._feedback_is_asked,
            AskWords: self._words_are_asked,
            ClaimReply: self._room_is_claimed,
            StartReply: self._reply_starts,
            AskReply: self._reply_is_asked,
            CancelReply: self._reply_is_cancelled,
            ClaimFirstDelta: self._first_delta_is_claimed,
            PublishDelta: self._delta_is_published,
            SaveReply: self._reply_is_saved,
            CompleteReply: self._reply_completes,
            FailReply: self._reply_fails,
            StoreFeedback: self._feedback_is_stored,
            StoreWords: self._words_are_stored,
            Finish: self._turn_finishes,
        }
        checks[type(effect)](effect)

    # Feedback and words

    def _feedback_is_asked(self, effect: AskFeedback) -> None:
        assert not self.rows.messages[effect.message_id].has_feedback
        self._ask_once("feedback", effect.message_id)
        self.feedback_asked.append(effect.message_id)

    def _words_are_asked(self, effect: AskWords) -> None:
        assert not self.rows.messages[effect.message_id].has_words
        self._ask_once("words", effect.message_id)
        self.words_asked.append(effect.message_id)

    def _ask_once(self, part: str, message_id: UUID) -> None:
        assert (part, message_id) not in self._parts_asked, f"{part} asked for twice"
        self._parts_asked.add((part, message_id))

    def _feedback_is_stored(self, effect: StoreFeedback) -> None:
        assert not self.rows.messages[effect.message_id].has_feedback, "feedback stored twice"

    def _words_are_stored(self, effect: StoreWords) -> None:
        assert not self.rows.messages[effect.message_id].has_words, "words stored twice"
        answered = self._words_answered.get(effect.message_id)
        if effect.failed:
            assert answered is None, "words were answered and stored as failed"
            assert (effect.words, effect.reply) == ((), "")
            return
        assert answered is not None, "words stored that nobody answered"
        assert effect.words == answered[:2]
        if len(effect.words) == 2:
            assert effect.reply == "", "there is no room for a word of the reply"
        else:
            self._words_had_room(effect.reply)

    def _words_had_room(self, reply: str) -> None:
        assert not self.rows.replying, "words did not wait for the reply"
        row = self.rows.reply
        finished = row is not None and row.state in {"completed", "stopped"}
        assert reply == (row.text if row is not None and finished else "")

    # The reply

    def _room_is_claimed(self, _: ClaimReply) -> None:
        assert not self.waits_for_room
        assert not self._room_granted
        self.waits_for_room = True

    def _reply_starts(self, effect: StartReply) -> None:
        assert self._room_granted, "the reply starts before its turn"
        before = self.rows.reply
        assert before is None or before.state == "running", "a reply that is over starts again"
        assert effect.attempt == (before.attempt if before is not None else 0) + 1
        assert effect.interruptions >= self.rows.interruptions
        self._started, self._shown, self._saved_at = True, "", None
        self._requests_allowed = 1

    def _reply_is_asked(self, effect: AskReply) -> None:
        assert self._started
        assert self.reader is None, "two readers at once"
        assert not self._shown, "asked again for a reply that was shown"
        assert self._requests_allowed > 0, "asked again without a reason"
        self._is_running(effect.attempt)
        self._requests_allowed -= 1
        self.reader, self._said = effect.attempt, ""

    def _reply_is_cancelled(self, _: CancelReply) -> None:
        self.reader = None

    def _first_delta_is_claimed(self, effect: ClaimFirstDelta) -> None:
        assert effect.messages == len(self._messages_known)
        self.claims.append(effect)

    def _delta_is_published(self, effect: PublishDelta) -> None:
        self._is_running(effect.attempt)
        assert self._started
        assert self.rows.closed, "shown while a message could still join"
        assert effect.text, "a delta without text"
        assert effect.at == utf16_offset(self._shown, len(self._shown))
        self._shown += effect.text

    def _reply_is_saved(self, effect: SaveReply) -> None:
        assert self._started
        assert effect.text == self._shown
        assert self._saved_at is None or self._now - self._saved_at >= SAVE_SECONDS
        self._saved_at = self._now

    def _reply_completes(self, effect: CompleteReply) -> None:
        self._is_running(effect.attempt)
        assert effect.text == self.text_so_far
        if effect.stopped:
            assert self.rows.stop_asked, "stopped though nobody asked"
            assert effect.origin is None
        else:
            assert effect.text == self._said != "", "completed before its end"
            assert effect.origin is not None

    def _reply_fails(self, effect: FailReply) -> None:
        assert self.rows.replying
        assert effect.text == self.text_so_far, "the partial text is not kept"

    def _is_running(self, attempt: int) -> None:
        assert self.rows.replying
        assert self.rows.reply is not None
        assert attempt == self.rows.reply.attempt

    # The end

    def _turn_finishes(self, effect: Finish) -> None:
        for message in self.rows.messages.values():
            assert message.has_feedback, "ended without feedback"
            assert message.has_words, "ended without words"
        assert not self.rows.joinable, "ended while a message could still join"
        reply = self.rows.reply
        assert reply is not None or self.rows.stop_asked, "ended without a reply"
        assert not self.rows.replying, "ended in the middle of the reply"
        assert effect.stopped == (reply is None or reply.state == "stopped")
        assert effect.reason == (reply.failure if reply is not None else None)
        assert effect.missing == tuple(sorted(self.rows.missing))
