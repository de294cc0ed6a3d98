"""The turn machine under any interleaving: agents, joins, stops, breaks, crashes, in any order."""

import math
from uuid import UUID

from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from app.korean import PickedWord
from app.tutor.turn import (
    CancelReply,
    FeedbackAnswered,
    FeedbackFailed,
    FirstDeltaGranted,
    Input,
    LeaseLost,
    MessageJoined,
    MessageRecord,
    ReplyBroken,
    ReplyDelivered,
    ReplyFinished,
    ReplyMayStart,
    SaveReply,
    StopAsked,
    WordsAnswered,
    WordsFailed,
)
from tests.app.tutor.turn.process import Process, ProcessDiedError
from tests.app.tutor.turn.rows import Rows
from tests.app.tutor.turn.transcript import FIRST, FRIEND, MODEL, PERFECT, RICE, SCHOOL

MOST_MESSAGES = 4
ATTEMPTS_ALLOWED = 2
MOST_STEPS_TO_THE_END = 100
EVERYBODY = ["learner", "database", "intimacy", "vocabulary", "room", "model"]
PIECES = st.sampled_from(["응", " 맞아", "ㅋㅋ", "🍀", "👨‍👩‍👧 ", ""])
SECONDS = st.sampled_from([0.0, 0.04, 0.5, 1.0, 3.0])
WORDS = st.lists(st.sampled_from([SCHOOL, FRIEND, RICE]), max_size=3).map(tuple)
REASONS = st.sampled_from(["deadline", "unreachable", "refused"])
WHICH = st.integers(0, MOST_MESSAGES)


def all_that_is_said_of(attempt: int) -> list[Input]:
    """Everything that a reader or claim of that attempt could say."""
    return [
        ReplyDelivered(attempt, "아니", 0.0),
        ReplyFinished(attempt, MODEL),
        ReplyBroken(attempt, "deadline"),
        FirstDeltaGranted(attempt, granted=True, now=0.0),
        FirstDeltaGranted(attempt, granted=False, now=0.0),
    ]


