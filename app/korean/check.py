"""Finds sure errors of spelling, conjugation, spacing and particles, as learners make them."""

from collections.abc import Callable
from dataclasses import replace
from functools import lru_cache
from typing import Final

from app.korean.analysis.analyser import analyse, normalise
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Edit
from app.korean.grammar.errors import grammar_errors
from app.korean.grammar.pronouns import doubled_particle_errors
from app.korean.patch import Change, as_edits, changed, composed, without_overlaps
from app.korean.pieces import pieces
from app.korean.reading.quotation import is_quoted, quoted_spans
from app.korean.spelling.choice_and_memory import choice_and_memory_errors
from app.korean.spelling.conjugation import conjugation_errors
from app.korean.spelling.copula import copula_errors
from app.korean.spelling.dropped_spaces import dropped_space_errors
from app.korean.spelling.endings import ending_errors
from app.korean.spelling.heard import heard_errors
from app.korean.spelling.hidden_stems import hidden_stem_errors
from app.korean.spelling.liaison import liaison_errors
from app.korean.spelling.lost_h import lost_h_errors
from app.korean.spelling.modifiers import modifier_errors
from app.korean.spelling.negation import negation_errors
from app.korean.spelling.particles import particle_errors
from app.korean.spelling.past_connective import past_connective_errors
from app.korean.spelling.sound_alikes import sound_alike_errors
from app.korean.spelling.spacing import spacing_errors
from app.korean.spelling.stem_forms import stem_form_errors
from app.korean.spelling.surface import surface_errors
from app.korean.spelling.vocative import vocative_errors

# What is judged has often been checked before, and what was corrected is checked again.
_CACHED_TEXTS: Final = 256
Family = Callable[[str, tuple[Morpheme, ...]], list[Change]]

# Each pass reads what the passes before it have mended, so that mistakes in one word add up.
_PASSES: Final[tuple[tuple[Family, ...], ...]] = (
    (
        surface_errors,
        heard_errors,
        lost_h_errors,
        liaison_errors,
        vocative_errors,
        doubled_particle_errors,
    ),
    (stem_form_errors,),
    (sound_alike_errors,),
    (spacing_errors,),
    (hidden_stem_errors, ending_errors, copula_errors, negation_errors, particle_errors),
    (conjugation_errors, modifier_errors, past_connective_errors, choice_and_memory_errors),
    (grammar_errors,),
    (dropped_space_errors,),
)


def check(text: str) -> list[Edit]:
    """Return the sure errors in `text`, in order, without overlaps; quotations are left alone.

    Raises AnalyserNotLoadedError before `load`.
    """
    text = normalise(text)
    return list(as_edits(text, spelling_changes(text)))


def spelling_changes(text: str) -> tuple[Change, ...]:
    """Return the changes that `check` shows as edits; `text` is in NFC.

    What a rule is not sure of is weighed in its surroundings, so a long text is taken in pieces.
    """
    return tuple(
        replace(change, start=start + change.start, end=start + change.end)
        for start, piece in pieces(text)
        for change in _changes_in(piece)
    )


@lru_cache(maxsize=_CACHED_TEXTS)
def _changes_in(text: str) -> tuple[Change, ...]:
    whole: tuple[Change, ...] = ()
    mended = text
    for families in _PASSES:
        found = _found(mended, families)
        if found:
            whole = composed(text, whole, found)
            mended = changed(text, whole)
    return whole


def _found(text: str, families: tuple[Family, ...]) -> tuple[Change, ...]:
    morphemes = analyse(text)
    quoted = quoted_spans(text)
    changes = [change for family in families for change in family(text, morphemes)]
    return without_overlaps([one for one in changes if not is_quoted(quoted, one.start, one.end)])
