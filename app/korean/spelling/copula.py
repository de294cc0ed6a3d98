"""The polite copula: 의사에요, 학생이예요, 아니예요, 학생에요, 학생였어요."""

from app.korean.analysis.morpheme import Morpheme
from app.korean.dictionary import OWN_SOURCE, dictionary
from app.korean.edit import Degree
from app.korean.patch import Change, Reason
from app.korean.spelling.syllables import final_of

_NAME_LENGTH = 2
_NOT_NAMES = frozenset({"NNG", "NNB", "NP", "XSN", "NR"})


def copula_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find misspelled forms of 이다 and 아니다 in -요 and in the past."""
    found: list[Change] = []
    for index, ending in enumerate(morphemes[1:], start=1):
        before = morphemes[index - 1]
        if before.tag == "VCN" and ending.form in {"예요", "애요"}:
            found += _after_anida(text, before, ending)
        elif before.tag == "VCP" and index > 1:
            found += _after_ida(text, morphemes[index - 2], before, ending)
        elif ending.tag == "EF" and ending.form in {"예요", "에요"}:
            found += _without_i(text, before, ending)
    return found


def _after_anida(text: str, copula: Morpheme, ending: Morpheme) -> list[Change]:
    if text[copula.start : ending.end] not in {"아니예요", "아니애요"}:
        return []
    return [_replaced(ending, "에요", "anieyo")]


def _after_ida(text: str, noun: Morpheme, copula: Morpheme, ending: Morpheme) -> list[Change]:
    closed = bool(final_of(text[noun.start : noun.end]))
    contracted = not text[copula.start : copula.end].startswith("이")
    written = text[ending.start : ending.end]
    if ending.tag == "EP" and not contracted and written == "였":
        if closed and noun.tag != "NNP":
            return [Change(ending.start, ending.start + 1, "었", _reasons("iyeotda"))]
        if not closed:
            return [Change(copula.start, ending.end, "였", _reasons("iyeotda"))]
    if ending.tag != "EF":
        return []
    if ending.form in {"예요", "애요"} and not contracted and closed and is_no_name(noun):
        return [_replaced(ending, "에요", "ieyo")]
    if ending.form in {"에요", "애요"} and contracted and not closed and noun.part.startswith("N"):
        return [_replaced(ending, "예요", "yeyo")]
    if ending.form in {"에요", "예요"} and not contracted and not closed and noun.part == "NNG":
        degree = Degree.SUGGESTION if ending.form == "에요" else Degree.WRONG
        reasons = (Reason("yeyo", degree),)
        return [Change(copula.start, ending.end, "예요", reasons)]
    return []


def _without_i(text: str, noun: Morpheme, ending: Morpheme) -> list[Change]:
    """책예요, 학생에요: after a consonant the 이 is never left out."""
    if noun.tag not in {"NNG", "NNB"} or not final_of(text[noun.start : noun.end]):
        return []
    if noun.end != ending.start:
        return []
    return [_replaced(ending, "이에요", "ieyo")]


def is_no_name(noun: Morpheme) -> bool:
    """Whether the noun cannot be a name such as 유민, which makes 유민이 and then 유민이예요."""
    if noun.tag not in _NOT_NAMES:
        return False
    return noun.tag != "NNG" or len(noun.form) != _NAME_LENGTH or _is_common(noun.form)


def _is_common(noun: str) -> bool:
    """Whether our own dictionary has the noun; an imported one has rare ones such as 유민."""
    return any(entry.source == OWN_SOURCE for entry in dictionary(noun))


def _replaced(ending: Morpheme, becomes: str, rule: str) -> Change:
    return Change(ending.start, ending.start + 2, becomes, _reasons(rule))


def _reasons(rule: str) -> tuple[Reason, ...]:
    return (Reason(rule, Degree.WRONG),)