class TurnLife(RuleBasedStateMachine):
    """One turn over all processes that own it; `Process` refuses what must not be done."""

    def __init__(self) -> None:
        super().__init__()
        self.handovers = 0
        self.order, self.breaks = EVERYBODY, 0
        self.rows = Rows({FIRST: MessageRecord(FIRST)})
        self.process = Process(self.rows)
        self.process.start()

    @initialize(order=st.permutations(EVERYBODY), breaks=st.integers(0, 2))
    def some_will_answer_before_others(self, order: list[str], breaks: int) -> None:
        self.order, self.breaks = order, breaks

    def hears(self, what: Input) -> None:
        try:
            self.process.hear(what)
        except ProcessDiedError:
            self.is_taken_over()

    def is_taken_over(self, *, handed_over: bool = False) -> None:
        self.rows.take_over(handed_over=handed_over)
        self.process = Process(self.rows)
        self.process.start()

    def says_nothing_to(self, *inputs: Input) -> None:
        for what in inputs:
            assert self.process.machine.receive(what) == []

    # The learner

    @precondition(lambda self: self.rows.joinable and len(self.rows.messages) < MOST_MESSAGES)
    @rule()
    def a_message_joins(self) -> None:
        self.process.untold.append(MessageJoined(self.rows.join()))

    @precondition(lambda self: not self.rows.end and not self.rows.stop_asked)
    @rule()
    def the_learner_stops(self) -> None:
        self.rows.stop_asked = True
        self.process.untold.append(StopAsked())

    @precondition(lambda self: self.process.untold)
    @rule(which=WHICH)
    def the_owner_is_told(self, which: int) -> None:
        told = self.process.untold.pop(which % len(self.process.untold))
        self.hears(told)
        if isinstance(told, StopAsked):
            assert not self.rows.replying, "a stop does not wait"

    # The agents

    @precondition(lambda self: self.process.feedback_asked)
    @rule(which=WHICH, fails=st.booleans())
    def feedback_comes(self, which: int, fails: bool) -> None:
        asked = self.process.feedback_asked
        message_id = asked.pop(which % len(asked))
        answered = FeedbackAnswered(message_id, PERFECT)
        failed = FeedbackFailed(message_id, "deadline")
        self.hears(failed if fails else answered)
        if message_id not in self.process.feedback_asked:
            self.says_nothing_to(answered, failed)

    @precondition(lambda self: self.process.words_asked)
    @rule(which=WHICH, words=st.none() | WORDS)
    def words_come(self, which: int, words: tuple[PickedWord, ...] | None) -> None:
        asked = self.process.words_asked
        message_id = asked.pop(which % len(asked))
        answered = WordsAnswered(message_id, words or ())
        failed = WordsFailed(message_id, "deadline")
        self.hears(failed if words is None else answered)
        if message_id not in self.process.words_asked:
            self.says_nothing_to(answered, failed)

    # The reply

    @precondition(lambda self: self.process.waits_for_room)
    @rule()
    def the_turns_before_have_ended(self) -> None:
        self.process.waits_for_room = False
        self.hears(ReplyMayStart())
        if not self.process.waits_for_room:
            self.says_nothing_to(ReplyMayStart())

    @precondition(lambda self: self.process.reader is not None)
    @rule(text=PIECES, seconds=SECONDS)
    def the_reply_goes_on(self, text: str, seconds: float) -> None:
        try:
            self.process.deliver(text, seconds)
        except ProcessDiedError:
            self.is_taken_over()

    @precondition(lambda self: self.process.reader is not None)
    @rule(broken=st.none() | REASONS)
    def the_reply_ends(self, broken: str | None) -> None:
        attempt, self.process.reader = self.process.reader, None
        assert attempt is not None
        if broken is None:
            self.hears(ReplyFinished(attempt, MODEL))
        else:
            self.hears(ReplyBroken(attempt, broken))

    @precondition(lambda self: self.process.claims)
    @rule(told_at_once=st.booleans())
    def the_database_decides_a_claim(self, told_at_once: bool) -> None:
        self.process.decide_claim()
        if told_at_once:
            self.the_decision_is_told()

    @precondition(lambda self: self.process.decisions)
    @rule()
    def the_decision_is_told(self) -> None:
        try:
            self.process.tell_decision()
        except ProcessDiedError:
            self.is_taken_over()

    # The process

    @precondition(lambda self: not self.rows.end)
    @rule(how=st.sampled_from(["dies", "hands over", "loses its lease"]))
    def the_process_is_gone(self, how: str) -> None:
        if how == "hands over":
            self.saves_its_reply()
            self.handovers += 1
        elif how == "loses its lease":
            assert self.process.machine.receive(LeaseLost()) == [CancelReply()]
            assert self.process.machine.over
            self.says_nothing_to(StopAsked(), ReplyMayStart(), LeaseLost())
        self.is_taken_over(handed_over=how == "hands over")

    def saves_its_reply(self) -> None:
        assert self.process.machine.reply_text == self.process.text_so_far
        if self.process.text_so_far:
            self.rows.write(SaveReply(self.process.text_so_far))

    @precondition(lambda self: not self.rows.end)
    @rule(effects=st.integers(0, 4))
    def the_process_will_die_after_a_few_effects(self, effects: int) -> None:
        self.process.effects_left = effects

    @precondition(lambda self: self.rows.end)
    @rule(who=st.integers(1, MOST_MESSAGES + 1))
    def nothing_comes_after_the_end(self, who: int) -> None:
        assert self.process.machine.over
        self.says_nothing_to(
            MessageJoined(UUID(int=who)), StopAsked(), ReplyMayStart(), LeaseLost()
        )

    # Promises

    @invariant()
    def something_is_waited_for_until_the_end(self) -> None:
        assert self.process.waits or self.rows.end is not None

    @invariant()
    def there_are_two_attempts_and_one_for_each_handover(self) -> None:
        if self.rows.reply is not None:
            assert self.rows.reply.attempt <= ATTEMPTS_ALLOWED + self.handovers

    @invariant()
    def a_message_that_is_known_does_not_join_again(self) -> None:
        self.says_nothing_to(MessageJoined(FIRST))

    @invariant()
    def an_attempt_that_is_over_is_not_heard(self) -> None:
        if self.rows.reply is not None:
            self.says_nothing_to(*all_that_is_said_of(self.rows.reply.attempt - 1))

    def teardown(self) -> None:
        """Let all that are asked answer, some before others: then the turn ends."""
        self.process.effects_left = math.inf
        for _ in range(MOST_STEPS_TO_THE_END):
            if self.rows.end is None:
                assert any(self.answers(one) for one in self.order), "nobody has more to say"
        assert self.rows.end is not None, "everybody answered, and the turn has not ended"
        self.there_are_two_attempts_and_one_for_each_handover()

    def answers(self, who: str) -> bool:
        """Let one of them answer; say whether it had been asked."""
        process = self.process
        match who:
            case "learner" if process.untold:
                self.the_owner_is_told(which=-1)
            case "database" if process.decisions:
                self.the_decision_is_told()
            case "database" if process.claims:
                self.the_database_decides_a_claim(told_at_once=False)
            case "intimacy" if process.feedback_asked:
                self.feedback_comes(which=0, fails=False)
            case "vocabulary" if process.words_asked:
                self.words_come(which=0, words=(SCHOOL,))
            case "room" if process.waits_for_room:
                self.the_turns_before_have_ended()
            case "model" if process.reader is not None:
                self.the_reply_goes_on(text="끝", seconds=0.0)
                self.the_reply_ends(broken="reset" if self.breaks > 0 else None)
                self.breaks -= 1
            case _:
                return False
        return True


def test_a_turn_keeps_its_promises_whatever_comes_in_whatever_order() -> None:
    run_state_machine_as_test(
        TurnLife,
        settings=settings(
            max_examples=300, stateful_step_count=40, deadline=None, derandomize=True
        ),
    )
