"""Notes in -음 that report what is done: 보고서 제출함, 작성 완료함."""

from app.korean.analysis.word_classes import words_in
from app.korean.reading.sentences import Sentence


def reports(sentence: Sentence) -> bool:
    """Whether a note in -음 says that something is done, by a verb of finishing: 완료함.

    확인함 may also be what one does each day, 받음 what one gets: those are not sure.
    """
    ending = sentence.ending
    if ending is None or ending.form not in {"음", "ᆷ"} or ending.begins < 2:
        return False
    noun, verb = sentence.morphemes[ending.begins - 2 : ending.begins]
    habit = any(one.form in words_in("habit") for one in sentence.morphemes)
    return verb.tag == "XSV" and noun.form in words_in("finishing") and not habit
