"""How often `check` mends a mistake put into a clean sentence, and leaves clean ones alone."""

import re
from collections.abc import Iterator

from app.korean import analyse, apply_edits, check
from app.korean.particles import PARTICLE_PAIRS, final_consonant
from app.korean.reading.quotation import is_quoted, quoted_spans
from tools.eval_korean.material import Rows
from tools.eval_korean.table import Figure

_PARTICLES = {"JKS", "JKO", "JX", "JC", "JKB", "JKC"}
_SHAPES = dict(PARTICLE_PAIRS[:4]) | {after: before for before, after in PARTICLE_PAIRS[:4]}
_FUSED = set("내제네누")
_DOE = re.compile(r"[돼되](?=[가-힣])|돼(?![가-힣])")


def checking(rows: Rows) -> list[Figure]:
    """Measure wrong particles and 되 / 돼 put in on purpose, and false alarms without any."""
    particles = Figure("check: wrong particle mended exactly")
    doe = Figure("check: 되 / 돼 mended exactly")
    clean = Figure("check: clean sentences left alone")
    for text in dict.fromkeys(one for row in rows for one in (row["formal"], row["informal"])):
        found = check(text)
        clean.count(not found, f"{[(one.rule, one.was, one.becomes) for one in found]} {text}")
        if found:
            continue
        for wrong in _with_a_wrong_particle(text):
            _count_mended(particles, wrong, text)
        for wrong in _with_the_other_doe(text):
            _count_mended(doe, wrong, text)
    return [particles, doe, clean]


def _count_mended(figure: Figure, wrong: str, right: str) -> None:
    mended = apply_edits(wrong, check(wrong))
    figure.count(mended == right, f"{wrong} → {mended}")


def _with_a_wrong_particle(text: str) -> Iterator[str]:
    """Yield the text with each particle that has two shapes in the other one.

    Not those that go with a pronoun of their own (제가, 네가, 누가), nor those in a quotation.
    """
    quoted = quoted_spans(text)
    for one in analyse(text):
        written = text[one.start : one.end]
        before = final_consonant(text[: one.start])
        fused = text[one.start - 1 : one.start] in _FUSED and written == "가"
        if fused or is_quoted(quoted, one.start, one.end):
            continue
        if one.tag in _PARTICLES and written in _SHAPES and before is not None:
            yield text[: one.start] + _SHAPES[written] + text[one.end :]


def _with_the_other_doe(text: str) -> Iterator[str]:
    """Yield the text with 돼 for each 되 that is a syllable of its own, and the other way round."""
    for found in _DOE.finditer(text):
        other = "되" if found.group() == "돼" else "돼"
        if "돼지" not in text[found.start() : found.end() + 1]:
            yield text[: found.start()] + other + text[found.end() :]
