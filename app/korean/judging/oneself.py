"""Honouring oneself: 제가 가셨어요, 제가 가셔야 해요, 제가 아시는 분, 제 성함."""

from functools import cache
from itertools import pairwise

from app.korean.analyser import join
from app.korean.judging.message import EndingWish, Finding, Message
from app.korean.morpheme import Morpheme
from app.korean.particles import with_particle
from app.korean.predicate import CannotConjugateError, predicate_of
from app.korean.relation import Situation
from app.korean.sentences import Sentence
from app.korean.tables import rows_of

_FIRST_PERSON = frozenset({"나", "저"})
_TOPIC = frozenset({"은", "는", "ᆫ"})
_STEMS = frozenset({"VV", "VA", "XSV", "XSA", "VCP"})
_JOINT_ACTS = ("ᆯ까", "ᆸ시다", "죠")
_ACQUAINTANCES = frozenset({"분", "사람", "친구", "형", "언니", "오빠", "누나", "선배", "동생"})
_RULE = "honouring-oneself"


def oneself_findings(message: Message) -> list[Finding]:
    """Find -(으)시- and honorific nouns that the speaker gives to themselves."""
    found: list[Finding] = []
    for index, sentence in enumerate(message.sentences):
        found += _ending(index, sentence)
        found += _clause(message, sentence)
        found += _noun(message, sentence)
    return found


def _ending(index: int, sentence: Sentence) -> list[Finding]:
    """제가 가셨어요: the speaker is the marked subject of the one predicate there is."""
    if sentence.ending is None or sentence.asks or not _only_the_speaker_acts(sentence):
        return []
    try:
        predicate = predicate_of(sentence)
    except CannotConjugateError:
        return []
    form = predicate.ending[0][0]
    if not predicate.honours or form.startswith(_JOINT_ACTS):
        return []
    topic_only = not any(one.tag == "JKS" for one in sentence.morphemes)
    requests = form.endswith("세요") and predicate.stem[1] not in {"VA", "XSA", "VCP"}
    if topic_only and (requests or form in {"십시오", "ᆸ시오"}):
        return []
    wish = EndingWish(index, honorific=False)
    situation = Situation.HONOURING_ONESELF
    return [Finding(situation, _RULE, sentence.start, sentence.end, wish=wish)]


def _only_the_speaker_acts(sentence: Sentence) -> bool:
    morphemes = sentence.morphemes
    marked = [
        noun.part == "NP" and noun.form in _FIRST_PERSON
        for noun, particle in pairwise(morphemes)
        if particle.tag == "JKS" or (particle.tag == "JX" and particle.form in _TOPIC)
    ]
    verbs = [one for one in morphemes if one.part in _STEMS]
    return bool(marked) and all(marked) and len(verbs) == 1


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
