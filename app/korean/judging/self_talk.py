"""Talking to oneself: 와 맛있겠다!, 아 맞다, 뭐였더라: plain, and yet said to nobody."""

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.reading.sentences import Ending, Sentence
from app.korean.reading.subjects import Subject, subject_of
from app.korean.restyling.counterparts import asks

_MUSING = frozenset({"statement", "observation", "question", "exclamation"})
_SPOKEN_TO_SOMEONE = frozenset({"어", "아", "여", "냐", "니", "야"})
_WONDERING = frozenset({"나", "ᆫ가", "은가", "는가"})
# Morphemes: stem, tense and ending make four.
_WONDERS_WITH = 3
_SHALL = frozenset({"ᆯ까", "을까", "ᆯ까나", "을까나"})
# 화가 나, 열 받아, 미치겠어: what one feels is in the noun or in the verb.
_FELT = frozenset({"VV", "VA", "VX", "XSV", "XSA", "NNG", "XR", "MAG"})


def is_self_talk(sentence: Sentence, address: str = "") -> bool:
    """Whether a plain sentence sounds said to oneself: 와 맛있겠다!, 아 맞다, 뭐 먹지, 다행이다.

    `address` is the listener's title: who calls them by it speaks to them.
    """
    ending = sentence.ending
    if ending is None or ending.sense.style.polite or _calls_someone(sentence, address):
        return False
    if asks_oneself(sentence, ending):
        return True
    if _names_the_speaker(sentence):
        return False
    if sentence.morphemes[ending.first].form in words_in("felt-toward-someone"):
        return False
    if laments(sentence):
        return True
    if ending.sense.family not in _MUSING:
        return False
    if sentence.asks or ending.form in _SPOKEN_TO_SOMEONE:
        return False
    rest = sentence.morphemes[ending.first :]
    feels = any(one.part in {"VA", "XSA"} or one.form == "겠" for one in rest)
    feels = feels or _cries_out(sentence, ending)
    if feels and ending.form in {"다", "네"} and "." not in sentence.marks:
        return True
    return "!" in sentence.marks or _starts_with_a_cry(sentence)


def continues_self_talk(former: Sentence, sentence: Sentence, address: str = "") -> bool:
    """Whether -다 or -지 goes on with a cry: 아 맞다 회의실 예약 안 했다, 아 맞다 과제 있었지."""
    ending = sentence.ending
    if ending is None or ending.form not in {"다", "ᆫ다", "는다", "지"} or sentence.asks:
        return False
    if ending.sense.family not in {"statement", "tag"} or _names_the_speaker(sentence):
        return False
    if _calls_someone(sentence, address):
        return False
    return (
        _starts_with_a_cry(former) and is_self_talk(former, address) and "." not in sentence.marks
    )


def asks_oneself(sentence: Sentence, ending: Ending) -> bool:
    """Whether one wonders alone: 비 그쳤나?, 뭐 먹지, 음 될까; not what the listener did."""
    form = ending.form
    if form == "지" and ending.sense.family == "tag":
        return _asks_a_question_word(sentence) and not _asks_what_the_listener_does(sentence)
    if form == "더라" and ending.sense.family == "recollection":
        return _asks_a_question_word(sentence)
    if form in _WONDERING and ending.sense.family in {"question", "wonder"}:
        bare = ending.first == 0 and not sentence.asks and len(sentence.morphemes) < _WONDERS_WITH
        if bare and form == "나":
            return False  # 괜차나 is 괜찮아 as it sounds
        return subject_of(sentence) is not Subject.LISTENER
    if form in _SHALL:
        together = any(one.form in {"같이", "함께", "우리"} for one in sentence.morphemes)
        return _starts_with_a_cry(sentence) and not together
    return False


def laments(sentence: Sentence) -> bool:
    """Whether a sigh says how one feels: 아 졸려, 아 짜증 나, 아이고 허리야."""
    ending = sentence.ending
    if ending is None or sentence.asks or not _sighs(sentence):
        return False
    if is_a_groan(sentence):
        return True
    if ending.form not in {"어", "아"} or ending.sense.family != "statement":
        return False
    said = sentence.morphemes[1 : ending.last]
    return any(one.form in words_in("inner-state") and one.part in _FELT for one in said)


