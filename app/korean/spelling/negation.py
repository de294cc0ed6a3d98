"""-지 with 안 in place of 않: 먹지 안아요, 하지 안 해요."""

from app.korean.analysis.analyser import join
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.patch import Change, Reason

_REASONS = (Reason("ji-anh", Degree.WRONG),)


def negation_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find 안 after a connective -지, a particle between them or not."""
    found: list[Change] = []
    for index, one in enumerate(morphemes):
        if text[one.start : one.end] != "안" or not _after_ji(text, morphemes, index):
            continue
        if one.part in {"VV", "VX", "VA"}:
            found.append(Change(one.start, one.end, "않", _REASONS))
        elif one.tag == "MAG" and (change := _ha(morphemes, index)) is not None:
            found.append(change)
    return found


def _after_ji(text: str, morphemes: tuple[Morpheme, ...], index: int) -> bool:
    before = morphemes[index - 1] if index else None
    if before is not None and before.tag in {"JX", "JKO"} and index > 1:
        before = morphemes[index - 2]
    if before is None or (before.form, before.tag) != ("지", "EC"):
        return False
    return not text[before.end : morphemes[index].start].strip("는도를ㄹ ")


def _ha(morphemes: tuple[Morpheme, ...], index: int) -> Change | None:
    """Return 않- for 안 하- (먹지 안 해요)."""
    verb = morphemes[index + 1 : index + 2]
    if not verb or verb[0].form != "하":
        return None
    endings: list[Morpheme] = []
    for one in morphemes[index + 2 :]:
        if one.tag not in {"EP", "EF", "EC", "ETM"}:
            break
        endings.append(one)
        if one.tag != "EP":
            break
    if not endings:
        return None
    becomes = join((("않", "VX"), *((one.form, one.tag) for one in endings)))
    return Change(morphemes[index].start, endings[-1].end, becomes, _REASONS)
