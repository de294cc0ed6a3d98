"""Objects honoured: what is done to a superior has its own verbs (드리다, 여쭙다, 뵙다, 모시다)."""

import re
from dataclasses import replace
from itertools import pairwise

from app.korean.analysis.word_classes import words_in
from app.korean.judging.message import Finding, Message
from app.korean.reading.sentences import Sentence
from app.korean.relation import Situation
from app.korean.restyling.counterparts import asks
from app.korean.restyling.predicate import CannotConjugateError, predicate_of, splice_between
from app.korean.style import Style

_ASKING = re.compile(r"물어(?=\s?(?:볼게|볼까|봐도|보고 싶|볼 게|볼 거|보겠))")
_ASKING_LATER = re.compile(r"물어\s?(?:볼게|볼까|보겠)")
_OF_THE_LISTENER = frozenset({"나중", "다시", "또", "이따", "이따가", "그때", "하나", "뭐", "모르"})
_GIVEN_UPWARD = re.compile(r"드(렸|립|려요|리셨)")
_GIVEN_DOWNWARD = {"렸": "주셨", "립": "주십", "려요": "주세요", "리셨": "주셨"}
_ASKED_OF_ME = re.compile(r"여쭤(?=\s?[보봐봤])")
_TO_WHOM = frozenset({"에게", "한테", "께", "더러", "보고"})
# What stands before 주 in the verbs of giving: 주다, 알려주다, 보여주다 …
_GIVEN = frozenset({"", "알려", "보여", "도와", "빌려", "들려", "갖다", "가져다", "바꿔", "태워"})
_SPEAKER = frozenset({"저", "나"})


def object_findings(message: Message) -> list[Finding]:
    """Find plain verbs for what is done to the listener, and humble ones the wrong way round."""
    found: list[Finding] = []
    for sentence in message.sentences:
        found += _plain_giving(message, sentence)
        found += _plain_asking(message, sentence)
        found += _seeing(message, sentence)
        found += _accompanying(sentence)
        found += _wrong_direction(message, sentence)
    return found


def _plain_giving(message: Message, sentence: Sentence) -> list[Finding]:
    """알려줄게요, 보내 주겠습니다: the speaker gives, so to a superior it is 드리다."""
    ending = sentence.ending
    if ending is None or _names_another_receiver(message, sentence):
        return []
    try:
        predicate = predicate_of(sentence)
    except CannotConjugateError:
        return []
    if not predicate.stem[0].endswith("주") or predicate.stem[0].removesuffix("주") not in _GIVEN:
        return []
    promises = ending.sense.family in {"promise", "wonder"} or (
        ("겠", "EP") in predicate.infixes and not asks(sentence) and not predicate.honours
    )
    gave = any(form in {"었", "았"} for form, _ in predicate.infixes) and _speaker_acts(sentence)
    if not promises and not (gave and _names_a_receiver(sentence)):
        return []
    stem = predicate.stem[0].removesuffix("주") + "드리"
    try:
        splice = splice_between(message.text, predicate, replace(predicate, stem=(stem, "VV")))
    except CannotConjugateError:
        return []
    if splice is None:
        return []
    return [
        Finding(Situation.PLAIN_GIVING, "plain-giving", splice.start, splice.end, splice.becomes)
    ]


def _plain_asking(message: Message, sentence: Sentence) -> list[Finding]:
    if _names_another_receiver(message, sentence):
        return []
    forms = {one.form for one in sentence.morphemes}
    asks_later = _ASKING_LATER.search(message.text, sentence.start, sentence.end)
    if asks_later and not (forms & _OF_THE_LISTENER or _names_a_receiver(sentence)):
        return []  # 네, 물어볼게요: perhaps someone else is asked
    return [
        Finding(Situation.PLAIN_OBJECT_VERB, "ask-respectfully", *match.span(), "여쭤")
        for match in _ASKING.finditer(message.text, sentence.start, sentence.end)
    ]


def _seeing(message: Message, sentence: Sentence) -> list[Finding]:
    """내일 봐요, 월요일에 봐요: nothing is seen but the listener, at a time to come."""
    ending = sentence.ending
    if ending is None or sentence.asks or not ending.sense.style.polite:
        return []
    if ending.form not in {"어요", "자고요"} or message.phrase_ending(sentence):
        return []
    try:
        predicate = predicate_of(sentence)
    except CannotConjugateError:
        return []
    before = [one for one in sentence.morphemes if one.start < predicate.start]
    nouns = [one for one in before if one.part in {"NNG", "NNP", "NP", "NR", "NNB", "SN"}]
    whens = words_in("time", "time-to-come")
    nouns = [one for one in nouns if one.form not in words_in("title", "title-root", "listener")]
    mentioned = [one for one in before if one.form in whens and one.tag != "JKO"]
    only_time = all(one.form in whens or one.part in {"NR", "SN", "NNB"} for one in nouns)
    if predicate.stem != ("보", "VV") or predicate.infixes or not (mentioned and only_time):
        return []
    if any(one.part in {"VV", "VA", "VX", "JKO"} or one.tag == "JKO" for one in before):
        return []
    becomes = "뵙겠습니다" if message.relation.target is Style.HAPSYO else "봬요"
    start, end = predicate.start, predicate.end
    return [Finding(Situation.PLAIN_OBJECT_VERB, "see-respectfully", start, end, becomes)]


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
    found = _humble_request(message, sentence) + [
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


def _humble_request(message: Message, sentence: Sentence) -> list[Finding]:
    """저한테 드리세요: who asks for something is given it, 주세요."""
    ending = sentence.ending
    if ending is None or ending.sense.family != "command":
        return []
    try:
        predicate = predicate_of(sentence)
    except CannotConjugateError:
        return []
    at = message.text.find("드리", predicate.start, predicate.end)
    if predicate.stem[0] != "드리" or at < 0:
        return []
    return [Finding(Situation.GIVING_DIRECTION, "giving-direction", at, at + 2, "주")]


def _names_another_receiver(message: Message, sentence: Sentence) -> bool:
    """Whether it is given to, or asked of, someone who is not looked up to: 동생한테, 거래처에."""
    title = message.relation.address.removesuffix("님")
    return any(
        particle.tag == "JKB"
        and particle.form in _TO_WHOM | {"에"}
        and noun.form not in words_in("honoured-person", "time", "time-to-come")
        and noun.form != title
        and noun.part.startswith("N")
        for noun, particle in pairwise(sentence.morphemes)
    )


def _speaker_acts(sentence: Sentence) -> bool:
    return any(
        noun.part == "NP" and noun.form in _SPEAKER and particle.tag in {"JKS", "JX"}
        for noun, particle in pairwise(sentence.morphemes)
    )


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
