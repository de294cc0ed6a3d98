"""A message made ready for judging, and what a rule finds in it."""

from dataclasses import dataclass

from app.korean.analysis.analyser import normalise
from app.korean.edit import Degree
from app.korean.reading.sentences import Sentence, sentences
from app.korean.relation import Relation, Situation
from app.korean.restyling.set_phrases import PhraseFound, find_set_phrases
from app.korean.style import Style

_OPEN_ENDED = frozenset({"background", "connective", "purpose"})


@dataclass(frozen=True, slots=True)
class Message:
    """A text (NFC), its sentences and set phrases, and who listens."""

    text: str
    relation: Relation
    sentences: tuple[Sentence, ...]
    phrases: tuple[PhraseFound, ...]

    def phrase_ending(self, sentence: Sentence) -> PhraseFound | None:
        """Return the set phrase that closes a sentence, if one does."""
        end = sentence.end - len(sentence.marks)
        return next((one for one in self.phrases if one.start < end <= one.end), None)

    @property
    def laughing(self) -> bool:
        """Whether the writer laughs (ㅋㅋ, ㅎㅎ)."""
        return "ㅋㅋ" in self.text or "ㅎㅎ" in self.text


def trails_off(sentence: Sentence) -> bool:
    """Whether a sentence stops where another clause may follow: 피곤해서, 집에 가는데."""
    ending = sentence.ending
    if sentence.unfinished or ending is None:
        return sentence.unfinished
    open_ended = ending.sense.family in _OPEN_ENDED and not ending.sense.style.polite
    return open_ended and not sentence.asks


@dataclass(frozen=True, slots=True)
class EndingWish:
    """That a sentence's ending be rewritten.

    To a style, with -(으)시- added or taken away, without play (알았당), or as a request.
    `musing`: nobody is spoken to, so that no -(으)시- comes in with the style.
    """

    sentence: int
    style: Style | None = None
    honorific: bool | None = None
    soberly: bool = False
    as_request: bool = False
    musing: bool = False


@dataclass(frozen=True, slots=True)
class Finding:
    """What a rule found at [start, end): put `becomes` there, or rewrite an ending.

    `degree` is None where the relation says what the situation is worth; a rule that goes along
    with another finding (저 for 나 when the ending changes) takes over its degree.
    """

    situation: Situation
    rule: str
    start: int
    end: int
    becomes: str | None = None
    wish: EndingWish | None = None
    degree: Degree | None = None

    def worth(self, relation: Relation) -> Degree | None:
        """How much this is worth to the listener; None is no edit."""
        return self.degree if self.degree is not None else relation.degree(self.situation)


def message(text: str, relation: Relation) -> Message:
    """Make a text ready for judging."""
    text = normalise(text)
    return Message(text, relation, sentences(text), find_set_phrases(text))
