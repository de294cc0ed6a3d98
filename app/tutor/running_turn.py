"""The asyncio shell around one turn: it does what the machine asks and tells it what came."""

import asyncio
from collections.abc import Coroutine
from typing import Any
from uuid import UUID

from app.platform.clock import Clock
from app.platform.logging import logger
from app.platform.metrics import Metrics
from app.platform.tasks import spawn
from app.tutor.answers import AgentFailedError, Agents, Origin
from app.tutor.closeness import closeness_of
from app.tutor.lease import LeaseLostError, claim_first_delta, claim_reply
from app.tutor.ports import WordSink
from app.tutor.reply_reader import ReplyReader
from app.tutor.store import OpenTurn, TurnStore
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
    FeedbackAnswered,
    FeedbackFailed,
    Finish,
    FirstDeltaGranted,
    Input,
    LeaseLost,
    MessageJoined,
    PublishDelta,
    ReplyMayStart,
    SaveReply,
    StartReply,
    StoreFeedback,
    StoreWords,
    TurnMachine,
    WordsAnswered,
    WordsFailed,
)

log = logger(__name__)

ANSWER_SECONDS = 8.0
# A turn ahead of this one may run in another process: its end is also looked for this often.
ROOM_LOOK_SECONDS = 2.0


class RunningTurn:
    """One turn that this process owns, from its rows to its end or the loss of its lease."""

    def __init__(
        self,
        turn_id: UUID,
        fence: int,
        *,
        store: TurnStore,
        agents: Agents,
        words: WordSink,
        clock: Clock,
        metrics: Metrics,
        reply_source: str,
        answer_seconds: float = ANSWER_SECONDS,
    ) -> None:
        """`answer_seconds` is how long feedback and words are waited for."""
        self.turn_id = turn_id
        self.fence = fence
        self.room_id: UUID | None = None
        self._store = store
        self._agents = agents
        self._words = words
        self._clock = clock
        self._metrics = metrics
        self._reply_source = reply_source
        self._answer_seconds = answer_seconds
        self._inbox: asyncio.Queue[tuple[int | None, Input]] = asyncio.Queue()
        self._room_moved = asyncio.Event()
        # Counts the readers, so that what an abandoned one still says is not heard.
        self._reading = 0
        self._reader: asyncio.Task[None] | None = None
        self._asked: set[asyncio.Task[None]] = set()
        self._turn: OpenTurn | None = None
        self._machine: TurnMachine | None = None
        self._shown = False
        # What Redis did not take: the next delta begins there, so that nobody sees a gap.
        self._unsent: PublishDelta | None = None
        self._ended = False

    def tell(self, what: Input) -> None:
        """Tell the turn what happened; it is taken in order."""
        self._inbox.put_nowait((None, what))

    def room_moved(self) -> None:
        """Say that another turn of the room has ended."""
        self._room_moved.set()

    async def look_for_messages(self, count: int) -> None:
        """Take in messages that joined, where the turn's row counts more than are known."""
        if self._turn is not None and count > len(self._turn.messages):
            for message_id in await self._store.load_messages(self._turn):
                self.tell(MessageJoined(message_id))

    async def run(self) -> UUID | None:
        """Run the turn; return its room where it ended here, None where the lease was lost."""
        turn, record = await self._store.load(self.turn_id, self.fence)
        self._turn, self.room_id = turn, turn.room_id
        machine = self._machine = TurnMachine(record)
        async with asyncio.TaskGroup() as group:
            await self._perform(group, turn, machine, machine.start())
            while not machine.over:
                reading, what = await self._inbox.get()
                if reading is None or reading == self._reading:
                    await self._perform(group, turn, machine, machine.receive(what))
            for task in self._asked:
                task.cancel()
        return turn.room_id if self._ended else None

    async def save(self) -> None:
        """Write the reply's text so far, for whoever takes the turn over."""
        if self._turn is not None and self._machine is not None and self._machine.reply_text:
            await self._store.save_reply(self._turn, self._machine.reply_text)

    async def _perform(
        self,
        group: asyncio.TaskGroup,
        turn: OpenTurn,
        machine: TurnMachine,
        effects: list[Effect],
    ) -> None:
        """Do the effects in order; where the lease was lost, tell the machine."""
        try:
            for effect in effects:
                await self._do(group, turn, machine, effect)
        except LeaseLostError:
            log.info("turn_lost", turn_id=str(self.turn_id))
            self._cancel_reader()
            machine.receive(LeaseLost())

    async def _do(  # noqa: C901, PLR0912 - one case an effect
        self, group: asyncio.TaskGroup, turn: OpenTurn, machine: TurnMachine, effect: Effect
    ) -> None:
        match effect:
            case AskFeedback(message_id):
                self._ask(group, self._feedback(turn, message_id))
            case AskWords(message_id):
                self._ask(group, self._words_of(turn, message_id))
            case ClaimReply():
                self._ask(group, self._wait_for_room())
            case StartReply(attempt, interruptions):
                await self._store.start_reply(
                    turn, attempt, interruptions=interruptions, source=self._reply_source
                )
            case AskReply(attempt):
                self._read_reply(group, turn, attempt)
            case CancelReply():
                self._cancel_reader()
            case ClaimFirstDelta(attempt, messages):
                await self._claim_first_delta(group, turn, machine, attempt, messages)
            case PublishDelta():
                await self._publish_delta(turn, effect)
                self._observe_first_delta(turn)
            case SaveReply(text):
                await self._store.save_reply(turn, text)
            case CompleteReply(attempt, text, stopped, origin):
                if self._unsent is not None and self._unsent.attempt == attempt:
                    await self._publish_delta(turn, PublishDelta(attempt, self._unsent.at, ""))
                origin = origin or Origin(self._reply_source, "unchecked")
                await self._store.complete_reply(
                    turn, attempt, text, stopped=stopped, origin=origin
                )
            case FailReply(text, reason):
                await self._store.fail_reply(turn, text, reason)
            case StoreFeedback(message_id, answer):
                facts = turn.conversation.facts
                target = closeness_of(facts.persona, facts.closeness).target
                await self._store.store_feedback(turn, message_id, answer, target=target)
            case StoreWords():
                await self._store_words(turn, effect)
            case Finish(missing, stopped, reason):
                await self._store.finish(turn, missing=missing, stopped=stopped, reason=reason)
                seconds = (self._clock.now() - turn.created_at).total_seconds()
                outcome = "failed" if reason else "stopped" if stopped else "completed"
                self._metrics.turns.labels(outcome).observe(seconds)
                log.info("turn_ended", turn_id=str(turn.turn_id), outcome=outcome, missing=missing)
                self._ended = True

    def _ask(self, group: asyncio.TaskGroup, work: Coroutine[Any, Any, None]) -> asyncio.Task[None]:
        task = spawn(group, work)
        self._asked.add(task)
        task.add_done_callback(self._asked.discard)
        return task

    def _read_reply(self, group: asyncio.TaskGroup, turn: OpenTurn, attempt: int) -> None:
        self._reading += 1
        reading = self._reading
        reader = ReplyReader(attempt, tell=lambda what: self._inbox.put_nowait((reading, what)))
        self._reader = self._ask(
            group, reader.read(self._agents, turn.conversation, list(turn.messages.values()))
        )

    def _cancel_reader(self) -> None:
        self._reading += 1
        if self._reader is not None:
            self._reader.cancel()
            self._reader = None

    async def _feedback(self, turn: OpenTurn, message_id: UUID) -> None:
        try:
            async with asyncio.timeout(self._answer_seconds):
                answer = await self._agents.feedback(turn.conversation, turn.messages[message_id])
        except AgentFailedError as failure:
            self.tell(FeedbackFailed(message_id, failure.reason))
        except TimeoutError:
            self.tell(FeedbackFailed(message_id, "deadline"))
        else:
            self.tell(FeedbackAnswered(message_id, answer))

    async def _words_of(self, turn: OpenTurn, message_id: UUID) -> None:
        try:
            async with asyncio.timeout(self._answer_seconds):
                answer = await self._agents.words(turn.conversation, turn.messages[message_id])
        except AgentFailedError as failure:
            self.tell(WordsFailed(message_id, failure.reason))
        except TimeoutError:
            self.tell(WordsFailed(message_id, "deadline"))
        else:
            self.tell(WordsAnswered(message_id, answer.words))

    async def _wait_for_room(self) -> None:
        self._room_moved.clear()
        while not await claim_reply(self.turn_id, self.fence):
            try:
                async with asyncio.timeout(ROOM_LOOK_SECONDS):
                    await self._room_moved.wait()
            except TimeoutError:
                log.debug("waits_for_room", turn_id=str(self.turn_id))
            # Before the next look, so that an end meanwhile is not missed.
            self._room_moved.clear()
        self.tell(ReplyMayStart())

    async def _claim_first_delta(
        self,
        group: asyncio.TaskGroup,
        turn: OpenTurn,
        machine: TurnMachine,
        attempt: int,
        messages: int,
    ) -> None:
        now = asyncio.get_running_loop().time()
        granted = await claim_first_delta(self.turn_id, self.fence, messages)
        joined: list[Input] = []
        if not granted:
            await self._store.load_messages(turn)
            if len(turn.messages) <= messages:
                raise LeaseLostError(str(self.turn_id))
            joined = [MessageJoined(one) for one in turn.messages]
        for what in [FirstDeltaGranted(attempt, granted, now), *joined]:
            for effect in machine.receive(what):
                await self._do(group, turn, machine, effect)

    async def _store_words(self, turn: OpenTurn, effect: StoreWords) -> None:
        from_reply = (
            self._agents.words_of_reply(turn.conversation, effect.reply, effect.words)
            if effect.reply
            else ()
        )
        await self._store.store_words(
            turn,
            effect.message_id,
            from_message=effect.words,
            from_reply=from_reply,
            failed=effect.failed,
        )
        if effect.words or from_reply:
            await self._words.wants_translation(effect.message_id)

    async def _publish_delta(self, turn: OpenTurn, delta: PublishDelta) -> None:
        unsent = self._unsent
        if unsent is not None and unsent.attempt == delta.attempt:
            delta = PublishDelta(delta.attempt, unsent.at, unsent.text + delta.text)
        sent = await self._store.publish_delta(turn, delta.attempt, delta.at, delta.text)
        self._unsent = None if sent else delta

    def _observe_first_delta(self, turn: OpenTurn) -> None:
        if not self._shown:
            self._shown = True
            seconds = (self._clock.now() - turn.created_at).total_seconds()
            self._metrics.first_delta.labels(self._reply_source).observe(seconds)
