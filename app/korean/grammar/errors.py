"""All rules of grammar together."""

from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.grammar.constructions import construction_errors
from app.korean.grammar.desires import desire_errors
from app.korean.grammar.existence import existence_errors
from app.korean.grammar.frames import frame_errors
from app.korean.grammar.identity import identity_errors
from app.korean.grammar.negation import negation_errors
from app.korean.grammar.numbers import number_errors
from app.korean.grammar.pronouns import pronoun_errors
from app.korean.grammar.reasons import reason_errors
from app.korean.grammar.times import time_errors
from app.korean.patch import Change

_FAMILIES: Final = (
    frame_errors,
    construction_errors,
    pronoun_errors,
    time_errors,
    identity_errors,
    existence_errors,
    negation_errors,
    number_errors,
    reason_errors,
    desire_errors,
)


def grammar_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find what is wrong in particles, predicates, negation, numbers and the choice of words."""
    return [change for family in _FAMILIES for change in family(text, morphemes)]
