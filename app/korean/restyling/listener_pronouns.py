"""You and your as they are said to a friend (너, 네), and how they go from polite speech."""

from app.korean.analysis.analyser import analyse
from app.korean.analysis.morpheme import Morpheme
from app.korean.particles import with_particle
from app.korean.reading.quotation import own_voice
from app.korean.restyling.predicate import Splice

_NAMES = frozenset({"NNP", "SL", "SN", "NR"})
_OPENERS = frozenset({"MAJ", "IC", "SP", "MAG", "SW", "SF"})
_PARTICLES = frozenset({"JKS", "JKO", "JKB", "JKG", "JC", "JX", "JKC", "JKQ"})
_COPULA_AFTER_A_VOWEL = (("이었", "였"), ("이에", "예"), ("이", ""))
# What a family or a circle has together: 너희 부모님, not 네 부모님.
_SHARED = frozenset(
    {"부모님", "부모", "어머니", "아버지", "어머님", "아버님", "엄마", "아빠", "형", "누나", "오빠"}
    | {"언니", "집", "동네", "학교", "회사", "나라", "가족", "아이", "아이들", "애", "팀"}
)
_DEFINING_FORMS = frozenset({"은", "는", "도"})


def names_the_listener_plainly(text: str) -> bool:
    """Whether the writer says 너 or 너희, which nobody says to someone who is honoured."""
    voice = own_voice(text, analyse(text))
    return any(one.part == "NP" and one.form in {"너", "니", "너희"} for one in voice)


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
            word = _alone(morphemes, index)
            found.append(Splice(one.start, one.end, word))
        elif following.tag == "XSN":
            found.append(_plural(morphemes, index, text))
        else:
            found.append(_with_particle("너", one.start, following, text))
    return tuple(found)


def means_the_listener(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 당신 or 님 at `index` is a pronoun."""
    one = morphemes[index]
    if one.form in {"당신", "자네"} and one.part in {"NP", "NNG"}:
        return True
    if one.form != "님" or one.part not in {"NNB", "NNG", "NP"}:
        return False
    if index == 0:
        return True
    before = morphemes[index - 1]
    return before.end < one.start and not before.part.startswith("N") and before.tag not in _NAMES


def _alone(morphemes: tuple[Morpheme, ...], index: int) -> str:
    """Return the pronoun that stands without particle: 네 생각, 너희 부모님, 너 뭐 해."""
    if not _owns(morphemes, index):
        return "너"
    return "너희" if morphemes[index + 1].form in _SHARED else "네"


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
    if following.tag == "VCP":
        for long, short in _COPULA_AFTER_A_VOWEL:
            if text.startswith(long, following.start):
                return Splice(start, following.start + len(long), pronoun + short)
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
