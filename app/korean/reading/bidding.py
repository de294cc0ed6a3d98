"""Whether -아/어 bids someone to act (비켜!), tells (자고 있어), or may do either (밥 먹어)."""

from enum import Enum, auto
from itertools import pairwise

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.reading.clauses import last_clause
from app.korean.reading.sentences import Sentence
from app.korean.reading.speech_acts import commands
from app.korean.reading.unmarked_questions import Asking, unmarked_question
from app.korean.restyling.predicate import Predicate


class Bidding(Enum):
    """What a sentence in -아/어 or -아/어요 does, as far as it can be told."""

    BIDS = auto()
    TELLS = auto()
    EITHER = auto()


_SPOKEN = frozenset({"어", "어요"})
_VERBS = frozenset({"VV", "XSV", "VX"})
_TOPICS = frozenset({"은", "는", "ᆫ"})
_TOWARD = frozenset({"에게", "한테", "에게로", "한테로", "처럼", "랑", "이랑", "하고", "보고"})
_AUXILIARIES_THAT_BID = frozenset({"주", "보", "두", "놓"})
_DENYING = frozenset({"안", "못", "아직", "아까"})
_CONDITIONS = frozenset({"면", "으면", "거든", "으니까", "니까"})
_HEADING = frozenset({"로", "으로"})
_WITHOUT = frozenset({"어", "아"})


def bidding(sentence: Sentence, predicate: Predicate) -> Bidding:
    """Tell whether the sentence bids; sure where a cue says so.

    Cues are 제발, 좀, 빨리, -지 말고, -면 before an act, a call, "!", what only is said to
    someone (비켜, 조심해, 손 들어), what is done for me (-아 줘), tried or left (해 봐, 둬).
    A subject, a habit, 안 and 못, -고 있다, -고 싶다 tell. 해요체 has -세요 to bid with and tells
    unless a cue says otherwise; 해체 has nothing else.
    """
    ending = sentence.ending
    if ending is None or ending.form not in _SPOKEN:
        return Bidding.TELLS
    if unmarked_question(sentence) is not Asking.STATES:
        return Bidding.TELLS
    if commands(sentence, predicate):
        return Bidding.EITHER if _helps_by_habit(sentence, predicate) else Bidding.BIDS
    if predicate.is_copula or predicate.infixes or predicate.honours:
        return Bidding.TELLS
    if predicate.stem[1].partition("-")[0] not in _VERBS:
        return Bidding.TELLS
    clause = last_clause(sentence)
    if _tells(sentence, clause, predicate):
        return Bidding.TELLS
    if _is_said_to_someone(sentence, clause, predicate):
        return Bidding.BIDS
    if not _is_willed(clause, predicate):
        return Bidding.TELLS
    polite = ending.form == "어요"
    called_for = _is_called_for(sentence, clause) or predicate.stem[1].startswith("VX")
    if _stands_in_a_full_sentence(clause):
        said_alone = predicate.stem[0] in words_in("bids-alone")
        return Bidding.EITHER if not polite and (called_for or said_alone) else Bidding.TELLS
    if called_for:
        return Bidding.EITHER if polite else Bidding.BIDS
    return Bidding.TELLS if polite and len(_content(clause)) > 1 else Bidding.EITHER


def _tells(sentence: Sentence, clause: tuple[Morpheme, ...], predicate: Predicate) -> bool:
    """Whether someone or something is named that does it, or it is denied, lasting or a habit."""
    if any(one.form in words_in("habit") | _DENYING for one in clause):
        return True
    form, tag = predicate.stem
    if form == "하" and any(one.form == "잘" for one in clause) and _names_a_skill(clause):
        return True
    if tag.startswith("VX") and (form not in _AUXILIARIES_THAT_BID or _guesses(clause)):
        return True
    if form in words_in("unwilled-verb", "lasting-verb", "unwilled-state"):
        return True
    whole = clause if len(clause) == len(sentence.morphemes) else sentence.morphemes
    if _names_who_acts(clause, predicate) or (whole is not clause and _has_a_topic(whole, clause)):
        return True
    return any(
        one.form in words_in("other-person") and one.tag == "NNG" and not _is_marked(clause, index)
        for index, one in enumerate(clause)
        if not _is_called(clause, index)
    )


def _names_a_skill(clause: tuple[Morpheme, ...]) -> bool:
    """Whether 잘하다 says what one is good at: 영어 잘해, not 너나 잘해."""
    return any(one.tag in {"NNG", "NNP"} for one in clause)


def _guesses(clause: tuple[Morpheme, ...]) -> bool:
    """Whether 보다 guesses: 비가 오나 봐, not 먹어 봐."""
    verbs = [index for index, one in enumerate(clause) if one.form == "보" and one.part == "VX"]
    return any(clause[index - 1].form not in _WITHOUT for index in verbs if index)


def _names_who_acts(clause: tuple[Morpheme, ...], predicate: Predicate) -> bool:
    for index, (one, after) in enumerate(pairwise(clause)):
        speaker = one.form in words_in("speaker") and one.part in {"NP", "IC", "MM"}
        if after.tag == "JKS" or (after.tag == "JX" and after.form in _TOPICS):
            if one.part == "NP" and one.form in words_in("listener"):
                continue
            return True
        if not speaker or _is_toward(after) or after.tag in {"JKG", "JKO"}:
            continue
        if predicate.stem[0] not in {"주", "도와주"} and not _is_an_object(clause, index):
            return True
    return False


