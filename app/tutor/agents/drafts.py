"""What the models are asked for, as strict schemas: drafts, until they are checked."""

from typing import Annotated, Literal

import msgspec

from app.korean import Degree, Kind

MOST_EDITS = 10
MOST_WORDS = 2

Sentence = Annotated[str, msgspec.Meta(min_length=1, max_length=300)]
Summary = Annotated[str, msgspec.Meta(min_length=1, max_length=500)]
Piece = Annotated[str, msgspec.Meta(min_length=1, max_length=200)]


class EditDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One change. Where it stands is found by us, a model counts badly."""

    was: Piece
    becomes: Annotated[str, msgspec.Meta(max_length=200)]
    degree: Degree
    kind: Kind
    rule: Annotated[str, msgspec.Meta(min_length=1, max_length=80)]
    why_ko: Sentence
    why_en: Sentence


class FeedbackDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The Intimacy agent's answer."""

    status: Literal["perfect", "suggested", "corrected", "unclear"]
    corrected: Annotated[str, msgspec.Meta(min_length=1, max_length=10_000)]
    edits: Annotated[list[EditDraft], msgspec.Meta(max_length=MOST_EDITS)]
    feedback_ko: Summary
    feedback_en: Summary


class WordDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One word worth learning."""

    surface: Piece
    lemma: Annotated[str, msgspec.Meta(min_length=1, max_length=40)]
    sense_ko: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    sense_en: Annotated[str, msgspec.Meta(min_length=1, max_length=100)]
    level: Annotated[int, msgspec.Meta(ge=1, le=6)]
    example: Annotated[str, msgspec.Meta(min_length=2, max_length=100)]


class WordsDraft(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The Vocabulary agent's answer."""

    words: Annotated[list[WordDraft], msgspec.Meta(max_length=MOST_WORDS)]
