"""Objects honoured: what is done to a superior has its own verbs (드리다, 여쭙다, 뵙다, 모시다)."""

import re
from itertools import pairwise

from app.korean.judging.message import Finding, Message
from app.korean.predicate import CannotConjugateError, predicate_of
from app.korean.relation import Situation
from app.korean.sentences import Sentence
from app.korean.style import Style
from app.korean.word_classes import words_in

_GIVING = re.compile(r"줄(?=게|까)")
_ASKING = re.compile(r"물어(?=\s?볼게|\s?봐도|\s?보고 싶|\s?볼 게)")
_SEEING = re.compile(r"(?:내일|나중에|다음에|이따|이따가|또|다음 주에) (봐요|볼게요)(?![가-힣])")
_GIVEN_UPWARD = re.compile(r"드(렸|립|려요|리셨)")
_GIVEN_DOWNWARD = {"렸": "주셨", "립": "주십", "려요": "주세요", "리셨": "주셨"}
_ASKED_OF_ME = re.compile(r"여쭤(?=\s?[보봐봤])")
_TO_WHOM = frozenset({"에게", "한테", "께", "더러", "보고"})
_SPEAKER = frozenset({"저", "나"})


def object_findings(message: Message) -> list[Finding]:
    """Find plain verbs for what is done to the listener, and humble ones the wrong way round."""
    found: list[Finding] = []
    for sentence in message.sentences:
        found += _plain_giving(message, sentence)
        found += _plain_asking(message, sentence)
        found += _accompanying(sentence)
        found += _wrong_direction(message, sentence)
    found += [
        Finding(
            Situation.PLAIN_OBJECT_VERB,
            "see-respectfully",
            *match.span(1),
            "뵙겠습니다" if message.relation.target is Style.HAPSYO else "봬요",
        )
        for match in _SEEING.finditer(message.text)
    ]
    return found


def _plain_giving(message: Message, sentence: Sentence) -> list[Finding]:
    """알려줄게요: the speaker gives, so to a superior it is 드리다."""
    ending = sentence.ending
    if ending is None or ending.sense.family not in {"promise", "wonder"}:
        return []
    try:
        predicate = predicate_of(sentence)
    except CannotConjugateError:
        return []
    if predicate.stem[0] not in {"주", "알려주", "보여주", "도와주"} or _names_a_receiver(sentence):
        return []
    match = _GIVING.search(message.text, predicate.start, sentence.end)
    if match is None:
        return []
    return [Finding(Situation.PLAIN_GIVING, "plain-giving", *match.span(), "드릴")]


def _plain_asking(message: Message, sentence: Sentence) -> list[Finding]:
    if _names_a_receiver(sentence):
        return []
    return [
        Finding(Situation.PLAIN_OBJECT_VERB, "ask-respectfully", *match.span(), "여쭤")
        for match in _ASKING.finditer(message.text, sentence.start, sentence.end)
    ]


def _accompanying(sentence: Sentence) -> list[Finding]:
    """할머니를 데리고: a person one looks up to is accompanied, 모시고."""
    morphemes = sentence.morphemes
    return [
        Finding(
            Situation.PLAIN_OBJECT_VERB,
            "accompany-respectfully",
            verb.start,
            verb.start + 2,
            "모시",
        )
        for noun, particle, verb in zip(morphemes, morphemes[1:], morphemes[2:], strict=False)
        if noun.form in words_in("honoured-person")
        and particle.tag == "JKO"
        and verb.form == "데리"
        and verb.end - verb.start == 2
    ]


def _wrong_direction(message: Message, sentence: Sentence) -> list[Finding]:
    """선배님이 저에게 드렸어요: what a superior gives to me is 주시다; and I am not 여쭙다."""
    if not _speaker_receives(sentence):
        return []
    found = [
        Finding(Situation.HONOURING_ONESELF, "honouring-oneself", *match.span(), "물어")
        for match in _ASKED_OF_ME.finditer(message.text, sentence.start, sentence.end)
    ]
    if not _superior_acts(sentence):
        return found
    return found + [
        Finding(
            Situation.GIVING_DIRECTION,
            "giving-direction",
            *match.span(),
            _GIVEN_DOWNWARD[match.group(1)],
        )
        for match in _GIVEN_UPWARD.finditer(message.text, sentence.start, sentence.end)
    ]


def _names_a_receiver(sentence: Sentence) -> bool:
    return any(one.tag == "JKB" and one.form in _TO_WHOM for one in sentence.morphemes)


def _speaker_receives(sentence: Sentence) -> bool:
    return any(
        noun.part == "NP" and noun.form in _SPEAKER and particle.form in _TO_WHOM
        for noun, particle in pairwise(sentence.morphemes)
    )


def _superior_acts(sentence: Sentence) -> bool:
    return any(
        noun.form in words_in("honoured-person") and particle.tag == "JKS"
        for noun, particle in pairwise(sentence.morphemes)
    )
