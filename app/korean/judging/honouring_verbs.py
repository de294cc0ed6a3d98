"""Verbs that are honoured by another verb, not by -(으)시- alone: 먹으세요, 자세요, 죽으셨어요."""

from dataclasses import replace
from itertools import pairwise

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.edit import Degree
from app.korean.judging.message import Finding, Message
from app.korean.reading.sentences import Sentence
from app.korean.reading.subjects import Subject, subject_of
from app.korean.relation import Situation
from app.korean.restyling.predicate import (
    HIDDEN_HONORIFIC_ENDINGS,
    CannotConjugateError,
    Predicate,
    predicate_of,
    splice_between,
)

_HONOURED_BY = {"먹": "드시", "자": "주무시", "있": "계시", "죽": "돌아가시"}
_HERE = frozenset({"여기", "거기", "저기", "어디", "집"})
_MISSING = "honorific-missing"


def honouring_verb_findings(message: Message) -> list[Finding]:
    """Find -(으)시- on a verb that has an honorific one of its own, and 죽다 said of an elder."""
    found: list[Finding] = []
    for sentence in message.sentences:
        try:
            predicate = predicate_of(sentence)
        except CannotConjugateError:
            continue
        found += _tasted(sentence, predicate) + _wished(message, sentence, predicate)
        if predicate.stem == ("죽", "VV"):
            found += _passed_away(message, sentence, predicate)
        elif predicate.stem == ("하", "XSV") and predicate.honours:
            found += _spoken(sentence, predicate)
        elif predicate.honours and _is_a_persons(sentence, predicate):
            found += _replaced(message, predicate, Situation.HONORIFIC_MISSING_CORE, _MISSING)
    return found


def _is_a_persons(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether the listener eats or sleeps, or 있다 means that they are at a place."""
    if any(one.part == "NP" and one.form in words_in("speaker") for one in sentence.morphemes):
        return False
    if predicate.stem[0] != "있":
        return predicate.stem in {("먹", "VV"), ("자", "VV")}
    before = [one for one in sentence.morphemes if one.end <= predicate.start]
    at = len(before) - 1
    if before and (before[-1].tag, before[-1].form) == ("JKB", "에"):
        at -= 1
    if at < 0 or before[at].form not in words_in("place") | _HERE | {"자리"}:
        return False
    if at == len(before) - 1 and before[at].form not in _HERE:
        return False
    others = words_in("title", "title-root", "time", "listener")
    return all(one.form in others or not _is_a_noun(one) for one in before[:at])


def _is_a_noun(one: Morpheme) -> bool:
    return one.tag in {"NNG", "NNP", "NP", "SL"}


def _spoken(sentence: Sentence, predicate: Predicate) -> list[Finding]:
    """말하세요: 말씀하세요."""
    if any(one.part == "NP" and one.form in words_in("speaker") for one in sentence.morphemes):
        return []
    return [
        Finding(Situation.HONORIFIC_MISSING_CORE, _MISSING, one.start, one.end, "말씀")
        for one in sentence.morphemes
        if (one.form, one.tag) == ("말", "NNG") and predicate.start <= one.end < predicate.end
    ]


def _tasted(sentence: Sentence, predicate: Predicate) -> list[Finding]:
    """먹어 보세요: 드셔 보세요."""
    ending = sentence.ending
    politely = ending is not None and ending.form in HIDDEN_HONORIFIC_ENDINGS
    if predicate.stem != ("보", "VX") or not (politely or predicate.honours):
        return []
    return [
        Finding(Situation.HONORIFIC_MISSING_CORE, _MISSING, verb.start, ending.end, "드셔")
        for verb, ending, trying in zip(
            sentence.morphemes, sentence.morphemes[1:], sentence.morphemes[2:], strict=False
        )
        if (verb.form, verb.part) == ("먹", "VV")
        and ending.form == "어"
        and (trying.form, trying.part) == ("보", "VX")
    ]


def _wished(message: Message, sentence: Sentence, predicate: Predicate) -> list[Finding]:
    """부장님 먹고 싶은 거 있어요?: 드시고 싶은 거 있으세요?."""
    if predicate.stem[0] not in {"있", "없"} or predicate.honours:
        return []
    if subject_of(sentence, message.relation.address) is not Subject.LISTENER:
        return []
    return [
        Finding(
            Situation.HONORIFIC_MISSING_CORE,
            _MISSING,
            verb.start,
            verb.end,
            _HONOURED_BY[verb.form],
        )
        for verb, ending, wish in zip(
            sentence.morphemes, sentence.morphemes[1:], sentence.morphemes[2:], strict=False
        )
        if verb.form in {"먹", "자"} and (ending.form, wish.form) == ("고", "싶")
    ]


def _passed_away(message: Message, sentence: Sentence, predicate: Predicate) -> list[Finding]:
    """할머니가 죽었어요: of someone one looks up to it is 돌아가셨어요."""
    who = any(
        noun.form in words_in("honoured-person") and particle.tag in {"JKS", "JX"}
        for noun, particle in pairwise(sentence.morphemes)
    )
    bound = any(one.tag == "EC" and one.end <= predicate.start for one in sentence.morphemes)
    if not who or bound or any(form == "겠" for form, _ in predicate.infixes):
        return []
    degree = Degree.WRONG if predicate.honours else Degree.SUGGESTION
    if not predicate.honours and not message.relation.target.polite:
        return []
    return _replaced(message, predicate, Situation.SUPERIOR_PLAIN, "superior-plain", degree)


def _replaced(
    message: Message,
    predicate: Predicate,
    situation: Situation,
    rule: str,
    degree: Degree | None = None,
) -> list[Finding]:
    """Put the verb that honours in the place of stem and -(으)시-."""
    if message.text[predicate.start : predicate.end] != predicate.written():
        return []
    verb = _HONOURED_BY[predicate.stem[0]]
    infixes = tuple(one for one in predicate.infixes if one[0] not in {"시", "으시"})
    new = replace(predicate, stem=(verb, "VV"), infixes=infixes)
    if predicate.ending[0][0] in HIDDEN_HONORIFIC_ENDINGS:
        new = replace(new, stem=(verb.removesuffix("시"), "VV"), ending=(("세요", "EF"),))
    try:
        splice = splice_between(message.text, predicate, new)
    except CannotConjugateError:
        return []
    if splice is None:
        return []
    return [Finding(situation, rule, splice.start, splice.end, splice.becomes, degree=degree)]
