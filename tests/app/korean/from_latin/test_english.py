from app.korean.from_latin.english import is_english, is_frequent_english


def test_english_words_are_known_by_the_list_and_the_dictionary() -> None:
    assert is_frequent_english("Hello")
    assert is_english("congested")
    assert not is_frequent_english("kimchi")
    assert not is_english("dkssud")
