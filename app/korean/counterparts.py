"""Which ending says in one style what another says in its own: 먹어, 먹어요, 먹습니다."""

import csv
from dataclasses import replace
from functools import cache
from itertools import pairwise
from pathlib import Path

from app.korean.particles import final_consonant
from app.korean.predicate import (
    HIDDEN_HONORIFIC_ENDINGS,
    HONORIFIC_INFIX,
    CannotConjugateError,
    Pair,
    Predicate,
    plain_verbs,
    unhonoured,
)
from app.korean.sentences import Ending, Sentence
from app.korean.style import Style
from app.korean.word_classes import words_in

_TABLE = Path(__file__).parent / "data" / "ending_families.tsv"
_WOULD: Pair = ("겠", "EP")
_WRITTEN_STYLES = frozenset({Style.HAPSYO, Style.HAEYO, Style.HAE})
_NO_COUNTERPART = frozenset({"lament", "telling", "ceremonial", "contrast"})
_HEARSAY = {"답니다": "대요", "ᆫ답니다": "ᆫ대요", "는답니다": "는대요", "랍니다": "래요"}
_QUESTION_ENDINGS = frozenset(
    {"습니까", "ᆸ니까", "나요", "ᆫ가요", "은가요", "니", "냐", "느냐", "으냐"}
)
# 같이 해 봐요 proposes.
_TOGETHER = frozenset({"같이", "함께", "우리"})
_REQUESTING_STEMS = frozenset({"주", "말", "보"})


@cache
def _families() -> dict[str, dict[str, str]]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        return {row["family"]: row for row in csv.DictReader(file, delimiter="\t")}


def asks(sentence: Sentence) -> bool:
    """Whether a sentence is a question: by its mark, its ending, or a question word in it."""
    ending = sentence.ending
    if sentence.asks or (ending is not None and ending.form in _QUESTION_ENDINGS):
        return True
    return "." not in sentence.marks and any(
        one.form in words_in("question-word") and one.part in {"NP", "MM", "MAG", "VA", "NNG"}
        for one in sentence.morphemes
    )


def has_subject(sentence: Sentence) -> bool:
    """Whether a noun in the sentence is marked as subject or topic."""
    return any(
        one.tag == "JKS" or (one.tag == "JX" and one.form in {"은", "는", "ᆫ"})
        for one in sentence.morphemes
    )