def _is_toward(particle: Morpheme) -> bool:
    return particle.tag in {"JKB", "JC", "JX"} and particle.form in _TOWARD


def _is_an_object(clause: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 나 is whom it is done to: 나 좀 봐, not 나 밥 먹어."""
    return clause[index + 1].form == "좀"


def _has_a_topic(whole: tuple[Morpheme, ...], clause: tuple[Morpheme, ...]) -> bool:
    """Whether a clause before has a topic that holds for the last one: 저는 졸리면 자요."""
    before = whole[: len(whole) - len(clause)]
    return any(
        after.tag == "JX" and after.form in _TOPICS and one.form not in words_in("listener", "time")
        for one, after in pairwise(before)
    )


def _is_marked(clause: tuple[Morpheme, ...], index: int) -> bool:
    following = clause[index + 1 : index + 2]
    return bool(following) and following[0].tag in {"JKO", "JKB", "JC", "JKG", "JX", "XSN", "JKV"}


def _is_called(clause: tuple[Morpheme, ...], index: int) -> bool:
    return any(one.tag == "SP" for one in clause[index + 1 : index + 3]) or (
        index + 1 < len(clause) and clause[index + 1].tag == "JKV"
    )


def _is_said_to_someone(
    sentence: Sentence, clause: tuple[Morpheme, ...], predicate: Predicate
) -> bool:
    """Whether one only says so to someone: 비켜, 손 들어, 조용히 해, 나 좀 도와줘."""
    form, tag = predicate.stem
    before = [one for one in clause if one.start < predicate.start]
    if tag == "XSV" and before:
        form = before[-1].form + form
    if form in words_in("bids-whatever"):
        return True
    if form in words_in("bids-alone") and not _stands_in_a_full_sentence(clause):
        return True
    if any(f"{one.form} {form}" in words_in("bids-together") for one in before):
        return True
    body = any(one.form in words_in("body-part") for one in before)
    if body and form in words_in("posture"):
        return True
    if any(one.form in words_in("bidding-manner", "urging") for one in clause):
        return True
    if _instead(sentence) or _as_one_likes(sentence):
        return True
    if form == "보" and len(_content(clause)) == 1 and "," in sentence.marks:
        return True  # 봐, 내 말이 맞지.
    if tag.startswith("VX") or form in {"주", "놔두"}:
        return form in {"주", "보", "놔두"} or not _has_an_object(clause)
    to_me = any(
        one.form in words_in("speaker") and (_is_toward(after) or after.tag == "JKO")
        for one, after in pairwise(clause)
    )
    return to_me and form in words_in("done-to-me")


def _has_an_object(clause: tuple[Morpheme, ...]) -> bool:
    """Whether something is acted on that is not the speaker."""
    return any(
        particle.tag == "JKO" and noun.form not in words_in("speaker")
        for noun, particle in pairwise(clause)
    )


def _helps_by_habit(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether help may be told of instead of asked for: 형이 도와줘, 매일 도와줘."""
    return predicate.stem[0] == "도와주" and any(
        one.tag == "JKS" or one.form in words_in("habit") for one in sentence.morphemes
    )


def _instead(sentence: Sentence) -> bool:
    """Whether -지 말고 says what is not to be done: 울지 말고 말해."""
    return any(
        one.form == "말" and one.part == "VX" and after.form == "고"
        for one, after in pairwise(sentence.morphemes)
    )


def _as_one_likes(sentence: Sentence) -> bool:
    """Whether 알아서 leaves to the listener what to do: 알아서 해, not 알아서 좋아."""
    return any(
        (one.form, after.form) == ("알", "어서") and one.part == "VV"
        for one, after in pairwise(sentence.morphemes)
    )


def _is_willed(clause: tuple[Morpheme, ...], predicate: Predicate) -> bool:
    form, tag = predicate.stem
    if tag == "XSV":
        before = [one for one in clause if one.end <= predicate.start + len(form)]
        nouns = [one.form for one in before if one.part in {"NNG", "XR"}]
        return bool(nouns) and (
            nouns[-1] in words_in("event") or nouns[-1] + form in words_in("willed-verb")
        )
    if form == "하" and tag == "VV":
        return True
    return form in words_in("human-verb", "transitive-verb", "willed-verb")


def _stands_in_a_full_sentence(clause: tuple[Morpheme, ...]) -> bool:
    """Whether particles mark what is acted on, or where: a full sentence that tells (밥을 먹어)."""
    return any(
        particle.tag == "JKO"
        or (
            particle.tag == "JKB"
            and particle.form not in _HEADING
            and noun.form not in words_in("time", "time-to-come", "speaker")
        )
        for noun, particle in pairwise(clause)
    )


def _is_called_for(sentence: Sentence, clause: tuple[Morpheme, ...]) -> bool:
    """Whether an exclamation mark, a call or a condition makes an act an order."""
    if "!" in sentence.marks or any(one.tag == "JKV" for one in sentence.morphemes):
        return True
    before = sentence.morphemes[: len(sentence.morphemes) - len(clause)]
    conditions = [one for one in before if one.tag == "EC" and one.form in _CONDITIONS]
    speaks_of_me = any(one.part == "NP" and one.form in words_in("speaker") for one in before)
    return bool(conditions) and not speaks_of_me


def _content(clause: tuple[Morpheme, ...]) -> list[Morpheme]:
    return [one for one in clause if one.part in {"NNG", "NNP", "NP", "MAG", "VV", "NNB", "NR"}]
