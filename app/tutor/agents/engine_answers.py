"""The engine's own answers: what a learner gets without a model, and instead of a bad answer."""

import unicodedata
from collections.abc import Sequence
from random import Random
from typing import Final

from app.korean import Judgement, PickedWord, StyleReading, detect, judge, pick_words
from app.tutor.address import address_of
from app.tutor.answers import Conversation, FeedbackAnswer, Origin
from app.tutor.closeness import closeness_of
from app.tutor.offline import Exchange, Level, ScriptContext
from app.tutor.offline import reply as scripted_reply
from app.tutor.offline.safety import concern, help_lines
from app.tutor.offline.said import Act
from app.tutor.personas import persona_of
from app.tutor.ports import RoomFacts, RoomMessage

WORDS_PER_MESSAGE: Final = 2

# The middle of each level shown: beginner is 1 and 2 of the dictionary's levels, and so on.
_DICTIONARY_LEVEL: Final = {"beginner": 1, "intermediate": 3, "advanced": 5}
_SCRIPT_LEVEL: Final = {
    "beginner": Level.BEGINNER,
    "intermediate": Level.INTERMEDIATE,
    "advanced": Level.ADVANCED,
}


def read(facts: RoomFacts, text: str) -> tuple[StyleReading, Judgement]:
    """Return what the engine detects in a message to this room's persona, and its judgement."""
    relation = closeness_of(facts.persona, facts.closeness).relation
    return detect(text), judge(text, relation)


def feedback_of_engine(
    facts: RoomFacts, reading: StyleReading, judgement: Judgement, origin: Origin
) -> FeedbackAnswer:
    """Return the engine's judgement as feedback."""
    return FeedbackAnswer(
        status=judgement.status.value,
        target=closeness_of(facts.persona, facts.closeness).target.value,
        detected=reading.style.value,
        corrected=judgement.corrected,
        edits=judgement.edits,
        feedback_en=judgement.feedback_en,
        feedback_ko=judgement.feedback_ko,
        origin=origin,
    )


def words_of_engine(
    conversation: Conversation, text: str, taken: Sequence[PickedWord] = ()
) -> tuple[PickedWord, ...]:
    """Return the words of `text` most worth learning that make two with those `taken`."""
    known = conversation.known_words | {word.lemma for word in taken}
    level = _DICTIONARY_LEVEL[conversation.facts.level]
    limit = max(0, WORDS_PER_MESSAGE - len(taken))
    return tuple(pick_words(text, frozenset(known), level, limit)) if limit else ()


def corrected_text(facts: RoomFacts, text: str) -> str:
    """Return the message as the engine corrects it: what words are taken from."""
    return read(facts, text)[1].corrected


def reply_of_script(
    conversation: Conversation, messages: Sequence[RoomMessage], random: Random
) -> str:
    """Return what the offline tutor answers to the messages of a turn.

    A sign of self-harm in any one of them is answered with the help lines, whatever the others say.
    """
    if any(shows_distress(normalised(message)) for message in messages):
        return help_lines()
    facts = conversation.facts
    context = ScriptContext(
        persona=facts.persona,
        persona_name=persona_of(facts.persona).name,
        closeness=facts.closeness,
        text=said(messages),
        address=address_of(facts.persona, facts.closeness, facts.learner_name),
        level=_SCRIPT_LEVEL[facts.level],
        exchanges=tuple(Exchange(one.learner, one.persona) for one in conversation.exchanges),
    )
    return scripted_reply(context, random)


def shows_distress(text: str) -> bool:
    """Whether a text shows signs of self-harm."""
    return concern(text) is Act.DISTRESS


def said(messages: Sequence[RoomMessage]) -> str:
    """Return the texts of a turn's messages, one a line, in NFC."""
    return "\n".join(normalised(message) for message in messages)


def normalised(message: RoomMessage) -> str:
    """Return a message's text in NFC, in which positions are counted."""
    return unicodedata.normalize("NFC", message.text)
