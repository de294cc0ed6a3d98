"""What a text is about: the topic with the most signs in it, and the thing to speak of."""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Final

from app.korean import Morpheme, analyse
from app.tutor.offline.book import Topic, Words, book
from app.tutor.offline.noun import Noun, key_noun, nouns

_STRANGER: Final = "stranger"
_PREDICATE_WEIGHT: Final = 0.7
_NAMING: Final = frozenset({"NNG", "NNP", "NP", "NNB", "MAG", "SL", "NR"})
_PREDICATING: Final = frozenset({"VV", "VA", "VX", "XSV", "XSA"})
_CONTENT: Final = frozenset({"NNG", "NNP", "VV", "VA", "XR"})
_JOINED: Final = frozenset({"VV", "VA", "XSV", "XSA"})


@dataclass(frozen=True, slots=True)
class Subject:
    """The name of a topic, if there is one, and the noun that its lines may be filled with."""

    topic: str | None
    thing: str | None


def topic_of(text: str, scene: int | None = None) -> str | None:
    """Return the topic of any Korean text, a line of the tutor's too, or None."""
    normal = unicodedata.normalize("NFC", text)
    morphemes = analyse(normal)
    return subject_of(normal, morphemes, nouns(normal, morphemes), scene).topic


def answers_in_kind(question: str, answer: str) -> bool:
    """Tell whether the answer takes up a word of the question, or has no content word at all.

    So 잘 먹어요 answers 매운 음식도 잘 먹어요?, and so does 조금요. But 걸어갈 거예요 is no answer
    to 급하세요?
    """
    words = content_words(analyse(answer))
    return not words or bool(words & content_words(analyse(question)))


def content_words(morphemes: Sequence[Morpheme]) -> frozenset[str]:
    """Return the nouns and the stems of verbs and adjectives: 먹, 재미있, and of 공부하다 both."""
    content = [morpheme for morpheme in morphemes if morpheme.part in _CONTENT]
    joined = {
        first.form + second.form
        for first, second in pairwise(morphemes)
        if first.part in _CONTENT and second.part in _JOINED
    }
    return frozenset({morpheme.form for morpheme in content} | joined)


def subject_of(
    text: str, morphemes: Sequence[Morpheme], found: Sequence[Noun], scene: int | None
) -> Subject:
    """Return the topic with the most signs; topics of a scene are known only in it.

    `text` must be in NFC, `morphemes` and `found` its morphemes and noun phrases.
    """
    best = (0, 0.0)
    subject = Subject(None, None)
    for topic in book().topics.values():
        if topic.scene not in {None, scene}:
            continue
        score, thing = _score(topic, text, morphemes, found)
        if score and (_rank(topic, scene), score) > best:
            best = _rank(topic, scene), score
            subject = Subject(topic.name, thing)
    return subject


def _rank(topic: Topic, scene: int | None) -> int:
    """In a scene: what a stranger does not talk of goes first, then what the scene is about."""
    if scene is None:
        return 0
    if _STRANGER in topic.avoided_by:
        return 2
    return 1 if topic.scene == scene else 0


def _score(
    topic: Topic, text: str, morphemes: Sequence[Morpheme], found: Sequence[Noun]
) -> tuple[float, str | None]:
    words = topic.words
    thing = next((noun.text for noun in found if _is_thing(noun, words)), None)
    named = {morpheme.form for morpheme in morphemes if morpheme.part in _NAMING}
    named |= {noun.text for noun in found}
    signs = len(named & words.signs)
    forms = {morpheme.form for morpheme in morphemes if morpheme.part in _PREDICATING}
    stems = forms | {a.form + b.form for a, b in pairwise(morphemes)}
    predicates = len(stems & words.predicates)
    patterns = sum(1 for pattern in _compiled(topic.name) if pattern.search(text))
    mentioned = any(part in words.things for noun in found for part in noun.parts)
    hits = (1 if thing or mentioned else 0) + signs + patterns + _PREDICATE_WEIGHT * predicates
    if words.any_noun and thing is None and hits:
        key = key_noun(found) or (found[-1] if found else None)
        thing = None if key is None else key.text
    return hits * words.weight, thing


def _is_thing(noun: Noun, words: Words) -> bool:
    if noun.text in words.things or noun.parts[-1] in words.things:
        return True
    return bool(words.thing_endings) and noun.parts[-1].endswith(words.thing_endings)


@cache
def _compiled(topic: str) -> tuple[re.Pattern[str], ...]:
    return tuple(re.compile(pattern) for pattern in book().topics[topic].words.patterns)
