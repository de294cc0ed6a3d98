"""The talk so far, as far as the next line depends on it."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from app.tutor.offline.book import Ask, book
from app.tutor.offline.line import Line
from app.tutor.offline.safety import concern
from app.tutor.offline.said import Act
from app.tutor.offline.subject import topic_of

_TAIL: Final = " ㅋㅎㅠㅜ~♡"
_LAST_SENTENCE: Final = re.compile(r"[^.!?~…]+[.!?~…ㅋㅎㅠㅜ♡ ]*$")


@dataclass(frozen=True, slots=True)
class Exchange:
    """A message of the learner's and the reply to it; a greeting answers the empty message."""

    learner: str
    tutor: str


@dataclass(frozen=True, slots=True)
class Thread:
    """What was said before.

    `last` is the last sentence of the last reply, `asked` the same if it is a question, `pending`
    the question of the script that it is; `questions` counts the last replies that ended in one.
    """

    spoken: tuple[str, ...]
    last: str | None
    pending: Ask | None
    asked: str | None
    topic: str | None
    questions: int
    distressed: bool

    def has_said(self, line: Line) -> bool:
        """Whether the line was said before, in whatever register."""
        return any(
            template.spoken.search(text)
            for template in line.templates.values()
            for text in self.spoken
        )


def read_thread(exchanges: Sequence[Exchange], scene: int | None) -> Thread:
    """Return what the talk so far means for the next reply; the oldest exchange comes first."""
    spoken = tuple(exchange.tutor for exchange in exchanges)
    if not exchanges:
        return Thread(spoken, None, None, None, None, 0, distressed=False)
    last = exchanges[-1]
    sentence = _last_sentence(last.tutor)
    asked = sentence if _asks(last.tutor) else None
    pending = None if asked is None else _pending(asked)
    questions = 0
    for text in reversed(spoken):
        if not _asks(text):
            break
        questions += 1
    return Thread(
        spoken,
        sentence or None,
        pending,
        asked,
        pending.topic if pending is not None else _topic(asked, last.learner, scene),
        questions,
        distressed=concern(last.learner) is Act.DISTRESS,
    )


def _topic(asked: str | None, learner: str, scene: int | None) -> str | None:
    found = topic_of(asked, scene) if asked else None
    return found or (topic_of(learner, scene) if learner else None)


def _asks(text: str) -> bool:
    return text.rstrip(_TAIL).endswith("?")


def _last_sentence(text: str) -> str:
    match = _LAST_SENTENCE.search(text.strip())
    return match.group().strip() if match is not None else text.strip()


def _pending(asked: str) -> Ask | None:
    for topic in book().topics.values():
        for ask in topic.asks:
            if any(template.spoken.search(asked) for template in ask.line.templates.values()):
                return ask
    return None
