"""Finds the next question to ask: of the topic, or leading over to another one."""

from dataclasses import dataclass
from typing import Final

from app.tutor.offline.book import Ask, Topic, book
from app.tutor.offline.said import Said
from app.tutor.offline.thread import Thread
from app.tutor.offline.voice import Voice

_SMALL_TALK: Final = frozenset({"wellbeing", "doing", "food", "weather", "weekend"})


@dataclass(frozen=True, slots=True)
class Asking:
    """What the next question depends on; `scene` is the topic that a stranger keeps to."""

    voice: Voice
    said: Said
    thread: Thread
    topic: Topic | None
    scene: Topic | None

    def about_this(self) -> str | None:
        """Return a question about the topic that was not asked before, if there is one left."""
        topic = self.scene or self.topic
        if topic is None:
            return None
        here = self._askable(topic, opening=self.said.topic != topic.name)
        return self.voice.about(self.said.thing).fresh([ask.line for ask in here])

    def about_something_else(self) -> str | None:
        """Return a question about another topic, small talk first; a stranger has none."""
        if self.scene is not None:
            return None
        others = [
            topic
            for topic in book().topics.values()
            if topic is not self.topic and topic.scene is None
            if self.voice.persona not in topic.avoided_by
        ]
        small_talk = [topic for topic in others if topic.name in _SMALL_TALK]
        return self.voice.fresh(
            *(
                [ask.line for topic in topics for ask in self._askable(topic, opening=True)]
                for topics in (small_talk, others)
            )
        )

    def _askable(self, topic: Topic, *, opening: bool) -> list[Ask]:
        """List what may be asked: to open a topic, or to follow what was just said about it."""
        aspect = self.said.aspect
        return [
            ask
            for ask in topic.asks
            if not self.thread.has_said(ask.line)
            and (ask.opener if opening else ask.when in {None, aspect} and ask.unless != aspect)
        ]
