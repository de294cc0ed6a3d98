"""Checks a model's words: each stands in the message, and is the word it is said to be."""

from collections.abc import Sequence
from itertools import pairwise
from typing import Final

from app.korean import PickedWord, dictionary
from app.tutor.agents.drafts import WordDraft, WordsDraft
from app.tutor.agents.lemmas import Found, find_word, holds_only
from app.tutor.agents.observing import WORDS
from app.tutor.agents.plain_text import require_english, require_korean, require_plain
from app.tutor.agents.rejection import RejectedError

_PARTS_OF_SPEECH: Final = {
    "NNG": "noun",
    "NR": "numeral",
    "VV": "verb",
    "VA": "adjective",
    "MAG": "adverb",
    "MAJ": "adverb",
    "MM": "determiner",
    "IC": "interjection",
    "XSV": "verb",
    "XSA": "adjective",
}
# A root may begin a word (따뜻-하다) and an auxiliary end one (알아-보다), but neither is one.
_INSIDE_ONLY: Final = frozenset({"XR", "VX", "NNB"})


def check_words(
    draft: WordsDraft, text: str, known: frozenset[str], chosen: Sequence[PickedWord]
) -> tuple[PickedWord, ...]:
    """Return the draft's words, in the order of `text`, the message as it was corrected.

    Draft and text are in NFC; `known` are lemmas not to be taught again, `chosen` the engine's own
    words of the text. Where a word stands, its part of speech, and its level if the dictionary has
    it, are found by the engine. Raises RejectedError with what is to be told to the model.
    """
    words: list[PickedWord] = []
    for number, one in enumerate(draft.words, 1):
        _require_shown_well(one, number, text)
        if one.lemma in known:
            raise RejectedError("known_word", f"the learner knows word {number} already")
        words.append(_placed(one, number, text, chosen))
    words.sort(key=lambda word: word.start)
    for former, latter in pairwise(words):
        if latter.start < former.end or latter.lemma == former.lemma:
            raise RejectedError("same_word", "the two words are one; choose another, or only one")
    return tuple(words)


def _require_shown_well(draft: WordDraft, number: int, text: str) -> None:
    for field, value in (
        ("lemma", draft.lemma),
        ("sense_ko", draft.sense_ko),
        ("sense_en", draft.sense_en),
        ("example", draft.example),
    ):
        require_plain(WORDS, f"{field} of word {number}", value, given=text)
        if field == "sense_en":
            require_english(f"{field} of word {number}", value)
        else:
            require_korean(f"{field} of word {number}", value)


def _placed(draft: WordDraft, number: int, text: str, chosen: Sequence[PickedWord]) -> PickedWord:
    if draft.surface not in text:
        raise RejectedError(
            "word_not_found",
            f"`surface` of word {number} does not stand in the message letter by letter",
        )
    start, found = _find(draft, number, text)
    if not find_word(draft.lemma, draft.example):
        raise RejectedError(
            "example_without_word", f"`example` of word {number} does not have the word in it"
        )
    entries = dictionary(draft.lemma)
    entry = next((one for one in entries if one.pos == _part_of_speech(found)), None)
    entry = entry or (entries[0] if entries else None)
    same = next((word for word in chosen if word.lemma == draft.lemma), None)
    return PickedWord(
        surface=draft.surface,
        start=start,
        end=start + len(draft.surface),
        lemma=draft.lemma,
        part_of_speech=entry.pos if entry else _part_of_speech(found),
        level=(entry.level if entry else None) or draft.level,
        sense_ko=draft.sense_ko,
        sense_en=draft.sense_en,
        example=draft.example,
        example_en=same.example_en if same and same.example == draft.example else "",
    )


def _find(draft: WordDraft, number: int, text: str) -> tuple[int, Found]:
    """Return where the surface stands that is a form of the lemma, and nothing else."""
    places = find_word(draft.lemma, text)
    start = text.find(draft.surface)
    while start != -1:
        for found in places:
            if holds_only(found, text, start, start + len(draft.surface)):
                _require_content(found, number)
                return start, found
        start = text.find(draft.surface, start + 1)
    raise RejectedError(
        "lemma_of_another_word",
        f"`lemma` of word {number} is not the dictionary form of its `surface` alone",
    )


def _require_content(found: Found, number: int) -> None:
    parts = {one.part for one in found.morphemes}
    if not (parts & set(_PARTS_OF_SPEECH)) or (len(found.morphemes) == 1 and parts & _INSIDE_ONLY):
        raise RejectedError("no_content_word", f"word {number} is not a word of content")


def _part_of_speech(found: Found) -> str:
    """By the last morpheme that makes a word; several words in a row are a phrase."""
    parts = [_PARTS_OF_SPEECH[one.part] for one in found.morphemes if one.part in _PARTS_OF_SPEECH]
    words = {one.word for one in found.morphemes}
    return "phrase" if len(words) > 1 else parts[-1]
