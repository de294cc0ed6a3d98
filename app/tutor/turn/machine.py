"""The turn machine: no await, no clock, no database; inputs in, effects out.

Made from the turn's rows, so that taking over a dead process's turn is: read the rows, make the
machine, go on (realtime.md, A turn survives its process).
"""

from uuid import UUID

from app.korean import PickedWord, utf16_offset
from app.tutor.answers import Origin
from app.tutor.turn import effects as do
from app.tutor.turn import inputs as got
from app.tutor.turn.record import TurnRecord
from app.tutor.turn.state import MessageState, ReplyPhase, ReplyState

WORDS_PER_MESSAGE = 2
INTERRUPTIONS_ALLOWED = 1
SAVE_SECONDS = 1.0


class TurnMachine:
    """One turn. `start` gives the first effects, `receive` those that an input brings.

    Promised, whatever comes in whatever order: each message's feedback and words are stored once;
    deltas come after `StartReply` of their attempt and continue each other; `Finish` comes once,
    last, when every part of every message that joined is stored.
    """

    def __init__(self, record: TurnRecord) -> None:
        self._messages = {one.message_id: MessageState.of(one) for one in record.messages}
        self._reply = ReplyState.of(record.reply)
        self._interruptions = record.interruptions
        # Closed to further messages, and all that joined are known.
        self._closed = record.first_delta_claimed
        self._stop_asked = record.stop_asked
        self._missing = set(record.missing)
        self._over = False

    @property
    def over(self) -> bool:
        """Whether the turn has ended here: finished, or lost to another process."""
        return self._over

    @property
    def reply_text(self) -> str:
        """The reply's text so far."""
        return self._reply.text

    def start(self) -> list[do.Effect]:
        """Return what is still to be done of a turn with these rows."""
        made: list[do.Effect] = []
        for message in self._messages.values():
            made += self._ask_about(message)
        if self._reply.phase is ReplyPhase.OVER:
            return made + self._finish_if_done()
        if self._stop_asked:
            return made + self._stop()
        if self._interruptions > INTERRUPTIONS_ALLOWED:
            return made + self._fail_reply("interrupted")
        return [*made, do.ClaimReply()]

    def receive(self, what: got.Input) -> list[do.Effect]:  # noqa: C901 - one line an input
        """Return the effects of one input; none once the turn is over here."""
        if self._over:
            return []
        match what:
            case got.MessageJoined(message_id):
                return self._join(message_id)
            case got.ReplyMayStart():
                return self._start_reply()
            case got.ReplyDelivered():
                return self._delivered(what)
            case got.FirstDeltaGranted():
                return self._first_delta(what)
            case got.ReplyFinished() | got.ReplyBroken():
                return self._ended(what)
            case got.FeedbackAnswered(message_id, answer):
                return self._feedback(do.StoreFeedback(message_id, answer))
            case got.FeedbackFailed(message_id):
                return self._feedback(do.StoreFeedback(message_id, None))
            case got.WordsAnswered(message_id, words):
                return self._words(message_id, words)
            case got.WordsFailed(message_id):
                return self._words_failed(message_id)
            case got.StopAsked():
                return self._stop()
            case got.LeaseLost():
                self._over = True
                return [do.CancelReply()]

    # Messages, their feedback and their words

    def _ask_about(self, message: MessageState) -> list[do.Effect]:
        made: list[do.Effect] = []
        if not message.has_feedback:
            made.append(do.AskFeedback(message.message_id))
        if not message.has_words:
            made.append(do.AskWords(message.message_id))
        return made

    def _join(self, message_id: UUID) -> list[do.Effect]:
        if message_id in self._messages:
            return []
        message = self._messages[message_id] = MessageState(message_id)
        made = self._ask_about(message)
        if self._reply.phase in {ReplyPhase.ASKED, ReplyPhase.CLAIMING}:
            made += self._ask_again()
        return made

    def _ask_again(self) -> list[do.Effect]:
        """Drop what nobody has seen and ask with all messages, in the same attempt."""
        self._reply.phase = ReplyPhase.ASKED
        return [do.CancelReply(), do.AskReply(self._reply.attempt)]

    def _feedback(self, store: do.StoreFeedback) -> list[do.Effect]:
        message = self._messages.get(store.message_id)
        if message is None or message.has_feedback:
            return []
        message.has_feedback = True
        if store.answer is None:
            self._missing.add("feedback")
        return [store, *self._finish_if_done()]

    def _words(self, message_id: UUID, words: tuple[PickedWord, ...]) -> list[do.Effect]:
        message = self._awaiting_words(message_id)
        if message is None:
            return []
        message.held = words[:WORDS_PER_MESSAGE]
        # Room for a word of the reply: wait for it, so that words are announced once.
        if len(message.held) < WORDS_PER_MESSAGE and self._reply.phase is not ReplyPhase.OVER:
            return []
        return [self._store_words(message, message.held), *self._finish_if_done()]

    def _words_failed(self, message_id: UUID) -> list[do.Effect]:
        message = self._awaiting_words(message_id)
        if message is None:
            return []
        message.has_words = True
        self._missing.add("words")
        return [do.StoreWords(message_id, (), "", failed=True), *self._finish_if_done()]

    def _awaiting_words(self, message_id: UUID) -> MessageState | None:
        message = self._messages.get(message_id)
        answered = message is None or message.has_words or message.held is not None
        return None if answered else message

    def _store_words(self, message: MessageState, held: tuple[PickedWord, ...]) -> do.StoreWords:
        message.has_words = True
        reply = self._reply.final if len(held) < WORDS_PER_MESSAGE else ""
        return do.StoreWords(message.message_id, held, reply, failed=False)

    def _release_words(self) -> list[do.Effect]:
        return [
            self._store_words(message, message.held)
            for message in self._messages.values()
            if message.held is not None and not message.has_words
        ]

    # The reply

    def _start_reply(self) -> list[do.Effect]:
        reply = self._reply
        if reply.phase is not ReplyPhase.WAITING:
            return []
        reply.begin()
        return [do.StartReply(reply.attempt, self._interruptions), do.AskReply(reply.attempt)]

    def _delivered(self, what: got.ReplyDelivered) -> list[do.Effect]:
        reply = self._reply
        if what.attempt != reply.attempt or not what.text:
            return []
        if reply.phase is ReplyPhase.SHOWN or (reply.phase is ReplyPhase.ASKED and self._closed):
            return self._show(what.text, what.now)
        if reply.phase is ReplyPhase.ASKED:
            reply.phase, reply.pending, reply.end = ReplyPhase.CLAIMING, what.text, None
            return [self._claim()]
        if reply.phase is ReplyPhase.CLAIMING and reply.end is None:
            reply.pending += what.text
        return []

    def _claim(self) -> do.Effect:
        return do.ClaimFirstDelta(self._reply.attempt, len(self._messages))

    def _first_delta(self, what: got.FirstDeltaGranted) -> list[do.Effect]:
        reply = self._reply
        # Not granted: the joining message is announced by itself, and what was claimed for is
        # asked for again then.
        if not what.granted or what.attempt != reply.attempt:
            return []
        self._closed = True
        if reply.phase is ReplyPhase.OVER:
            return self._finish_if_done()
        if reply.phase is not ReplyPhase.CLAIMING:
            return []
        made = self._show(reply.pending, what.now)
        return made + (self._ended(reply.end) if reply.end is not None else [])

    def _show(self, text: str, now: float) -> list[do.Effect]:
        reply = self._reply
        made: list[do.Effect] = [do.PublishDelta(reply.attempt, reply.units, text)]
        reply.phase = ReplyPhase.SHOWN
        reply.text += text
        reply.units += utf16_offset(text, len(text))
        if reply.saved_at is None or now - reply.saved_at >= SAVE_SECONDS:
            reply.saved_at = now
            made.append(do.SaveReply(reply.text))
        return made

    def _ended(self, what: got.ReplyFinished | got.ReplyBroken) -> list[do.Effect]:
        reply = self._reply
        if what.attempt != reply.attempt:
            return []
        if reply.phase is ReplyPhase.CLAIMING:
            reply.end = reply.end or what
            return []
        if reply.phase not in {ReplyPhase.ASKED, ReplyPhase.SHOWN}:
            return []
        if isinstance(what, got.ReplyBroken):
            return self._broken(what.reason)
        if not reply.text:
            return self._fail_reply("empty")
        return self._complete(stopped=False, origin=what.origin)

    def _broken(self, reason: str) -> list[do.Effect]:
        if not self._reply.text:
            return self._fail_reply(reason)
        self._interruptions += 1
        if self._interruptions > INTERRUPTIONS_ALLOWED:
            return self._fail_reply("interrupted")
        self._reply.phase = ReplyPhase.WAITING
        return self._start_reply()

    def _stop(self) -> list[do.Effect]:
        if self._reply.phase is ReplyPhase.OVER:
            return []
        if self._reply.attempt > 0:
            return [do.CancelReply(), *self._complete(stopped=True, origin=None)]
        # Not announced yet, so there is nothing to complete.
        self._reply.phase, self._reply.stopped = ReplyPhase.OVER, True
        return [do.CancelReply(), *self._reply_is_over()]

    def _complete(self, *, stopped: bool, origin: Origin | None) -> list[do.Effect]:
        reply = self._reply
        reply.phase, reply.stopped = ReplyPhase.OVER, stopped
        completed = do.CompleteReply(reply.attempt, reply.text, stopped, origin)
        return [completed, *self._reply_is_over()]

    def _fail_reply(self, reason: str) -> list[do.Effect]:
        reply = self._reply
        reply.phase, reply.failure = ReplyPhase.OVER, reason
        self._missing.add("reply")
        return [do.CancelReply(), do.FailReply(reply.text, reason), *self._reply_is_over()]

    # The end

    def _reply_is_over(self) -> list[do.Effect]:
        return self._release_words() + self._finish_if_done()

    def _finish_if_done(self) -> list[do.Effect]:
        stored = all(one.has_feedback and one.has_words for one in self._messages.values())
        if not stored or self._reply.phase is not ReplyPhase.OVER:
            return []
        if not self._closed:
            # A message may have joined that nobody has told of: it is answered before the end.
            return [self._claim()]
        self._over = True
        missing = tuple(sorted(self._missing))
        return [do.Finish(missing, self._reply.stopped, self._reply.failure)]
