"""Honouring: -(으)시- missing for the listener, or given to oneself or to goods."""

from itertools import pairwise

from app.korean.analysis.analyser import join
from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.judging.message import EndingWish, Finding, Message
from app.korean.reading.sentences import Sentence
from app.korean.reading.subjects import Subject, subject_of
from app.korean.relation import Situation
from app.korean.restyling.counterparts import commands
from app.korean.restyling.honorific_words import Pair, plain_verbs
from app.korean.restyling.honouring import honoured_pair
from app.korean.restyling.predicate import (
    CannotConjugateError,
    predicate_of,
)
from app.korean.style import Style

_MISSING = "honorific-missing"
_CORE_VERBS = frozenset({"먹", "자", "있", "말하"})
_VERBS_OF_GOODS = frozenset({"나오", "있", "없", "이", "되"})


def honorific_findings(message: Message) -> list[Finding]:
    """Find -(으)시- that is missing, and -(으)시- where it does not belong."""
    found: list[Finding] = []
    for index, sentence in enumerate(message.sentences):
        if sentence.ending is None or sentence.unfinished:
            continue
        if message.phrase_ending(sentence) is not None:
            continue
        found += _missing(message, index, sentence)
        found += _clause(message, sentence)
        found += _superior_plain(message, index, sentence)
        found += _for_goods(message, index, sentence)
        found += _instruction(message, sentence)
    return found


def _missing(message: Message, index: int, sentence: Sentence) -> list[Finding]:
    if subject_of(sentence, message.relation.address) is not Subject.LISTENER:
        return []
    predicate = predicate_of(sentence)
    if predicate.honours or _honours_anywhere(sentence):
        return []
    if commands(sentence, predicate):
        return _plain_command(message, index, sentence)
    core = any(one.form in _CORE_VERBS for one in sentence.morphemes if one.part in {"VV", "VA"})
    core = core or any(one.form == "말" and one.tag == "NNG" for one in sentence.morphemes)
    return [
        Finding(
            Situation.HONORIFIC_MISSING_CORE if core else Situation.HONORIFIC_MISSING,
            _MISSING,
            sentence.start,
            sentence.end,
            wish=EndingWish(index, honorific=True),
        )
    ]


def _clause(message: Message, sentence: Sentence) -> list[Finding]:
    """부장님이 준 자료: the verb right after the listener as subject, before a noun."""
    morphemes = sentence.morphemes
    title = message.relation.address.removesuffix("님")
    for index, one in enumerate(morphemes[:-2]):
        if one.tag != "JKS" or not title:
            continue
        who = "".join(each.form for each in morphemes[max(index - 2, 0) : index])
        verb = _honoured_verb(morphemes[index + 1 : index + 5])
        if not who.endswith((title, title + "님")) or verb is None:
            continue
        start, end = verb[0].start, verb[-1].end
        plain = join(tuple((each.form, each.tag) for each in verb))
        if message.text[start:end] != plain:
            continue
        stem = verb[-2]
        if [each.form for each in verb[:-1]] == ["말", "하"]:
            honoured: tuple[Pair, ...] = (("말씀", "NNG"), ("하", "XSV"), ("시", "EP"))
        else:
            before = tuple((each.form, each.tag) for each in verb[:-2])
            honoured = (*before, *honoured_pair((stem.form, stem.tag)))
        becomes = join((*honoured, (verb[-1].form, verb[-1].tag)))
        return [Finding(Situation.HONORIFIC_MISSING, _MISSING, start, end, becomes)]
    return []


def _honoured_verb(following: tuple[Morpheme, ...]) -> tuple[Morpheme, ...] | None:
    """Return verb and adnominal ending (준, 말한) at the head of `following`."""
    for length in (2, 3):
        verb = following[:length]
        if len(verb) < length or verb[-1].tag != "ETM":
            continue
        if [one.part for one in verb[:-1]] in (["VV"], ["NNG", "XSV"]):
            return verb if verb[-2].form not in plain_verbs() else None
    return None


def _plain_command(message: Message, index: int, sentence: Sentence) -> list[Finding]:
    """빨리 와요, 물 줘요: told to do something, too, the listener takes -(으)세요."""
    ending = sentence.ending
    if ending is None or ending.sense.style is not Style.HAEYO:
        return []
    if not message.relation.target.polite or predicate_of(sentence).stem == ("보", "VX"):
        return []  # 해 봐요 may propose
    return [
        Finding(
            Situation.HONORIFIC_MISSING,
            _MISSING,
            sentence.start,
            sentence.end,
            wish=EndingWish(index, honorific=True),
        )
    ]


