"""Honouring oneself: 제가 가셨어요, 제가 가셔야 해요, 제가 아시는 분, 제 성함."""

from dataclasses import replace
from functools import cache
from itertools import pairwise

from app.korean.analysis.analyser import join
from app.korean.analysis.morpheme import Morpheme
from app.korean.judging.message import EndingWish, Finding, Message
from app.korean.particles import with_particle
from app.korean.reading.sentences import Sentence
from app.korean.relation import Situation
from app.korean.restyling.honorific_words import plain_verbs
from app.korean.restyling.honouring import unhonoured
from app.korean.restyling.predicate import (
    CannotConjugateError,
    Predicate,
    predicate_of,
    splice_between,
)
from app.korean.tables import rows_of

_FIRST_PERSON = frozenset({"나", "저"})
_TOPIC = frozenset({"은", "는", "ᆫ"})
_STEMS = frozenset({"VV", "VA", "XSV", "XSA", "VCP"})
_JOINT_ACTS = ("ᆯ까", "ᆸ시다", "죠")
_ACQUAINTANCES = frozenset({"분", "사람", "친구", "형", "언니", "오빠", "누나", "선배", "동생"})
# 저는 서울에 사세요 tells; 저는 커피 주세요 asks for something.
_LASTING = frozenset({"살", "다니", "알", "모르", "좋아하", "싫어하", "지내"})
_RULE = "honouring-oneself"


def oneself_findings(message: Message) -> list[Finding]:
    """Find -(으)시- and honorific nouns that the speaker gives to themselves."""
    found: list[Finding] = []
    for index, sentence in enumerate(message.sentences):
        found += _humble_speech(message, sentence) or _ending(index, sentence)
        found += _future(message, sentence)
        found += _clause(message, sentence)
        found += _noun(message, sentence)
    return found


def _ending(index: int, sentence: Sentence) -> list[Finding]:
    """제가 가셨어요: the speaker is the marked subject of the one predicate there is."""
    predicate = _predicate_of_the_speaker(sentence)
    if predicate is None:
        return []
    form = predicate.ending[0][0]
    if not predicate.honours or form.startswith(_JOINT_ACTS):
        return []
    topic_only = not any(one.tag == "JKS" for one in sentence.morphemes)
    requests = form.endswith("세요") and predicate.stem[1] not in {"VA", "XSA", "VCP"}
    requests = requests and predicate.stem[0] not in _LASTING
    if topic_only and (requests or form in {"십시오", "ᆸ시오"}):
        return []
    wish = EndingWish(index, honorific=False)
    situation = Situation.HONOURING_ONESELF
    return [Finding(situation, _RULE, sentence.start, sentence.end, wish=wish)]


def _humble_speech(message: Message, sentence: Sentence) -> list[Finding]:
    """제가 말씀하셨습니다: what I say to someone honoured is 말씀드리다."""
    predicate = _predicate_of_the_speaker(sentence)
    if predicate is None or sentence.ending is None:
        return []
    before = [one for one in sentence.morphemes if one.end <= predicate.end]
    says = predicate.stem == ("하", "XSV") and any(one.form == "말씀" for one in before)
    topic_only = not any(one.tag == "JKS" for one in sentence.morphemes)
    if not (says and predicate.honours) or (topic_only and sentence.ending.form.endswith("세요")):
        return []
    humble = replace(unhonoured(predicate), stem=("드리", "VV"))
    try:
        splice = splice_between(message.text, predicate, humble)
    except CannotConjugateError:
        return []
    if splice is None:
        return []
    situation = Situation.HONOURING_ONESELF
    return [Finding(situation, _RULE, splice.start, splice.end, splice.becomes)]


def _predicate_of_the_speaker(sentence: Sentence) -> Predicate | None:
    """Return what a sentence tells of the speaker alone; None where it asks or tells of others."""
    if sentence.ending is None or sentence.asks or not _only_the_speaker_acts(sentence):
        return None
    try:
        return predicate_of(sentence)
    except CannotConjugateError:
        return None


