"""What cannot be said in another style without a guess at what it means, and is refused."""

from app.korean.analysis.word_classes import words_in
from app.korean.reading.bidding import Bidding, bidding
from app.korean.reading.clauses import last_clause_has_subject
from app.korean.reading.notes import reports
from app.korean.reading.sentences import Ending, Sentence
from app.korean.reading.speech_acts import asks, invites
from app.korean.reading.unmarked_questions import Asking, unmarked_question
from app.korean.restyling.predicate import CannotConjugateError, predicate_of
from app.korean.style import Style

# 해체 and 해요체 say orders, statements and questions alike; the others do not.
_ALIKE = frozenset({Style.HAE, Style.HAEYO})
_REMARKS = frozenset({"observation", "exclamation"})
_WONDERING = frozenset(
    {"뭐", "무엇", "어디", "언제", "누구", "왜", "어떻", "어떻게", "어떡하", "무슨"}
)


def refuse_what_is_unsure(sentence: Sentence, target: Style, *, strictly: bool) -> None:
    """Raise CannotConjugateError where the target would have to say more than the sentence does.

    밥 먹어 may tell or order, 어떤 애가 왔어. tell or ask. What one notices (-네, -구나) or wants
    agreement on (-지?) has no 합쇼체 of its own: 그렇습니다 is not 그렇구나.
    """
    ending = sentence.ending
    if target.polite and _may_sleep(sentence):
        raise CannotConjugateError("자 may be 자다")
    if ending is None:
        return
    _refuse_what_is_misread(sentence, ending)
    if ending.sense.family == "fragment":
        return
    _refuse_what_one_says_to_oneself(sentence, ending, target)
    if target not in _ALIKE and ending.sense.style in _ALIKE:
        _refuse_what_may_be_two_acts(sentence)
    if target is Style.HAPSYO and strictly:
        _refuse_remarks(sentence)
    if ending.sense.family == "clipped" and target is not Style.HAE:
        _refuse_notes(sentence)


def _refuse_what_is_misread(sentence: Sentence, ending: Ending) -> None:
    """Raise where the analyser has another ending than what is written: 아기 자?, 먹을라우."""
    if _may_be_a_copula(sentence):
        raise CannotConjugateError("-요 may be 이다 in the old-fashioned style")
    if _is_dialect(sentence):
        raise CannotConjugateError(f"-{ending.form} is dialect")
    if (
        ending.form == "자"
        and ending.begins
        and sentence.morphemes[ending.begins - 1].part == "VCP"
    ):
        raise CannotConjugateError("자 may be 자다")


def _refuse_what_one_says_to_oneself(sentence: Sentence, ending: Ending, target: Style) -> None:
    """Raise where the target would ask or tell the listener: 어쩌던가, 일찍 올걸, 죽을래?."""
    if target is Style.HAERA and ending.sense.family == "hearsay" and asks(sentence):
        raise CannotConjugateError(f"-{ending.form}? has no counterpart in haera")
    if ending.form == "던가" and target not in _ALIKE:
        raise CannotConjugateError("one asks oneself with -던가")
    if target.polite and _may_regret(sentence):
        raise CannotConjugateError("-ㄹ걸 may regret, -ㄹ걸요 only guesses")
    if target is Style.HAPSYO and ending.form == "을래" and _threatens(sentence):
        raise CannotConjugateError("죽을래 threatens")


def _refuse_what_may_be_two_acts(sentence: Sentence) -> None:
    if bidding(sentence, predicate_of(sentence)) is Bidding.EITHER:
        raise CannotConjugateError("it may tell what one does, or tell someone to do it")
    if unmarked_question(sentence) is Asking.EITHER:
        raise CannotConjugateError("without a question mark it may ask or tell")


def _may_sleep(sentence: Sentence) -> bool:
    """Whether 자 closes the sentence, which the analyser takes for a cry: 지금 자?."""
    words = [one for one in sentence.morphemes if one.tag[0] not in "SWZ"]
    return len(words) > 1 and (words[-1].form, words[-1].tag) == ("자", "IC")


def _may_be_a_copula(sentence: Sentence) -> bool:
    """Whether -요 after a noun closes a sentence with a subject: 이 사람이 내 아내요."""
    ending = sentence.ending
    if ending is None or ending.sense.family != "fragment" or "?" in sentence.marks:
        return False
    before = sentence.morphemes[ending.last - 1]
    named = before.part == "VCP" or before.part.startswith("N")
    return named and any(one.tag == "JKS" for one in sentence.morphemes)


def _refuse_notes(sentence: Sentence) -> None:
    """Raise where a note in -음 may tell what is done or what one does: 자료 받음.

    완료함, 제출함 report (`restyling.notes`); 있음, 없음, 아님, 좋음 tell what is.
    """
    ending = sentence.ending
    if ending is None or ending.form not in {"음", "ᆷ"} or reports(sentence):
        return
    predicate = predicate_of(sentence)
    if any(one.form in words_in("habit") | {"지금"} for one in sentence.morphemes):
        return
    acts = predicate.stem[1].partition("-")[0] in {"VV", "XSV"}
    if (
        acts
        and not predicate.infixes
        and predicate.stem[0] not in words_in("lasting-verb") | {"모르", "없"}
    ):
        raise CannotConjugateError("-음 may note what is done, or what one does")


def _is_dialect(sentence: Sentence) -> bool:
    """Whether an ending is put together of what no standard ending is: 먹을라우."""
    ending = sentence.ending
    if ending is None or ending.begins < 1:
        return False
    before = sentence.morphemes[ending.begins - 1]
    return before.tag == "EC" and before.form in {"을라", "ᆯ라", "을랑", "ᆯ랑"}


def _threatens(sentence: Sentence) -> bool:
    return any((one.form, one.part) == ("죽", "VV") for one in sentence.morphemes)


def _may_regret(sentence: Sentence) -> bool:
    """Whether -ㄹ걸 may be said of what one has left undone: 일찍 올걸, not 벌써 왔을걸."""
    ending = sentence.ending
    if ending is None or ending.form not in {"ᆯ걸", "을걸"} or asks(sentence):
        return False
    stem = sentence.morphemes[ending.begins - 1]
    acts = stem.part == "XSV" or (
        stem.part in {"VV", "VX"}
        and stem.form in words_in("willed-verb", "human-verb", "transitive-verb") | {"하", "말"}
    )
    return acts and not last_clause_has_subject(sentence)


def _refuse_remarks(sentence: Sentence) -> None:
    """Raise where 합쇼체 would make a report or an open question of a remark."""
    ending = sentence.ending
    if ending is None:
        return
    if ending.sense.family in _REMARKS and ending.sense.style is not Style.HAGE:
        raise CannotConjugateError(f"-{ending.form} is said on noticing something, -습니다 reports")
    if ending.sense.family != "tag" or invites(sentence):
        return
    dares = sentence.morphemes[ending.begins - 1].form in {"시", "으시"}
    wonders = any(one.form in _WONDERING and one.tag != "IC" for one in sentence.morphemes)
    if asks(sentence) or dares or wonders:
        raise CannotConjugateError(f"-{ending.form} asks to be agreed with, -습니까 does not")
