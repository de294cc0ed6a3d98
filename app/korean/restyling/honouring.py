"""A predicate with -(으)시- or a word that honours, and without: 먹다, 드시다; 주다, 드리다."""

from dataclasses import replace

from app.korean.analysis.morpheme import Morpheme
from app.korean.reading.sentences import Sentence
from app.korean.restyling.honorific_words import Pair, honorific_verbs, plain_verbs, plain_words
from app.korean.restyling.predicate import (
    HIDDEN_HONORIFIC_ENDINGS,
    HONORIFIC_INFIX,
    Predicate,
    pair_of,
)

_PLACE_PARTICLES = frozenset({"에", "에서", "서"})
_PLACES = frozenset({"어디", "여기", "거기", "저기", "집", "회사", "학교", "사무실"})


def honoured(predicate: Predicate, sentence: Sentence) -> Predicate:
    """Return the predicate with -(으)시-, by the verb that has it where there is one."""
    if predicate.honours:
        return predicate
    before = _before(predicate, sentence)
    if (together := _honoured_with_its_context(predicate, before)) is not None:
        return together
    if predicate.stem[0] == "있" and (predicate.stem[1] == "VX" or _names_a_place(before)):
        return replace(predicate, stem=("계시", "VV"))
    verb = honorific_verbs().get(predicate.stem)
    if verb is not None:
        return replace(predicate, stem=(verb, predicate.stem[1]))
    return _infixed(predicate)


def unhonoured(predicate: Predicate) -> Predicate:
    """Return the predicate without -(으)시-, also where 계시다 or -세요 has it."""
    plain = plain_verbs().get(predicate.stem[0])
    stem = predicate.stem if plain is None else (plain, predicate.stem[1])
    infixes = tuple(one for one in predicate.infixes if one[0] not in {"시", "으시"})
    ending = predicate.ending
    if ending[0][0] in HIDDEN_HONORIFIC_ENDINGS:
        ending = (("어요", "EF"),)
    return replace(predicate, stem=stem, infixes=infixes, ending=ending)


def humbled(predicate: Predicate) -> Predicate:
    """Return what one does for the listener with 드리다: 알려 줄게, 알려 드릴게요."""
    form, tag = predicate.stem
    if tag in {"VX", "VV"} and form in {"주", "도와주"}:
        return replace(predicate, stem=(form.removesuffix("주") + "드리", tag))
    return predicate


def unhumbled(predicate: Predicate, sentence: Sentence) -> Predicate:
    """Return the predicate with 주다 for 드리다, 묻다 for 여쭙다; 연락드리다 becomes 연락하다."""
    word = plain_words().get(predicate.stem)
    if word is None or word.honours in {"noun", "company"} or predicate.stem[0] in plain_verbs():
        return predicate
    before = _before(predicate, sentence)
    if predicate.stem == ("드리", "VV") and before and hangs_on_a_noun(before[-1], predicate.start):
        return replace(predicate, stem=("하", "XSV"))
    return replace(predicate, stem=(word.form, word.tag))


def hangs_on_a_noun(before: Morpheme, start: int) -> bool:
    """Whether a verb at `start` is written in one word with the noun before it: 연락드리다."""
    return before.end == start and before.part in {"NNG", "XR"}


def _infixed(predicate: Predicate) -> Predicate:
    return replace(predicate, infixes=(HONORIFIC_INFIX, *predicate.infixes))


def _before(predicate: Predicate, sentence: Sentence) -> tuple[Morpheme, ...]:
    return tuple(one for one in sentence.morphemes if one.end <= predicate.start)


def _honoured_with_its_context(
    predicate: Predicate, before: tuple[Morpheme, ...]
) -> Predicate | None:
    """Honour a predicate where the word before it changes too; None where only the stem does."""
    if predicate.stem == ("먹", "VV") and (meal := _meal(before)):
        start, context = meal
        stem = ("하", "VV" if context[1:] else "XSV")
        return replace(_infixed(predicate), start=start, context=context, stem=stem)
    if not before:
        return None
    last = before[-1]
    if predicate.stem[0] == "하" and last.form == "말" and last.end == predicate.start:
        return replace(_infixed(predicate), start=last.start, context=(("말씀", "NNG"),))
    if len(before) < 2 or before[-2].part not in {"VV", "XSV"}:
        return None
    verb = honoured_pair(pair_of(before[-2]))
    if predicate.context == (("거", "NNB"),) and last.tag == "ETM" and last.form in {"ᆯ", "을"}:
        context = (*verb, ("ᆯ", "ETM"), *predicate.context)
        return replace(predicate, start=before[-2].start, context=context)
    if predicate.stem[0] in {"싶", "있"} and predicate.stem[1] == "VX" and len(verb) == 1:
        honoured_last = honoured_alone(predicate)
        return replace(honoured_last, start=before[-2].start, context=(*verb, pair_of(last)))
    return None


def honoured_alone(predicate: Predicate) -> Predicate:
    """Honour an auxiliary: 있다 becomes 계시다, others take -(으)시-."""
    if predicate.stem[0] == "있":
        return replace(predicate, stem=("계시", "VV"))
    return _infixed(predicate)


def honoured_pair(stem: Pair) -> tuple[Pair, ...]:
    """Return a stem with -(으)시-, or the verb that has it: 가 gives 가시, 먹 gives 드시."""
    honorific = honorific_verbs().get(stem)
    return ((honorific, "VV"),) if honorific else (stem, HONORIFIC_INFIX)


def _meal(before: tuple[Morpheme, ...]) -> tuple[int, tuple[Pair, ...]] | None:
    """Return where 밥 stands and what takes its place, particle included; None without 밥."""
    if before and before[-1].form == "밥":
        return before[-1].start, (("식사", "NNG"),)
    if len(before) > 1 and before[-2].form == "밥" and before[-1].tag in {"JKO", "JX"}:
        return before[-2].start, (("식사", "NNG"), pair_of(before[-1]))
    return None


def _names_a_place(before: tuple[Morpheme, ...]) -> bool:
    if not before:
        return False
    last = before[-1]
    well = (last.form, last.tag) == ("잘", "MAG")
    return well or (last.tag == "JKB" and last.form in _PLACE_PARTICLES) or last.form in _PLACES
