"""Talking to oneself: 와 맛있겠다!, 아 맞다, 뭐였더라: plain, and yet said to nobody."""

from app.korean.sentences import Ending, Sentence
from app.korean.word_classes import words_in

_MUSING = frozenset({"statement", "observation", "question", "exclamation"})
_SPOKEN_TO_SOMEONE = frozenset({"어", "아", "여", "냐", "니", "야"})


def is_self_talk(sentence: Sentence) -> bool:
    """Whether a plain sentence sounds said to oneself: 와 맛있겠다!, 아 맞다, 다행이다."""
    ending = sentence.ending
    if ending is None or ending.sense.style.polite or ending.sense.family not in _MUSING:
        return False
    if sentence.asks or ending.form in _SPOKEN_TO_SOMEONE:
        return False
    if _names_someone(sentence):
        return False
    if sentence.morphemes[ending.first].form in words_in("felt-toward-someone"):
        return False
    rest = sentence.morphemes[ending.first :]
    feels = any(one.part in {"VA", "XSA"} or one.form == "겠" for one in rest)
    feels = feels or _cries_out(sentence, ending)
    if feels and ending.form in {"다", "네"} and "." not in sentence.marks:
        return True
    first = sentence.morphemes[0]
    return "!" in sentence.marks or (first.tag == "IC" and first.form in words_in("outcry"))


def wonders_aside(sentence: Sentence) -> bool:
    """Whether a plain sentence, beside polite ones, wonders: 이게 아닌가?, 뭐였더라, 어디 뒀지."""
    ending = sentence.ending
    if ending is None or ending.sense.style.polite:
        return False
    if ending.sense.family in {"question", "wonder"}:
        return ending.form not in _SPOKEN_TO_SOMEONE
    asks_itself = any(one.form in words_in("question-word") for one in sentence.morphemes)
    return asks_itself and ending.sense.family in {"recollection", "tag"}


def _cries_out(sentence: Sentence, ending: Ending) -> bool:
    """대박이다, 다행이다: what one cries out with the copula."""
    return any(
        one.form in words_in("outcry", "outcry-noun") for one in sentence.morphemes[: ending.last]
    )


def _names_someone(sentence: Sentence) -> bool:
    """나, 너: whoever speaks of these two speaks to someone."""
    return any(
        one.part == "NP" and one.form in words_in("speaker", "listener")
        for one in sentence.morphemes
    )
