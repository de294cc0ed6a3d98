from app.korean import words
from app.korean.vocabulary.phrases import phrase_at


def test_a_phrase_of_the_dictionary_is_one_word_in_whatever_form() -> None:
    (student, polite) = words("학생이 예의가 발라요.")
    assert (student.lemma, polite.lemma, polite.surface) == ("학생", "예의 바르다", "예의가 발라요")


def test_the_words_of_a_phrase_stand_together() -> None:
    assert phrase_at(("예의", "바르다"), 0) is not None
    assert phrase_at(("예의", "아주", "바르다"), 0) is None
