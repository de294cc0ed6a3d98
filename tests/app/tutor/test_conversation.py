"""What the agents are told was said before: messages with the replies of their turns."""

from dataclasses import dataclass, field
from uuid import UUID, uuid4

from app.tutor.answers import Exchange
from app.tutor.conversation import exchanges

FIRST, SECOND = UUID(int=1), UUID(int=2)


@dataclass(frozen=True)
class Said:
    text: str
    turn_id: UUID | None
    author: str = "learner"
    seq: int = 1
    message_id: UUID = field(default_factory=uuid4)


def test_each_message_stands_with_the_reply_of_its_turn_oldest_first() -> None:
    said = [Said("안녕", FIRST), Said("뭐 해?", SECOND)]
    told = exchanges(said, {SECOND: "밥 먹어.", FIRST: "어, 안녕!"})
    assert told == (Exchange("안녕", "어, 안녕!"), Exchange("뭐 해?", "밥 먹어."))


def test_messages_of_one_turn_are_one_exchange() -> None:
    said = [Said("야", FIRST), Said("뭐 해?", FIRST), Said("응?", SECOND)]
    told = exchanges(said, {FIRST: "밥 먹어."})
    assert told == (Exchange("야\n뭐 해?", "밥 먹어."), Exchange("응?", ""))


def test_what_the_persona_said_of_its_own_accord_has_no_learner() -> None:
    said = [Said("왔어?", None, "persona"), Said("응", FIRST), Said("말 놓자!", None, "persona")]
    told = exchanges(said, {FIRST: "좋아."})
    assert told == (Exchange("", "왔어?"), Exchange("응", "좋아."), Exchange("", "말 놓자!"))


def test_a_turn_whose_reply_failed_stands_without_one() -> None:
    assert exchanges([Said("안녕", FIRST)], {}) == (Exchange("안녕", ""),)
