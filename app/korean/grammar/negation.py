"""안 and 못 where they cannot stand: 안 공부해요, 시간이 안 있어요, 안 알아요, 안 밥을 먹어요."""

from collections.abc import Callable, Iterator
from typing import Final

from app.korean.analysis.analyser import join
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.grammar.clauses import (
    closes_its_sentence,
    endings_after,
    is_noun,
    phrases_before,
)
from app.korean.grammar.nouns import nouns_in
from app.korean.patch import Change, Reason

_NEGATORS: Final = frozenset({"안", "못"})
_NEGATIVE_STEMS: Final = frozenset({"없", "모르", "않", "못하", "말", "아니", "재미없", "맛없"})
_PROPOSALS: Final = {"자": "자", "읍시다": "ᆸ시다", "ᆸ시다": "ᆸ시다"}
_WITHOUT_NEGATION: Final = frozenset({"다르", "새롭", "상관없", "관계없", "무관하", "뜻밖", "반대"})
_ADVERBS: Final = {"별로": "byeollo-with-negation", "전혀": "jeonhyeo-with-negation"}
_FEELINGS: Final = frozenset({"좋아하", "싫어하"})
_NOBODY: Final = frozenset({"아무", "아무것"})

_Family = Callable[[str, tuple[Morpheme, ...], int], Iterator[Change]]


