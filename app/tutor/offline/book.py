"""The script as a whole: every topic with its words and its lines, read once from the data."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from types import MappingProxyType
from typing import Any, Final

from app.tutor.offline.line import Line, ScriptError
from app.tutor.offline.said import Act, Aspect, Mood, Question, Said

_LINES: Final = Path(__file__).parent / "lines"
_ANY: Final = "any"
_CUES: Final = frozenset({_ANY, *Aspect, *Mood})
_TOPIC_KEYS: Final = frozenset(
    {
        "things", "thing_endings", "signs", "predicates", "patterns", "weight", "any_noun", "scene",
        "avoided_by", "tell", "react", "answer", "ask", "request", "propose",
    }
)  # fmt: skip
_ASK_KEYS: Final = frozenset({"say", "when", "unless", "opener", "then", "yes", "no"})

Lines = tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Cue:
    """Lines and when they fit: after a mood or aspect, and if words are named, after one of them.

    In the data the key of the lines: `past` or `past 먹 드시` (then the line may say 먹었구나).
    """

    after: str
    words: frozenset[str]
    lines: Lines


Cues = tuple[Cue, ...]


def fitting(cues: Cues, after: Sequence[str], words: frozenset[str]) -> tuple[Lines, ...]:
    """Return the lines that fit: those after one of the words first, then in the order given."""
    return tuple(
        cue.lines
        for asks_for_words in (True, False)
        for wanted in after
        for cue in cues
        if cue.after == wanted and bool(cue.words) is asks_for_words
        if not cue.words or cue.words & words
    )


@dataclass(frozen=True, slots=True)
class Ask:
    """A question of the script and what to say to its answer.

    `when` is the aspect of the message it may follow, `unless` the one it would be silly after
    (asking what was eaten of someone who has just said so). An opener needs nothing before it.
    """

    topic: str
    line: Line
    when: Aspect | None
    unless: Aspect | None
    opener: bool
    then: Lines
    yes: Lines
    no: Lines


@dataclass(frozen=True, slots=True)
class Words:
    """How a topic is recognised: nouns its lines may name, and other signs of it."""

    things: frozenset[str]
    thing_endings: tuple[str, ...]
    signs: frozenset[str]
    predicates: frozenset[str]
    patterns: tuple[str, ...]
    weight: float
    any_noun: bool


@dataclass(frozen=True, slots=True)
class Topic:
    """What can be said about one topic.

    `scene` is set for a topic that only that scene of the stranger knows.
    """

    name: str
    words: Words
    scene: int | None
    avoided_by: frozenset[str]
    tell: Lines
    react: Cues
    answer: Mapping[Question, Cues]
    asks: tuple[Ask, ...]
    request: Lines
    propose: Lines

    def reactions(self, said: Said) -> tuple[Lines, ...]:
        """Return the lines to react with, the most fitting first."""
        after = [said.aspect.value, _ANY]
        if said.mood is not Mood.NEUTRAL:
            after.insert(0, said.mood.value)
        return fitting(self.react, after, said.words)

    def answers(self, question: Question, said: Said) -> tuple[Lines, ...]:
        """Return the lines that answer such a question, the most fitting first."""
        kinds = [question, Question.WHAT] if question is Question.WHICH else [question]
        after = (said.aspect.value, _ANY)
        return tuple(
            lines
            for kind in kinds
            for lines in fitting(self.answer.get(kind, ()), after, said.words)
        )


@dataclass(frozen=True, slots=True)
class Book:
    """All topics by name, what fits any topic, and the lines of the acts that have no topic."""

    topics: Mapping[str, Topic]
    general: Topic
    acts: Mapping[str, Lines]

    def said(self, act: Act | str) -> Lines:
        """Return the lines of an act.

        Raises:
            KeyError: the data has no such act.

        """
        return self.acts[str(act)]


@cache
def book() -> Book:
    """Return the script; reads the data files of this package on the first call.

    Raises:
        ScriptError: a data file is not well formed.

    """
    topics = {path.stem: read_topic(path) for path in sorted((_LINES / "topics").glob("*.toml"))}
    acts = _read(_LINES / "acts.toml")
    return Book(
        MappingProxyType(topics),
        read_topic(_LINES / "general.toml"),
        MappingProxyType({name: _lines(rows) for name, rows in acts.items()}),
    )


def _read(path: Path) -> dict[str, Any]:
    return tomllib.loads(path.read_text(encoding="utf-8"))


def read_topic(path: Path) -> Topic:
    """Read the words and lines of one topic from its file, which is named after it.

    Raises:
        ScriptError: the file has a key, cue or row that means nothing.
        ValueError: it names an aspect or a kind of question that there is not.

    """
    data = _read(path)
    if set(data) - _TOPIC_KEYS:
        raise ScriptError(f"{path.name}: {sorted(set(data) - _TOPIC_KEYS)}")
    words = Words(
        frozenset(data.get("things", ())),
        tuple(data.get("thing_endings", ())),
        frozenset(data.get("signs", ())),
        frozenset(data.get("predicates", ())),
        tuple(data.get("patterns", ())),
        data.get("weight", 3),
        data.get("any_noun", False),
    )
    return Topic(
        name=path.stem,
        words=words,
        scene=data.get("scene"),
        avoided_by=frozenset(data.get("avoided_by", ())),
        tell=_lines(data.get("tell", ())),
        react=_cues(data.get("react", {})),
        answer=MappingProxyType(
            {Question(kind): _cues(rows) for kind, rows in data.get("answer", {}).items()}
        ),
        asks=tuple(_ask(path.stem, ask) for ask in data.get("ask", ())),
        request=_lines(data.get("request", ())),
        propose=_lines(data.get("propose", ())),
    )


def _ask(topic: str, data: dict[str, Any]) -> Ask:
    if set(data) - _ASK_KEYS:
        raise ScriptError(f"{topic}: {data}")
    return Ask(
        topic=topic,
        line=Line.of(data["say"]),
        when=Aspect(data["when"]) if "when" in data else None,
        unless=Aspect(data["unless"]) if "unless" in data else None,
        opener=data.get("opener", "when" not in data),
        then=_lines(data.get("then", ())),
        yes=_lines(data.get("yes", ())),
        no=_lines(data.get("no", ())),
    )


def _cues(rows_by_key: Mapping[str, object]) -> Cues:
    cues = []
    for key, rows in rows_by_key.items():
        after, *words = key.split()
        if after not in _CUES:
            raise ScriptError(key)
        cues.append(Cue(after, frozenset(words), _lines(rows)))
    return tuple(cues)


def _lines(rows: object) -> Lines:
    if not isinstance(rows, list | tuple):
        raise ScriptError(str(rows))
    return tuple(Line.of(row) for row in rows)