def _future(message: Message, sentence: Sentence) -> list[Finding]:
    """저는 내일 오실 거예요: the speaker, marked as subject, will come (올 거예요)."""
    if sentence.asks or not _speaker_is_the_only_subject(sentence):
        return []
    for index, one in enumerate(sentence.morphemes[:-2]):
        noun, copula = sentence.morphemes[index + 1 : index + 3]
        future = one.tag == "ETM" and one.form in {"ᆯ", "을"} and noun.form in {"거", "것"}
        if not future or copula.part != "VCP":
            continue
        stems = [each for each in sentence.morphemes[:index] if each.part in _STEMS]
        verb = sentence.morphemes[index - 1]
        if verb.form in {"시", "으시"} and verb.tag == "EP":
            verb = sentence.morphemes[index - 2]
            plain = (verb.form, verb.tag)
        elif verb.form in plain_verbs():
            plain = (plain_verbs()[verb.form], verb.tag)
        else:
            return []
        if len(stems) != 1 or stems[0] is not verb:
            return []
        becomes = join((plain, ("ᆯ", "ETM")))
        situation = Situation.HONOURING_ONESELF
        return [Finding(situation, _RULE, verb.start, one.end, becomes)]
    return []


def _only_the_speaker_acts(sentence: Sentence) -> bool:
    verbs = [one for one in sentence.morphemes if one.part in _STEMS]
    return _speaker_is_the_only_subject(sentence) and len(verbs) == 1


def _speaker_is_the_only_subject(sentence: Sentence) -> bool:
    morphemes = sentence.morphemes
    marked = [
        noun.part == "NP" and noun.form in _FIRST_PERSON
        for noun, particle in pairwise(morphemes)
        if particle.tag == "JKS" or (particle.tag == "JX" and particle.form in _TOPIC)
    ]
    return bool(marked) and all(marked)


def _clause(message: Message, sentence: Sentence) -> list[Finding]:
    """제가 가셔야 해요, 제가 아시는 분: the verb stands right after the speaker as subject."""
    morphemes = sentence.morphemes
    for index in range(len(morphemes) - 4):
        noun, particle, verb, infix, ending = morphemes[index : index + 5]
        speaker = noun.part == "NP" and noun.form in _FIRST_PERSON and particle.tag == "JKS"
        honoured = verb.part == "VV" and (infix.form, infix.tag) == ("시", "EP")
        if not (speaker and honoured and _is_bound(morphemes, index + 4)):
            continue
        becomes = join(((verb.form, verb.tag), (ending.form, ending.tag)))
        if message.text[verb.start : ending.end].replace(" ", "") != join(
            ((verb.form, verb.tag), ("시", "EP"), (ending.form, ending.tag))
        ):
            continue
        return [Finding(Situation.HONOURING_ONESELF, _RULE, verb.start, ending.end, becomes)]
    return []


def _is_bound(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether the ending keeps its verb with the speaker: -어야 (해요), or 아시는 분."""
    ending = morphemes[index]
    following = morphemes[index + 1 : index + 2]
    if not following:
        return False
    if (ending.form, ending.tag) == ("어야", "EC"):
        return following[0].form in {"하", "되"}
    knows = morphemes[index - 2].form == "알" and ending.tag == "ETM"
    return knows and following[0].form in _ACQUAINTANCES


def _noun(message: Message, sentence: Sentence) -> list[Finding]:
    """제 성함은: what is one's own takes the plain word."""
    found: list[Finding] = []
    morphemes = sentence.morphemes
    for index, one in enumerate(morphemes):
        plain = _honorific_nouns().get(one.form)
        if plain is None or one.tag != "NNG" or not _is_the_speakers(morphemes[:index]):
            continue
        following = morphemes[index + 1 : index + 2]
        end, becomes = one.end, plain
        if following and following[0].tag.startswith("J") and following[0].start == one.end:
            end = following[0].end
            becomes = with_particle(plain, message.text[one.end : end])
        found.append(Finding(Situation.HONOURING_ONESELF, _RULE, one.start, end, becomes))
    return found


def _is_the_speakers(before: tuple[Morpheme, ...]) -> bool:
    """Whether 저의 (제) stands right before, and not 저희 할머니."""
    if not before:
        return False
    if before[-1].tag == "JKG":
        before = before[:-1]
    return bool(before) and before[-1].form in {"저", "제", "내", "나"}


@cache
def _honorific_nouns() -> dict[str, str]:
    return {row["honorific"]: row["plain"] for row in rows_of("honorific_nouns.tsv")}