def negation_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find negators in the wrong place, before the wrong word, and where one is missing."""
    found: list[Change] = []
    for index, one in enumerate(morphemes[:-1]):
        if _is_negator(one):
            for family in _FAMILIES:
                changes = list(family(text, morphemes, index))
                found += changes
                if changes:
                    break
    return [*found, *_missing(text, morphemes), *_not_urging(morphemes), *_not_asking(morphemes)]


def _is_negator(one: Morpheme) -> bool:
    return one.tag == "MAG" and one.form in _NEGATORS


def _change(start: int, end: int, becomes: str, rule: str) -> Change:
    return Change(start, end, becomes, (Reason(rule, Degree.WRONG),))


def _inside_a_verb(text: str, morphemes: tuple[Morpheme, ...], index: int) -> Iterator[Change]:
    """안 공부해요: a noun with 하다 is parted by the negator."""
    negator, noun = morphemes[index : index + 2]
    suffix = morphemes[index + 2 : index + 3]
    if noun.tag != "NNG" or noun.form not in nouns_in("activity") or noun.start == negator.end:
        return
    if suffix and suffix[0].tag == "XSV" and suffix[0].start == noun.end:
        written = text[noun.start : noun.end]
        yield _change(negator.start, noun.end, f"{written} {negator.form} ", "negator-in-hada")


def _before_existence(text: str, morphemes: tuple[Morpheme, ...], index: int) -> Iterator[Change]:
    """시간이 안 있어요: what is not there is 없다; 안 있다 only says that one does not stay."""
    negator, verb = morphemes[index : index + 2]
    if verb.form != "있" or verb.part not in {"VA", "VV"} or index == 0:
        return
    phrase = next(phrases_before(text, morphemes, index), None)
    if phrase is None:
        return
    things = nouns_in("possession") | nouns_in("thing")
    owned = phrase.particle in {"이", None} and {phrase.noun, phrase.last_noun} & things
    if owned:
        yield _change(negator.start, verb.end, "없", "eopda")


def _before_knowing(_text: str, morphemes: tuple[Morpheme, ...], index: int) -> Iterator[Change]:
    """안 알아요: not to know is 모르다; 안 알아보다 and 못 알아듣다 are verbs of their own."""
    negator, verb = morphemes[index : index + 2]
    end = endings_after(morphemes, index + 1)
    endings = morphemes[index + 2 : end]
    if (verb.form, verb.part) != ("알", "VV") or not endings or negator.end == verb.start:
        return
    if endings[-1].tag != "EF" and endings[-1].form not in {"는데", "지만", "어서"}:
        return
    said = join((("모르", "VV-R"), *((one.form, one.tag) for one in endings)))
    yield _change(negator.start, max(one.end for one in endings), said, "moreuda")


def _not_able_to_be(_text: str, morphemes: tuple[Morpheme, ...], index: int) -> Iterator[Change]:
    """못 예뻐요: a quality is not a matter of being able."""
    negator, verb = morphemes[index : index + 2]
    after = morphemes[index + 2 : index + 3]
    stem = verb.form + (after[0].form if after and after[0].tag == "XSA" else "")
    adjective = verb.part == "VA" or (bool(after) and after[0].tag == "XSA")
    if (
        negator.form == "못"
        and ((adjective and stem in nouns_in("quality")) or stem in _FEELINGS)
        and verb.start > negator.end
    ):
        yield _change(negator.start, negator.end, "안", "an-before-adjectives")


def _before_an_object(text: str, morphemes: tuple[Morpheme, ...], index: int) -> Iterator[Change]:
    """안 밥을 먹어요: the negator stands right before the verb, after its object."""
    negator = morphemes[index]
    at = index + 1
    while at < len(morphemes) and is_noun(morphemes[at]):
        at += 1
    if at == index + 1 or at + 1 >= len(morphemes) or morphemes[at].tag != "JKO":
        return
    verb = morphemes[at + 1]
    plain = verb.part == "VV"
    noun_verb = verb.tag == "NNG" and morphemes[at + 2 : at + 3] and morphemes[at + 2].tag == "XSV"
    if not plain and not noun_verb:
        return
    object_text = text[morphemes[index + 1].start : morphemes[at].end]
    if noun_verb:
        written = text[verb.start : verb.end]
        said = f"{object_text} {written} {negator.form} "
        yield _change(negator.start, verb.end, said, "negator-before-verb")
    else:
        said = f"{object_text} {negator.form} "
        yield _change(negator.start, verb.start, said, "negator-before-verb")


_FAMILIES: Final[tuple[_Family, ...]] = (
    _inside_a_verb,
    _before_existence,
    _before_knowing,
    _not_able_to_be,
    _before_an_object,
)


def _missing(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """Find 별로, 전혀, 아무도, 아무것도 and 밖에 with a predicate that denies nothing."""
    for index, one in enumerate(morphemes[:-1]):
        if one.tag == "MAG" and one.form in _ADVERBS:
            at, rule = index + 1, _ADVERBS[one.form]
        elif (one.form, one.tag) == ("밖에", "JX") and morphemes[index + 1].form == "있":
            at, rule = index + 1, "bakke-with-negation"
        elif _is_nobody(morphemes, index) and morphemes[index + 1].form == "도":
            at, rule = index + 2, "nobody-with-negation"
        else:
            continue
        if at + 1 >= len(morphemes) or not _affirms(morphemes, at):
            continue
        verb = morphemes[at]
        noun_verb = morphemes[at + 1].tag == "XSV"
        if noun_verb:
            yield _change(verb.end, verb.end, " 안 ", rule)
        elif verb.form == "있":
            yield _change(verb.start, verb.end, "없", rule)
        else:
            yield _change(verb.start, verb.start, "안 ", rule)


def _is_nobody(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    one = morphemes[index]
    nothing = one.form == "것" and index > 0 and morphemes[index - 1].form == "아무"
    return nothing or one.form in _NOBODY


def _affirms(morphemes: tuple[Morpheme, ...], at: int) -> bool:
    """Whether a plain statement with the predicate at `at` closes the sentence."""
    verb = morphemes[at]
    stem = at + 1 if morphemes[at + 1].tag in {"XSV", "XSA"} else at
    if verb.part not in {"VV", "VA"} and stem == at:
        return False
    if verb.form in _NEGATIVE_STEMS | _WITHOUT_NEGATION:
        return False
    if [one.form for one in morphemes[at + 1 : at + 3]] == ["어", "하"] and verb.part == "VA":
        stem = at + 2
    end = endings_after(morphemes, stem)
    endings = morphemes[stem + 1 : end]
    if not endings or endings[-1].form not in {"어요", "습니다", "ᆸ니다"}:
        return False
    asked = any(one.form == "?" for one in morphemes[end : end + 1])
    return not asked and closes_its_sentence(morphemes, end)


def _not_urging(morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """안 가자, 가지 않읍시다: not to do something together is -지 말다."""
    for index, one in enumerate(morphemes):
        ending = _PROPOSALS.get(one.form) if one.tag in {"EF", "EC"} and index else None
        last = index + 1 >= len(morphemes) or morphemes[index + 1].tag in {"SF", "SE", "SW"}
        if ending is None or not last:
            continue
        verb = morphemes[index - 1]
        said = join((("말", "VX"), (ending, "EF")))
        if verb.form == "않" and verb.part == "VX":
            yield _change(verb.start, one.end, said, "ji-malda")
        elif verb.part == "VV" and index > 1 and _is_negator(morphemes[index - 2]):
            stem = join(((verb.form, verb.tag), ("지", "EC")))
            start = morphemes[index - 2].start
            yield _change(start, one.end, f"{stem} {said}", "ji-malda")


def _not_asking(morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """하지 않아 주세요: asking somebody not to do something is -지 말아 주세요."""
    for before, one, linking, giving in zip(
        morphemes, morphemes[1:], morphemes[2:], morphemes[3:], strict=False
    ):
        asked = (one.form, one.part, linking.form, giving.form) == ("않", "VX", "어", "주")
        if asked and before.form == "지" and giving.part == "VX":
            yield _change(one.start, linking.end, "말아", "ji-malda")
