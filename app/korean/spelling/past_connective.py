"""-았/었어서 and -겠어서: the connective -아/어서 takes no past tense (먹었어서, 피곤했어서)."""

from app.korean.analysis.analyser import join
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.patch import Change, Reason
from app.korean.spelling.register import degree_in

_STEMS = frozenset({"VV", "VA", "VX", "XSV", "XSA", "VCP", "VCN"})


def past_connective_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find the past before -아/어서; among friends natives say it, so there it is a suggestion."""
    degree = degree_in(text, Degree.WRONG, Degree.SUGGESTION)
    found: list[Change] = []
    if degree is None:
        return found
    for index, ending in enumerate(morphemes):
        past = morphemes[index - 1] if index else None
        if past is None or (past.form, past.tag) not in {("었", "EP"), ("았", "EP")}:
            continue
        if (ending.form, ending.tag) != ("어서", "EC") or index < 2:
            continue
        first = index - 2
        if morphemes[first].form == "시" and first:
            first -= 1
        if morphemes[first].part not in _STEMS or morphemes[first].form == "었":
            continue
        kept = morphemes[first : index - 1]
        written = _written(text, morphemes[first - 1] if first else None, kept, ending)
        if written is None:
            continue
        start, becomes = written
        found.append(Change(start, ending.end, becomes, (Reason("past-aseo", degree),)))
    return found


def _written(
    text: str, noun: Morpheme | None, kept: tuple[Morpheme, ...], ending: Morpheme
) -> tuple[int, str] | None:
    """Return where the predicate begins and how it is written without the past."""
    pairs = tuple((one.form, one.tag) for one in kept)
    stem = kept[0]
    if stem.part == "VCP" and text[stem.start] != "이":
        return (noun.start, f"{noun.form}여서") if noun is not None and len(kept) == 1 else None
    return stem.start, join((*pairs, (ending.form, ending.tag)))
