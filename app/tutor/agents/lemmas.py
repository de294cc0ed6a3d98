"""Finds a dictionary word in a text: 더워서 is a form of 덥다, 마음에 들어요 of 마음에 들다."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Final

from app.korean import Morpheme, analyse

_PARTICLES: Final = "J"
_ENDINGS: Final = frozenset({"EF", "EC"})
_CONTENT: Final = frozenset({"NNG", "NNP", "NP", "NR", "VV", "VA", "MAG", "MAJ", "MM", "XR", "IC"})


@dataclass(frozen=True, slots=True)
class Found:
    """Where a word stands, [start, end) of the text, and its morphemes there."""

    start: int
    end: int
    morphemes: tuple[Morpheme, ...]


def find_word(lemma: str, text: str) -> tuple[Found, ...]:
    """Return the places of `text` (NFC) where `lemma` stands, in whatever form.

    Compared are the base forms that the analyser gives, particles left out: 스트레스를 받다 stands
    in 스트레스 받아요. A phrase with other words inside it is not found.
    """
    wanted = _base(analyse(lemma))
    morphemes = [one for one in analyse(text) if not one.tag.startswith(_PARTICLES)]
    return tuple(_runs(wanted, morphemes)) if wanted else ()


def holds_only(found: Found, text: str, start: int, end: int) -> bool:
    """Whether [start, end) of `text` covers the word found, and no other word of content."""
    if not (start <= found.start and found.end <= end):
        return False
    return all(
        one in found.morphemes
        for one in analyse(text)
        if one.part in _CONTENT and one.start < end and start < one.end
    )


def _base(morphemes: Sequence[Morpheme]) -> str:
    """Return the base forms in a row, without particles and without the 다 of dictionaries."""
    last = morphemes[-1] if morphemes else None
    if last is not None and last.tag in _ENDINGS and last.form == "다":
        morphemes = morphemes[:-1]
    return "".join(one.form for one in morphemes if not one.tag.startswith(_PARTICLES))


def _runs(wanted: str, morphemes: Sequence[Morpheme]) -> Iterator[Found]:
    for first in range(len(morphemes)):
        written = ""
        for last in range(first, len(morphemes)):
            written += morphemes[last].form
            if not wanted.startswith(written):
                break
            if written == wanted:
                run = tuple(morphemes[first : last + 1])
                yield Found(run[0].start, max(one.end for one in run), run)
                break
