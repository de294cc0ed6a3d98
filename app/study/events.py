"""What study announces in a room: words, their translation, and progress."""

from uuid import UUID

import msgspec

from app.platform.events import Event


class WordShown(msgspec.Struct, frozen=True, omit_defaults=True):
    """A word worth learning; `surface` stands literally in the corrected message or the reply."""

    id: UUID
    surface: str
    lemma: str
    part_of_speech: str
    level: int
    sense_en: str
    sense_ko: str
    example: str
    found_in: str


class WordsReady(Event, tag="words.ready", kw_only=True):
    """At most two words for one message of the learner's."""

    status: str
    words: list[WordShown] = []


class WordTranslated(msgspec.Struct, frozen=True):
    """What was missing of a word in the learner's language."""

    id: UUID
    sense: str
    example_translation: str


class WordsTranslated(Event, tag="words.translated", kw_only=True):
    """A worker translated a message's words, seconds later."""

    language: str
    words: list[WordTranslated]


class ProgressUpdated(Event, tag="progress.updated", kw_only=True):
    """How the learner's messages in this room were judged so far."""

    messages: int
    perfect: int
    suggested: int
    corrected: int
    unclear: int
    streak_days: int
