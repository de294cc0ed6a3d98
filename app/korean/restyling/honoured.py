"""Whether a sentence speaks of someone who is honoured in every style: 할머니께서 주무셔."""

from app.korean.analysis.word_classes import words_in
from app.korean.reading.sentences import Sentence
from app.korean.restyling.listener_pronouns import means_the_listener

_FAMILY_CARE = frozenset({"엄마", "아빠", "이모", "고모", "삼촌", "장모", "장인"})


def honours_someone_else(sentence: Sentence) -> bool:
    """Whether a person is named who takes -(으)시- among friends too.

    The listener is none: neither as 님, nor when called (선배님, 어디 가세요?), nor as what one is
    (한국 분이세요?). 엄마 is one where it is the subject.
    """
    morphemes = sentence.morphemes
    for index in range(_after_a_call(sentence), len(morphemes)):
        one = morphemes[index]
        following = morphemes[index + 1] if index + 1 < len(morphemes) else None
        if one.form in _FAMILY_CARE and following is not None and following.tag in {"JKS", "JX"}:
            return True
        if one.form not in words_in("honoured-person") or means_the_listener(morphemes, index):
            continue
        if one.form != "분" or following is None or following.part != "VCP":
            return True
    return False


def _after_a_call(sentence: Sentence) -> int:
    """Return the index after a title that calls the listener at the head; 0 without one."""
    for index, one in enumerate(sentence.morphemes[:4]):
        if one.tag == "SP":
            return index + 1
        if not one.part.startswith("N") and one.tag not in {"XSN", "IC"}:
            return 0
    return 0