def commands(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether the sentence tells the listener to do something, as far as that is sure."""
    ending = sentence.ending
    if ending is None or asks(sentence) or predicate.is_copula:
        return False
    if ending.sense.family == "command":
        return not (has_subject(sentence) and ending.form.endswith("요"))
    if ending.form not in {"어", "어요"} or any(
        one != HONORIFIC_INFIX for one in predicate.infixes
    ):
        return False
    if any(one.form in _TOGETHER for one in sentence.morphemes):
        return False
    if predicate.stem[1] == "VX":
        return predicate.stem[0] in _REQUESTING_STEMS and not has_subject(sentence)
    giving = predicate.stem in {("도와주", "VV"), ("주", "VV")} and not has_subject(sentence)
    if giving:
        return True
    if predicate.stem[1] not in {"VV", "XSV"} or has_subject(sentence):
        return False
    return _urges(sentence) or wishes_well(sentence, predicate)


def wishes_well(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether a sentence is what one says at parting: 잘 자, 푹 쉬어요, 조심히 가요."""
    words = words_in("well-wish")
    return any(f"{one.form} {predicate.stem[0]}" in words for one in sentence.morphemes)


def _urges(sentence: Sentence) -> bool:
    """Whether an adverb says that the listener is to act: 빨리, 어서, 잠깐만 (기다려요)."""
    return any(
        (one.form in words_in("urging") and one.tag == "MAG")
        or (one.form in words_in("moment") and following.form == "만")
        for one, following in pairwise(sentence.morphemes)
    )


def in_style(predicate: Predicate, sentence: Sentence, ending: Ending, style: Style) -> Predicate:
    """Return the predicate with the ending that `style` has for what `ending` says.

    -(으)시- stays as it is. Raises CannotConjugateError for styles nobody is asked to write
    (해라체, 하오체, 하게체) and for endings without a counterpart.
    """
    family = ending.sense.family
    if style not in _WRITTEN_STYLES or family in _NO_COUNTERPART:
        raise CannotConjugateError(f"{ending.form} has no counterpart in {style}")
    question = asks(sentence)
    if family == "command" and not commands(sentence, predicate):
        return _statement(_revealed(predicate), style, question=question)
    if family == "command" or (family == "statement" and commands(sentence, predicate)):
        return _command(predicate, style)
    if family in {"statement", "copula", "asking"} or (family == "question" and style is Style.HAE):
        return _statement(_revealed(predicate), style, question=question)
    if family == "clipped":
        return _unclipped(predicate, ending, style, question=question)
    if family == "proposal":
        return _proposal(predicate, style)
    return _of_family(predicate, ending, style, question=question)


def _statement(predicate: Predicate, style: Style, *, question: bool) -> Predicate:
    if style is Style.HAPSYO:
        return _ended(predicate, "습니까" if question else "습니다")
    if predicate.is_copula and not predicate.infixes:
        if style is Style.HAE:
            return _ended(predicate, "야")
        vowel = (
            predicate.stem[1] == "VCP"
            and predicate.context
            and not final_consonant(predicate.context[-1][0])
        )
        return _ended(predicate, "예요" if vowel else "에요")
    if style is Style.HAE:
        return _ended(predicate, "어")
    if predicate.infixes == (HONORIFIC_INFIX,):
        return _ended(replace(predicate, infixes=()), "세요")
    if predicate.stem[0] in plain_verbs() and not predicate.infixes:
        stem = (predicate.stem[0].removesuffix("시"), predicate.stem[1])
        return _ended(replace(predicate, stem=stem), "세요")
    return _ended(predicate, "어요")


def _command(predicate: Predicate, style: Style) -> Predicate:
    if style is Style.HAE:
        return _ended(unhonoured(predicate), "어")
    contains = predicate.stem[0] in plain_verbs()
    if style is Style.HAPSYO:
        infixes = () if contains else (HONORIFIC_INFIX,)
        return _ended(replace(predicate, infixes=infixes), "ᆸ시오")
    form = predicate.stem[0].removesuffix("시") if contains else predicate.stem[0]
    return _ended(replace(predicate, stem=(form, predicate.stem[1]), infixes=()), "세요")


def _proposal(predicate: Predicate, style: Style) -> Predicate:
    if style is Style.HAE:
        return _ended(unhonoured(predicate), "자")
    if predicate.honours:
        return _ended(predicate, "죠")
    return _ended(predicate, "ᆸ시다" if style is Style.HAPSYO else "어요")


def _unclipped(predicate: Predicate, ending: Ending, style: Style, *, question: bool) -> Predicate:
    if ending.form in {"듯", "듯이"}:
        raise CannotConjugateError("-ㄹ 듯 wants another sentence")
    if ending.form in {"ᆯ", "을"}:
        if style is Style.HAPSYO:
            return _ended(replace(predicate, infixes=(*predicate.infixes, _WOULD)), "습니까")
        return _ended(predicate, "ᆯ래" if style is Style.HAE else "ᆯ래요")
    return _statement(predicate, style, question=question)


def _of_family(predicate: Predicate, ending: Ending, style: Style, *, question: bool) -> Predicate:
    family, form = ending.sense.family, ending.form
    row = _families().get(family)
    if row is not None and not (family == "tag" and form[0] in "다란는"):
        if style is Style.HAPSYO and family in {"promise", "intention"}:
            infixes = tuple(one for one in predicate.infixes if one != _WOULD)
            if question and family == "intention" and not predicate.honours:
                infixes = (HONORIFIC_INFIX, *infixes)
            return _ended(
                replace(predicate, infixes=(*infixes, _WOULD)), "습니까" if question else "습니다"
            )
        return _ended(predicate, row[style.value])
    if family == "exclamation" and form.endswith("구나"):
        return (
            predicate
            if style is Style.HAE
            else _ended(predicate, form.removesuffix("구나") + "군요")
        )
    form = _HEARSAY.get(form, form)
    bare = form[:-1] if form.endswith(("요", "여")) else form
    if ending.sense.style is Style.HAPSYO and form.endswith(("니다", "니까")):
        raise CannotConjugateError(f"{form} has no counterpart in {style}")
    return _ended(predicate, bare if style is Style.HAE else bare + "요")


def _revealed(predicate: Predicate) -> Predicate:
    """Write the -(으)시- that hides in -세요 as an infix of its own."""
    if predicate.ending[0][0] not in HIDDEN_HONORIFIC_ENDINGS:
        return predicate
    return replace(predicate, infixes=(HONORIFIC_INFIX, *predicate.infixes))


def _ended(predicate: Predicate, form: str) -> Predicate:
    return replace(predicate, ending=((form, "EF"),))
