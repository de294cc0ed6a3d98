"""Puts a reply together: it reacts or answers, tells something, asks back."""

import re
from collections.abc import Callable
from dataclasses import replace
from random import Random
from typing import Final

from app.tutor.offline.asking import Asking
from app.tutor.offline.book import Lines, book
from app.tutor.offline.context import Level, ScriptContext
from app.tutor.offline.following import answers_a_question, following_lines
from app.tutor.offline.meaning import meaning_of
from app.tutor.offline.said import Act, Mood, Question, Said
from app.tutor.offline.thread import Thread
from app.tutor.offline.voice import Voice

# Acts answered by lines of their own; True where the talk goes on after them.
_SOCIAL: Final = {
    Act.GREETING: True,
    Act.MEETING: True,
    Act.SURPRISE: True,
    Act.ATTENTION: False,
    Act.FAREWELL: False,
    Act.GOOD_NIGHT: False,
    Act.THANKS: True,
    Act.APOLOGY: True,
    Act.CONGRATULATION: True,
    Act.WISH: False,
    Act.PRAISE: True,
    Act.AFFECTION: False,
    Act.LAUGHTER: True,
    Act.CRYING: False,
    Act.UNSURE: True,
    Act.NOT_KOREAN: False,
    Act.UNINTELLIGIBLE: False,
    Act.SEXUAL: True,
    Act.CONTACT: True,
    Act.ABUSE: False,
}
_MOST_QUESTIONS_RUNNING: Final = 2
_ASKS_AGAIN: Final = 0.5
_RETURNED: Final = 0.6
# A reason or a price is not asked back: 왜 늦었어? - 차가 막혔어. 너는?
_NOT_RETURNED: Final = frozenset({Question.WHY, Question.HOW_MUCH})
# Questions that something told about the topic may answer as well.
_ANSWERED_BY_TELLING: Final = frozenset({Question.WHAT, Question.WHICH, Question.HOW})
_SELF: Final = "self"
_LAUGHS_ONCE_IN: Final = 3
_LIGHT: Final = frozenset({Act.GREETING, Act.LAUGHTER, Act.QUESTION, Act.PROPOSAL, Act.SURPRISE})
# Topics whose questions care: 언제부터 그랬어?
_CARING: Final = frozenset({"health", "feelings"})
# 비빔밥? 맛있었겠다! is one sentence to a beginner: 비빔밥, 맛있었겠다!
_INNER_STOP: Final = re.compile(r"[.!?](?=\s)")