def _superior_plain(message: Message, index: int, sentence: Sentence) -> list[Finding]:
    """부장님이 회의실에 있어요: a superior, not the listener, spoken of without -(으)시-."""
    if subject_of(sentence, message.relation.address) is not Subject.OTHER:
        return []
    superior = any(
        noun.form in words_in("superior") and particle.tag in {"JKS", "JX"}
        for noun, particle in pairwise(sentence.morphemes)
    ) or any(
        root.form in words_in("title-root")
        and suffix.form == "님"
        and particle.tag in {"JKS", "JX"}
        for root, suffix, particle in zip(
            sentence.morphemes, sentence.morphemes[1:], sentence.morphemes[2:], strict=False
        )
    )
    predicate = predicate_of(sentence)
    if not superior or predicate.is_copula or predicate.honours or _honours_anywhere(sentence):
        return []
    if predicate.stem == ("죽", "VV"):
        return []
    there = predicate.stem[0] == "있" and predicate.stem[1] in {"VV", "VA"}
    stays = there and any(
        one.tag == "JKB" and one.form in {"에", "서"} for one in sentence.morphemes
    )
    return [
        Finding(
            Situation.SUPERIOR_PLAIN_ISSDA if stays else Situation.SUPERIOR_PLAIN,
            "superior-plain",
            sentence.start,
            sentence.end,
            wish=EndingWish(index, honorific=True),
        )
    ]


def _honours_anywhere(sentence: Sentence) -> bool:
    return any(
        (one.tag == "EP" and one.form in {"시", "으시"}) or one.form in {"계시", "드시", "주무시"}
        for one in sentence.morphemes
    )


def _for_goods(message: Message, index: int, sentence: Sentence) -> list[Finding]:
    """커피 나오셨습니다, 시간 계세요?: the noun right before the predicate is no person."""
    ending = sentence.ending
    if ending is None:
        return []
    before = [one for one in sentence.morphemes[: ending.first] if one.tag not in {"JKS", "JX"}]
    try:
        predicate = predicate_of(sentence)
    except CannotConjugateError:
        return []
    noun = before[-1] if before else None
    if predicate.context and predicate.is_copula:
        noun = next(
            (one for one in sentence.morphemes if one.form == predicate.context[-1][0]), noun
        )
    if noun is None or not predicate.honours:
        return []
    if noun.form in words_in("possession") and predicate.stem[0] == "계시":
        return [_time_has(message, sentence)]
    of_goods = noun.form in words_in("goods") and predicate.stem[0] in _VERBS_OF_GOODS
    if of_goods and not _a_person_has(message):
        return [
            Finding(
                Situation.HONOURING_THINGS,
                "honouring-things",
                sentence.start,
                sentence.end,
                wish=EndingWish(index, honorific=False),
            )
        ]
    return []


def _a_person_has(message: Message) -> bool:
    """Whether the sentence may ask what the listener has: 자리 있으세요? honours the listener."""
    return "?" in message.text or "계획" in message.text


def _time_has(message: Message, sentence: Sentence) -> Finding:
    verb = next(one for one in sentence.morphemes if one.form == "계시")
    at = verb.start
    becomes = "있으" if message.text[at] == "계" else message.text[at]
    return Finding(Situation.HONOURING_THINGS, "time-has", at, at + 1, becomes)


def _instruction(message: Message, sentence: Sentence) -> list[Finding]:
    """들어오실게요: -(으)ㄹ게요 is the speaker's promise, so it cannot honour."""
    ending = sentence.ending
    if ending is None or ending.sense.family != "promise":
        return []
    try:
        predicate = predicate_of(sentence)
    except CannotConjugateError:
        return []
    if not predicate.honours or predicate.stem[0].endswith("시"):
        return []
    if any(one.part == "NP" and one.form in words_in("speaker") for one in sentence.morphemes):
        return []  # 제가 준비하실게요 promises: oneself is honoured
    written = message.text[predicate.start : predicate.end]
    at = written.rfind("실게")
    if at < 0:
        return []
    start = predicate.start + at
    return [Finding(Situation.INSTRUCTION_SILGEYO, "instruction-silgeyo", start, start + 2, "세")]
