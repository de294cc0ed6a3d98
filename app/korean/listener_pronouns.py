"""You and your as they are said to a friend (너, 네), and how they go from polite speech."""

from app.korean.morpheme import Morpheme
from app.korean.particles import with_particle
from app.korean.predicate import Splice

_NAMES = frozenset({"NNP", "SL", "SN", "NR"})
_OPENERS = frozenset({"MAJ", "IC", "SP", "MAG", "SW", "SF"})
_PARTICLES = frozenset({"JKS", "JKO", "JKB", "JKG", "JC", "JX", "JKC", "JKQ"})
_DEFINING_FORMS = frozenset({"은", "는", "도"})


def plain_second_person(morphemes: tuple[Morpheme, ...], text: str) -> tuple[Splice, ...]:
    """Return 너, 네, 너희 for each 당신 and 님 that means the listener.

    김민수 님 is a title, not a pronoun, and stays.
    """
    found: list[Splice] = []
    for index, one in enumerate(morphemes):
        if not means_the_listener(morphemes, index):
            continue
        following = morphemes[index + 1] if index + 1 < len(morphemes) else None
        if following is None or following.start > one.end:
            word = "네" if _owns(morphemes, index) else "너"
            found.append(Splice(one.start, one.end, word))
        elif following.tag == "XSN":
            found.append(_plural(morphemes, index, text))
        else:
            found.append(_with_particle("너", one.start, following, text))
    return tuple(found)


def means_the_listener(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 당신 or 님 at `index` is a pronoun."""
    one = morphemes[index]
    if one.form == "당신" and one.part in {"NP", "NNG"}:
        return True
    if one.form != "님" or one.part not in {"NNB", "NNG", "NP"}:
        return False
    if index == 0:
        return True
    before = morphemes[index - 1]
    return before.end < one.start and not before.part.startswith("N") and before.tag not in _NAMES


def _plural(morphemes: tuple[Morpheme, ...], index: int, text: str) -> Splice:
    start, suffix = morphemes[index].start, morphemes[index + 1]
    if suffix.form == "네":
        return Splice(start, suffix.end, "너네")
    following = morphemes[index + 2] if index + 2 < len(morphemes) else None
    if following is None or following.start > suffix.end:
        return Splice(start, suffix.end, "너희")
    return _with_particle("너희", start, following, text)


def _with_particle(pronoun: str, start: int, following: Morpheme, text: str) -> Splice:
    written = text[following.start : following.end]
    if following.tag not in _PARTICLES:
        return Splice(start, following.start, pronoun)
    if pronoun == "너" and following.tag == "JKS" and written in {"이", "가"}:
        return Splice(start, following.end, "네가")
    return Splice(start, following.end, with_particle(pronoun, written))


def _owns(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether a pronoun without particle owns the noun after it: 당신 생각은, not 당신 게임해요?.

    In a question it is whom one asks where the noun has no particle, or stands for no topic.
    """
    one = morphemes[index]
    rest = [each for each in morphemes[index + 1 :] if each.sentence == one.sentence]
    if not rest or not (rest[0].part.startswith("N") or rest[0].tag in {"SL", "XR"}):
        return False
    if rest[0].part == "NP" and rest[0].form != "자신":
        return False
    nouns = 0
    while nouns < len(rest) and (
        rest[nouns].part.startswith("N") or rest[nouns].tag in {"SL", "XSN"}
    ):
        nouns += 1
    after = rest[nouns] if nouns < len(rest) else None
    asks = any(each.form == "?" for each in rest)
    if after is None or not after.tag.startswith(("J", "VC")):
        return not asks
    if after.tag == "JKS":
        return rest[nouns - 1].tag != "NNP"
    following = rest[nouns + 1] if nouns + 1 < len(rest) else after
    if after.tag in {"JKG", "VCP"} or {after.form, following.form} & _DEFINING_FORMS:
        return True
    return not (asks and _opens(morphemes, index))


def _opens(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    before = [each for each in morphemes[:index] if each.sentence == morphemes[index].sentence]
    return all(each.tag in _OPENERS for each in before)
