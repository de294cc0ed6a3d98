"""Takes up the answer to the question that the persona asked last."""

from app.tutor.offline.book import Ask, Lines
from app.tutor.offline.said import Act, Mood, Said
from app.tutor.offline.subject import answers_in_kind
from app.tutor.offline.thread import Thread

_ANSWERING = frozenset({Act.STATEMENT, Act.AGREEMENT, Act.REFUSAL})


def answers_a_question(said: Said, thread: Thread) -> bool:
    """Tell whether the message can be the answer to the last reply's question."""
    return thread.asked is not None and said.act in _ANSWERING


def following_lines(text: str, said: Said, thread: Thread, scene: int | None) -> Lines:
    """Return the lines that take up `text` as the answer to the pending question.

    Empty if there is none, if the learner speaks of something else or of something sad, or if
    yes or no was wanted and neither was said.
    """
    ask = thread.pending
    if ask is None or not answers_a_question(said, thread) or _turns_elsewhere(said, ask, scene):
        return ()
    answer = _answer(text, said, ask, thread)
    lines: Lines = () if answer is None else ask.yes if answer else ask.no
    told = said.act is Act.STATEMENT and (said.answer is None or not (ask.yes or ask.no))
    return lines + ask.then if told else lines


def _turns_elsewhere(said: Said, ask: Ask, scene: int | None) -> bool:
    elsewhere = said.topic not in {None, ask.topic} and (scene is None or said.thing is not None)
    return said.answer is None and (elsewhere or said.mood is Mood.BAD)


def _answer(text: str, said: Said, ask: Ask, thread: Thread) -> bool | None:
    """Yes or no; None where neither was said."""
    if said.answer is not None:
        return said.answer
    if said.negated:
        return False
    return True if ask.yes and answers_in_kind(thread.asked or "", text) else None
