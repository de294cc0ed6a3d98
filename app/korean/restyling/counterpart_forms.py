"""Writes a predicate's ending by its kind (statement, order …) in each of the six styles."""

from dataclasses import replace
from functools import cache

from app.korean.particles import final_consonant
from app.korean.reading.sentences import Sentence
from app.korean.restyling.honorific_words import Pair, honorific_verbs, plain_verbs
from app.korean.restyling.honouring import unhonoured
from app.korean.restyling.predicate import (
    HIDDEN_HONORIFIC_ENDINGS,
    HONORIFIC_INFIX,
    CannotConjugateError,
    Predicate,
)
from app.korean.style import Style
from app.korean.tables import rows_of

_WOULD: Pair = ("겠", "EP")
_HONORIFIC_INFIXES = frozenset({"시", "으시"})
# Verbs to the analyser, but they take -다 and -구나, not -는다 and -는구나.
_DESCRIBING = frozenset({"있", "없", "싶", "같", "맞", "아니"})
_HANGING_CONSONANTS = frozenset({"ᆫ", "ᆯ"})  # 건 is 거 + ㄴ to the analyser
_NEGATING = frozenset({"않", "못하", "아니하"})


@cache
def _families() -> dict[str, dict[str, str]]:
    return {row["family"]: row for row in rows_of("ending_families.tsv")}


def has_row(family: str) -> bool:
    """Whether the table of counterparts has this family of endings."""
    return family in _families()


def in_family(predicate: Predicate, sentence: Sentence, family: str, style: Style) -> Predicate:
    """Return the predicate with the ending that `style` has for a family of the table.

    Raises CannotConjugateError where the style has none.
    """
    form = _families()[family][style.value]
    if not form:
        raise CannotConjugateError(f"no {family} in {style}")
    if form.startswith("겠"):
        infixes = tuple(one for one in predicate.infixes if one != _WOULD)
        form = form[1:]
        predicate = replace(predicate, infixes=(*infixes, _WOULD))
    if form in {"구나", "구려"} and acts_now(predicate, sentence):
        form = "는" + form
    return ended(predicate, form)


def statement(
    predicate: Predicate, sentence: Sentence, style: Style, *, question: bool
) -> Predicate:
    """Return the predicate as a plain statement or question of the style."""
    if style is Style.HAEYO:
        return _in_haeyo(predicate)
    if predicate.is_copula and not predicate.infixes and style is Style.HAE:
        return ended(predicate, "야")
    if style is Style.HAERA and not question and acts_now(predicate, sentence):
        return ended(predicate, "는다")
    if style is Style.HAGE and predicate.is_copula and not predicate.infixes:
        return ended(predicate, "ᆫ가" if question else "ᆯ세")
    if style is Style.HAO and predicate.is_copula and not predicate.infixes:
        vowel = predicate.context and final_consonant(predicate.context[-1][0]) is False
        if vowel and predicate.context[-1][1] == "NP":
            return ended(predicate, "요")
    if style is Style.HAPSYO and predicate.stem[0] in {"뵈", "뵙"} and not predicate.infixes:
        predicate = replace(predicate, stem=("뵙", "VV-R"), infixes=(_WOULD,))
    if style is Style.HAGE and question and not acts_now(predicate, sentence):
        tensed = predicate.stem[0] in {"있", "없"} or any(
            form not in _HONORIFIC_INFIXES for form, _ in predicate.infixes
        )
        return ended(predicate, "는가" if tensed else "ᆫ가")
    return ended(predicate, _families()["question" if question else "statement"][style.value])


def order(predicate: Predicate, style: Style) -> Predicate:
    """Return the predicate as an order: 가세요, 가십시오, 가, 가라, 가시오, 가게."""
    if not style.polite:
        bare = unhonoured(predicate)
        if style is Style.HAO:
            return ended(replace(bare, infixes=(HONORIFIC_INFIX,)), "오")
        return ended(replace(bare, infixes=()), _families()["order"][style.value])
    contains = predicate.stem[0] in plain_verbs()
    if style is Style.HAPSYO:
        if (verb := honorific_verbs().get(predicate.stem)) is not None and not contains:
            return ended(replace(predicate, stem=(verb, "VV"), infixes=()), "ᆸ시오")
        infixes = () if contains else (HONORIFIC_INFIX,)
        return ended(replace(predicate, infixes=infixes), "ᆸ시오")
    form = predicate.stem[0].removesuffix("시") if contains else predicate.stem[0]
    return ended(replace(predicate, stem=(form, predicate.stem[1]), infixes=()), "세요")


def proposal(predicate: Predicate, style: Style) -> Predicate:
    """Return the predicate as a proposal: 가자, 갑시다, 가요; 가시죠 where it honours."""
    if not style.polite:
        bare = unhonoured(predicate)
        return ended(bare, _families()["proposal"][style.value])
    if predicate.honours:
        return ended(predicate, "죠")
    return ended(predicate, _families()["proposal"][style.value])


def acts_now(predicate: Predicate, sentence: Sentence) -> bool:
    """Whether a verb stands in the present, which takes -는다, -는구나: 먹는다, 먹지 않는다.

    Adjectives, the copula, tenses and what follows -고 싶다, -나 보다 do not.
    """
    form, tag = predicate.stem
    part = tag.partition("-")[0]
    if part not in {"VV", "XSV", "VX"} or form in _DESCRIBING:
        return False
    if any(infix not in _HONORIFIC_INFIXES for infix, _ in predicate.infixes):
        return False
    before = [one for one in sentence.morphemes if one.end <= predicate.start]
    if part == "VX" and form == "보" and before:
        return before[-1].tag == "EC" and before[-1].form in {"어", "아"}
    if form == "하" and len(before) > 2 and before[-1].tag == "JX":
        # 좋기도 하다, 그럴 만도 하다 describe, 먹기도 한다 acts.
        if before[-2].form == "만":
            return False
        if before[-2].tag == "ETN":
            return before[-3].part not in {"VA", "XSA", "VCP", "VCN"} and (
                before[-3].form not in _DESCRIBING
            )
    if form in _NEGATING:
        stems = [one for one in before if one.part in {"VV", "VA", "XSV", "XSA", "VX", "VCN"}]
        return (
            bool(stems)
            and stems[-1].part in {"VV", "XSV", "VX"}
            and (stems[-1].form not in _DESCRIBING)
        )
    return True


def revealed(predicate: Predicate) -> Predicate:
    """Write the -(으)시- that hides in -세요 as an infix of its own."""
    if predicate.ending[0][0] not in HIDDEN_HONORIFIC_ENDINGS:
        return predicate
    return replace(predicate, infixes=(HONORIFIC_INFIX, *predicate.infixes))


def ended(predicate: Predicate, form: str) -> Predicate:
    """Return the predicate with another ending."""
    return replace(predicate, ending=((form, "EF"),))


def _in_haeyo(predicate: Predicate) -> Predicate:
    if predicate.is_copula and not predicate.infixes:
        vowel = (
            predicate.stem[1] == "VCP"
            and predicate.context
            and not final_consonant(predicate.context[-1][0])
            and predicate.context[-1][0] not in _HANGING_CONSONANTS
        )
        return ended(predicate, "예요" if vowel else "에요")
    if predicate.infixes == (HONORIFIC_INFIX,):
        return ended(replace(predicate, infixes=()), "세요")
    if predicate.stem[0] in plain_verbs() and not predicate.infixes:
        stem = (predicate.stem[0].removesuffix("시"), predicate.stem[1])
        return ended(replace(predicate, stem=stem), "세요")
    return ended(predicate, "어요")
