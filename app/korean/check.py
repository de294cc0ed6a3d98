"""Finds sure errors of spelling, spacing and particles, as learners make them."""

from app.korean.analyser import analyse, normalise
from app.korean.edit import Edit
from app.korean.grammar.errors import grammar_errors
from app.korean.patch import Change, as_edits, without_overlaps
from app.korean.quotation import is_quoted, quoted_spans
from app.korean.spelling.endings import ending_errors
from app.korean.spelling.particles import particle_errors
from app.korean.spelling.spacing import spacing_errors
from app.korean.spelling.surface import surface_errors


def check(text: str) -> list[Edit]:
    """Return the sure errors in `text`, in order, without overlaps; quotations are left alone.

    Raises AnalyserNotLoadedError before `load`.
    """
    text = normalise(text)
    return list(as_edits(text, spelling_changes(text)))


def spelling_changes(text: str) -> tuple[Change, ...]:
    """Return the changes that `check` shows as edits; `text` is in NFC."""
    morphemes = analyse(text)
    changes = [
        *surface_errors(text),
        *ending_errors(text, morphemes),
        *particle_errors(text, morphemes),
        *spacing_errors(text, morphemes),
        *grammar_errors(text, morphemes),
    ]
    quoted = quoted_spans(text)
    return without_overlaps([one for one in changes if not is_quoted(quoted, one.start, one.end)])