def is_a_groan(sentence: Sentence) -> bool:
    """Whether a part of the body is bewailed, which has no polite form: 아이고 허리야."""
    ending = sentence.ending
    if ending is None or ending.form != "야" or not _sighs(sentence):
        return False
    nouns = [one.form for one in sentence.morphemes[1 : ending.last] if one.part != "VCP"]
    return len(nouns) == 1 and nouns[0] in words_in("aching-part")


def wonders_aside(sentence: Sentence) -> bool:
    """Whether a plain sentence, beside polite ones, wonders: 이게 아닌가?, 뭐였더라, 어디 뒀지."""
    ending = sentence.ending
    if ending is None or ending.sense.style.polite:
        return False
    if ending.sense.family in {"question", "wonder"}:
        return ending.form not in _SPOKEN_TO_SOMEONE
    return _asks_a_question_word(sentence) and ending.sense.family in {"recollection", "tag"}


def _asks_a_question_word(sentence: Sentence) -> bool:
    """Whether 뭐, 언제 … asks; 무슨 말인지 알지 and 언제 가도 좋지 do not."""
    asks_for = False
    for one in sentence.morphemes:
        if one.form in words_in("question-word") or one.form.startswith(("어떡하", "얼마나")):
            asks_for = True
        elif one.tag == "EC" and one.form.endswith(("지", "어도", "아도", "든", "든지")):
            asks_for = False
    return asks_for


def _asks_what_the_listener_does(sentence: Sentence) -> bool:
    """Whether 요즘 뭐 하고 지내지? asks someone: 지내다, 살다 are done by whom one asks."""
    ending = sentence.ending
    said = {one.form for one in sentence.morphemes[: ending.last]} if ending is not None else set()
    return bool(said & {"지내", "살", "다니"}) and asks(sentence)


def _starts_with_a_cry(sentence: Sentence) -> bool:
    first = sentence.morphemes[0]
    return (first.tag == "IC" and first.form in words_in("outcry")) or _is_a_sigh(sentence)


def _sighs(sentence: Sentence) -> bool:
    return sentence.morphemes[0].tag == "IC" and _is_a_sigh(sentence)


def _is_a_sigh(sentence: Sentence) -> bool:
    """Whether a sentence opens with 휴, 아이고, which the analyser may take for a name."""
    first, *rest = sentence.morphemes
    alone = bool(rest) and rest[0].start > first.end
    sighs = first.form in words_in("sigh") and first.tag in {"IC", "NNP"}
    return sighs and (alone or first.tag == "IC")


def _cries_out(sentence: Sentence, ending: Ending) -> bool:
    """대박이다, 다행이다: what one cries out with the copula."""
    return any(
        one.form in words_in("outcry", "outcry-noun") for one in sentence.morphemes[: ending.last]
    )


def _names_the_speaker(sentence: Sentence) -> bool:
    """나 배고파: whoever speaks of themselves speaks to someone, unless they wonder."""
    return any(one.part == "NP" and one.form in words_in("speaker") for one in sentence.morphemes)


def _calls_someone(sentence: Sentence, address: str) -> bool:
    """너, 선배, 지우 씨, 저기요, 우리: whoever says these speaks to someone."""
    title = address.removesuffix("님")
    morphemes = sentence.morphemes
    for index, one in enumerate(morphemes):
        pronoun = one.part == "NP" and (one.form in words_in("listener") or one.form == "우리")
        named = index > 0 and one.form == "씨" and morphemes[index - 1].tag == "NNP"
        called = title and one.form == title and not _is_pointed_at(morphemes, index)
        hailed = one.tag == "JKV" or one.form in {"저기요", "여기요", "이보게", "이봐"}
        if pronoun or named or called or hailed:
            return True
    return False


def _is_pointed_at(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """그 선배구나: someone of that title, not the listener."""
    return index > 0 and morphemes[index - 1].tag == "MM"
