from app.korean import words


def test_words_stand_literally_in_the_text_with_their_dictionary_form() -> None:
    text = "😀 어제 친구하고 맛있는 비빔밥을 먹었어요"
    found = words(text)
    assert [one.lemma for one in found] == ["어제", "친구", "맛있다", "비빔밥", "먹다"]
    assert all(text[one.start : one.end] == one.surface for one in found)
    assert [one.surface for one in found][-1] == "먹었어요"


def test_a_word_brings_its_level_and_senses() -> None:
    _, work, _ = words("할 일이 많아요")
    assert (work.pos, work.level, work.senses) == ("noun", 1, ("work", "matter"))


def test_a_word_that_the_dictionary_lacks_has_neither_level_nor_sense() -> None:
    (word,) = words("쭈꾸미를")
    assert (word.lemma, word.level, word.senses) == ("쭈꾸미", None, ())
