"""Being and having as other languages say them: 도서관에서 책이 많아요, 수업을 가지고 있어요."""

from collections.abc import Iterator
from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.grammar.clauses import closes_its_sentence, endings_after
from app.korean.grammar.nouns import nouns_in
from app.korean.particles import with_particle
from app.korean.patch import Change, Reason

_BEING: Final = frozenset({"있", "없", "많", "적"})


def existence_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find places of being with 에서, 많아 있다 for 많이 있다, and events that one has."""
    return [
        *_in_a_place(morphemes),
        *_many(text, morphemes),
        *_having(text, morphemes),
    ]


def _in_a_place(morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """Find 도서관에서 책이 많아요; what takes place does so with 에서 (학교에서 시험이 있어요)."""
    for index in range(4, len(morphemes)):
        being = morphemes[index]
        place, particle, thing, subject = morphemes[index - 4 : index]
        if being.form not in _BEING or subject.tag != "JKS":
            continue
        if (particle.form, particle.tag) != ("에서", "JKB") or thing.tag != "NNG":
            continue
        stands_there = thing.form in nouns_in("standing-there") and place.form in nouns_in(
            "building"
        )
        end = endings_after(morphemes, index)
        if stands_there and closes_its_sentence(morphemes, end):
            reason = Reason("being-place-takes-e", Degree.WRONG)
            yield Change(particle.start, particle.end, "에", (reason,))


def _many(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """Find 돈이 많아 있어요."""
    for many, linking, being in zip(morphemes, morphemes[1:], morphemes[2:], strict=False):
        if (many.form, linking.form, being.form) != ("많", "어", "있"):
            continue
        if many.part == "VA" and text[many.start : linking.end] == "많아":
            reason = Reason("many-before-being", Degree.WRONG)
            yield Change(many.start, linking.end, "많이", (reason,))


def _having(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """Find 수업을 가지고 있어요: lessons and appointments are there, they are not carried."""
    for index in range(2, len(morphemes) - 2):
        having, linking, being = morphemes[index : index + 3]
        noun, particle = morphemes[index - 2 : index]
        if (having.form, linking.form, being.form) != ("가지", "고", "있"):
            continue
        if particle.tag == "JKO" and noun.form in nouns_in("appointment"):
            written = text[noun.start : noun.end]
            subject = with_particle(written, "이")[len(written) :]
            reason = Reason("appointment-is-there", Degree.WRONG)
            yield Change(particle.start, being.start, subject + " ", (reason,))
