"""Tells the verbs that only carry grammar, in 갈 수 있다, 먹어 보다, 가야 하다, from real ones."""

from functools import cache
from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.tables import rows_of

_PREDICATES: Final = frozenset({"VV", "VA", "VX", "XSV", "XSA"})
_ENDINGS: Final = frozenset({"EC", "EF", "ETN"})
_BETWEEN: Final = frozenset({"안", "못"})


@cache
def _constructions() -> frozenset[tuple[str, str, str]]:
    rows = rows_of("vocabulary/constructions.tsv")
    return frozenset((row["word"], *_form_and_tag(row["after"])) for row in rows)


def _form_and_tag(cell: str) -> tuple[str, str]:
    form, _, tag = cell.partition("/")
    return form, tag


def carries_grammar_only(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether the morpheme at `index` is an auxiliary, or a predicate that serves as one.

    So is the 못 of -지 못하다.
    """
    one = morphemes[index]
    if one.form == "못" and one.part == "MAG":
        return _negates_after_an_ending(morphemes, index)
    if one.part not in _PREDICATES:
        return False
    at = _before(morphemes, index)
    if at is None:
        return False
    before = morphemes[at]
    if before.form == "게" and at and _is_adjective(morphemes, at - 1):
        # 예쁘게 하다, 어떻게 되다: the adjective is an adverb, the verb a real one.
        return False
    # Kiwi calls 만들다 an auxiliary even in 김밥을 만드는 법.
    if one.part == "VX" and before.part in _ENDINGS:
        # Nor is 나가다 one in 들고 나가다.
        return before.form != "고" or one.form in words_in("auxiliary-after-go")
    return (one.form, before.form, before.part) in _constructions()


def _is_adjective(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether the stem at `index` is an adjective's, or negates one: 맵지 않게 하다."""
    if morphemes[index].form == "않" and index > 1:
        index -= 2
    return morphemes[index].part in {"VA", "XSA"}


def _negates_after_an_ending(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    if index + 1 >= len(morphemes) or morphemes[index + 1].form != "하":
        return False
    at = _before(morphemes, index)
    return at is not None and (morphemes[at].form, morphemes[at].part) == ("지", "EC")


def _before(morphemes: tuple[Morpheme, ...], index: int) -> int | None:
    """Return the index of what stands before, but for particles and 안 / 못."""
    for at in range(index - 1, -1, -1):
        one = morphemes[at]
        if not (one.tag.startswith("J") or (one.form in _BETWEEN and one.part == "MAG")):
            return at
    return None
