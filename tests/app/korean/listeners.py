"""Short ways to ask how a message is judged by the listeners of the closeness table."""

from app.korean import Judgement, judge
from app.korean.judging.message import Message, message
from app.korean.relation import Relation
from app.tutor.closeness import closeness_of


def relation_to(listener: str) -> Relation:
    """`boss 1` is the boss at closeness 1."""
    persona, closeness = listener.split()
    return closeness_of(persona, int(closeness)).relation


def judged(listener: str, text: str) -> Judgement:
    return judge(text, relation_to(listener))


def message_to(listener: str, text: str) -> Message:
    return message(text, relation_to(listener))


def outcome(listener: str, text: str) -> tuple[str, str]:
    """The status and the corrected text."""
    judgement = judged(listener, text)
    return judgement.status.value, judgement.corrected
