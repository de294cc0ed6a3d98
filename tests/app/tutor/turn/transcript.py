"""A turn as a transcript: `>>` what comes in, `<<` what must come out, line by line."""

from collections import deque
from typing import Self
from uuid import UUID

from app.korean import PickedWord
from app.tutor.answers import FeedbackAnswer, Origin
from app.tutor.turn import (
    AskFeedback,
    AskReply,
    AskWords,
    ClaimFirstDelta,
    ClaimReply,
    Effect,
    FirstDeltaGranted,
    Input,
    MessageRecord,
    PublishDelta,
    ReplyDelivered,
    ReplyMayStart,
    SaveReply,
    StartReply,
    TurnMachine,
    TurnRecord,
)

FIRST, SECOND, THIRD = UUID(int=1), UUID(int=2), UUID(int=3)
MODEL = Origin("model", "verified", "a-model", "reply-1")
PERFECT = FeedbackAnswer(
    status="perfect",
    target="haeyo",
    detected="haeyo",
    corrected="학교에 가요.",
    edits=(),
    feedback_en="No mistake found.",
    feedback_ko="틀린 곳이 없어요.",
    origin=Origin("engine", "verified"),
)


def word(lemma: str) -> PickedWord:
    """A word as the Vocabulary agent picks it."""
    return PickedWord(lemma, 0, len(lemma), lemma, "noun", 1, lemma, lemma, lemma, lemma)


SCHOOL, FRIEND, RICE = word("학교"), word("친구"), word("밥")


class Transcript:
    """A machine and what it still has to say.

    Made from rows, it starts the machine. `>>` gives it an input, and fails where it said more
    than was read of it; `<<` reads one effect, and fails where that is another or there is none.
    `assert` on the whole fails where something was left unread.
    """

    def __init__(self, record: TurnRecord) -> None:
        self.machine = TurnMachine(record)
        self._read: list[str] = []
        self._unread: deque[Effect] = deque(self.machine.start())

    def __rshift__(self, what: Input) -> Self:
        self._nothing_is_unread()
        self._read.append(f">> {what}")
        self._unread.extend(self.machine.receive(what))
        return self

    def __lshift__(self, expected: Effect) -> Self:
        said = self._unread.popleft() if self._unread else None
        if said != expected:
            self._fail(f"<< {expected}", f"<< {said}" if said is not None else "nothing")
        self._read.append(f"<< {expected}")
        return self

    def __bool__(self) -> bool:
        self._nothing_is_unread()
        return True

    def _nothing_is_unread(self) -> None:
        if self._unread:
            self._fail("nothing", "\n              ".join(f"<< {one}" for one in self._unread))

    def _fail(self, expected: str, said: str) -> None:
        before = "\n              ".join(self._read)
        raise AssertionError(
            f"\nafter         {before}\nmust come out {expected}\ncame out      {said}"
        )


def waiting(*messages: UUID) -> TurnRecord:
    """Rows of a turn of which nothing was done yet."""
    return TurnRecord(tuple(MessageRecord(one) for one in messages or (FIRST,)))


def stored(*messages: UUID) -> TurnRecord:
    """Rows of a turn with feedback and words stored: only its reply is left."""
    return TurnRecord(
        tuple(MessageRecord(one, has_feedback=True, has_words=True) for one in messages or (FIRST,))
    )


def begun() -> Transcript:
    """A turn of one message that waits for everything."""
    return Transcript(waiting()) << AskFeedback(FIRST) << AskWords(FIRST) << ClaimReply()


def asked(record: TurnRecord | None = None) -> Transcript:
    """A turn whose reply was asked for; of its other parts, nothing is left to do."""
    return (
        Transcript(record or stored())
        << ClaimReply()
        >> ReplyMayStart()
        << StartReply(1, 0)
        << AskReply(1)
    )


def shown(text: str = "안녕") -> Transcript:
    """As `asked`, and the reply's first delta was shown and saved at 0 seconds."""
    return (
        asked()
        >> ReplyDelivered(1, text, 0.0)
        << ClaimFirstDelta(1, 1)
        >> FirstDeltaGranted(1, granted=True, now=0.0)
        << PublishDelta(1, 0, text)
        << SaveReply(text)
    )
