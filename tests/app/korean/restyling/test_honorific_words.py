from app.korean.restyling.honorific_words import honorific_verbs, plain_verbs, plain_words


def test_each_verb_that_honours_has_its_plain_one() -> None:
    assert set(plain_verbs()) == set(honorific_verbs().values())
    assert plain_verbs()["계시"] == "있"


def test_a_plain_word_says_whom_its_honorific_honours() -> None:
    assert plain_words()["드리", "VV"].honours == "object"
    assert plain_words()["계시", "VV"].honours == "subject"
    assert plain_words()["성함", "NNG"].form == "이름"