class Composition:
    """One reply in the making; its sentences are put one after another into `parts`."""

    def __init__(self, context: ScriptContext, said: Said, thread: Thread, random: Random) -> None:
        # What has no topic of its own has that of the talk: a short answer, or 너는?
        if said.topic is None and answers_a_question(said, thread):
            said = replace(said, topic=thread.topic, thing=said.noun)
        elif said.topic is None and said.question is Question.WHAT and said.noun is None:
            said = replace(said, topic=thread.topic)
        topics = book().topics
        self.context = context
        self.said = said
        self.thread = thread
        self.random = random
        self.parts: list[str] = []
        self.is_beginner = context.level is Level.BEGINNER
        self.scene = next(
            (topic for topic in topics.values() if topic.scene and topic.scene == context.scene),
            None,
        )
        self.topic = topics[said.topic] if said.topic is not None else self.scene
        # After two replies in a row that asked comes one that does not.
        self.is_curious = thread.questions == 0 or (
            thread.questions < _MOST_QUESTIONS_RUNNING and random.random() < _ASKS_AGAIN  # nosec B311 - keeps no secret
        )
        self.voice = Voice(
            context.persona,
            context.persona_name,
            context.closeness,
            context.address,
            int(context.level),
            thread.spoken,
            random,
        )

    def compose(self) -> str:
        """Return the finished reply."""
        said = self.said
        if said.opening not in {None, said.act, Act.ATTENTION}:
            self._say(book().said(said.opening or ""))
        if self.topic is not None and self.context.persona in self.topic.avoided_by:
            self._say(book().said("avoid"))
            self._ask(elsewhere=True)
        elif said.act in _SOCIAL:
            self._say(book().said(said.act))
            if _SOCIAL[said.act]:
                self._go_on()
        else:
            self._by_act()[said.act]()
        return " ".join(self._finished())

    def _by_act(self) -> dict[Act, Callable[[], None]]:
        return {
            Act.AI_QUESTION: self._disclose,
            Act.QUESTION: self._answer,
            Act.REQUEST: self._grant,
            Act.PROPOSAL: self._agree,
            Act.STATEMENT: self._react,
            Act.AGREEMENT: self._react,
            Act.REFUSAL: self._react,
            Act.INTRODUCTION: self._meet,
            Act.NOT_UNDERSTOOD: self._explain,
            Act.MEANING: self._define,
        }

    def _disclose(self) -> None:
        self._say(book().said("ai_question"))
        self._say(book().said("self_description"))

    def _explain(self) -> None:
        self._say(book().said("not_understood"))
        if self.thread.last is not None:
            self._put(self.thread.last)

    def _define(self) -> None:
        word = self.said.noun or ""
        meaning = meaning_of(word, in_korean=self.context.level is Level.ADVANCED)
        lines = book().said("meaning" if meaning is not None else "meaning_unknown")
        self._put(self.voice.about(word, meaning).say(lines))

    def _meet(self) -> None:
        lines = book().said("introduction" if self.said.topic == _SELF else "background")
        self._say(lines, noun=self.said.noun)
        self._go_on()

    def _answer(self) -> None:
        question = self.said.question or Question.YES_NO
        if question is Question.YES_NO and self.said.about_learner:
            self._say(book().said("about_learner"))
            return
        if question is Question.WHY and self.thread.asked is not None and not self.said.words:
            self._say(book().said("why_asked"))
            return
        layers: list[Lines] = []
        if self.topic is not None:
            layers += self.topic.answers(question, self.said)
            if question in _ANSWERED_BY_TELLING:
                layers.append(self.topic.tell)
        self._say_about(layers, book().general.answers(question, self.said))
        if self._may_ask():
            returned = self._returned(question)
            if returned is None:
                self._ask()
            else:
                self._put(returned)
        elif not self.is_beginner:
            self._tell()

    def _returned(self, question: Question) -> str | None:
        """Find words that ask the same back (너는?), where that makes sense."""
        if question in _NOT_RETURNED or self.said.topic == _SELF or self.scene is not None:
            return None
        return self.voice.fresh(book().said("back")) if self.random.random() < _RETURNED else None

    def _grant(self) -> None:
        own = () if self.topic is None else (self.topic.request,)
        self._say_about(own, (book().general.request,))
        self._ask()

    def _agree(self) -> None:
        own = () if self.topic is None else (self.topic.propose,)
        self._say_about(own, (book().general.propose,))
        self._ask()

    def _react(self) -> None:
        said = self.said
        following = following_lines(self.context.text, said, self.thread, self.context.scene)
        line = self.voice.about(said.thing or said.noun).fresh(following)
        if line is not None:
            self._put(line)
        elif said.act is not Act.STATEMENT and said.noun is None:
            self._say(book().said(said.act))
        else:
            own = () if self.topic is None else self.topic.reactions(said)
            self._say_about(own, book().general.reactions(said))
        self._go_on()

    def _go_on(self) -> None:
        """Ask something, or tell something: not every reply ends in a question."""
        if self.said.mood is Mood.BAD and self.said.topic not in _CARING:
            self._say(book().said("care"))
            return
        if not self.is_beginner or not self._may_ask():
            self._tell()
        self._ask()

    def _may_ask(self) -> bool:
        return self.is_curious and not any(part.endswith("?") for part in self.parts)

    def _tell(self) -> None:
        topic = self.scene or self.topic
        line = None if topic is None else self.voice.after(*self.parts).fresh(topic.tell)
        if line is not None:
            self._put(line)

    def _ask(self, *, elsewhere: bool = False) -> None:
        if not self._may_ask():
            return
        asking = Asking(self.voice, self.said, self.thread, self.topic, self.scene)
        question = None if elsewhere else asking.about_this()
        if question is not None:
            self._put(question)
            return
        question = asking.about_something_else()
        if question is not None:
            leads_over = bool(self.parts) and self.topic is not None
            self._put(f"그런데 {question}" if leads_over else question)

    def _say_about(self, own: tuple[Lines, ...] | list[Lines], general: tuple[Lines, ...]) -> None:
        """Say a line of the topic about its thing, or one that fits any topic about any noun."""
        voice = self.voice.after(*self.parts)
        line = voice.about(self.said.thing).fresh(*own)
        self._put(voice.about(self.said.noun).say(*general) if line is None else line)

    def _say(self, lines: Lines, noun: str | None = None) -> None:
        self._put(self.voice.about(noun).after(*self.parts).say(lines))

    def _put(self, sentence: str) -> None:
        if len(self.parts) < (2 if self.is_beginner else 3):
            self.parts.append(sentence)

    def _finished(self) -> list[str]:
        """Put a laugh in among friends; make the sentences easy to read for a beginner."""
        if self.is_beginner:
            return [_INNER_STOP.sub(",", part) for part in self.parts]
        first, *rest = self.parts
        is_good = self.said.mood is Mood.GOOD
        is_light = self.said.act in _LIGHT and self.said.mood is not Mood.BAD
        if (is_good or is_light) and self.random.randrange(_LAUGHS_ONCE_IN) == 0:
            first = self.voice.laughing(first)
        return [first, *rest]
