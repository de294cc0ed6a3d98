from app.korean.vocabulary.spoken_forms import dictionary_stem, is_loose


def test_spoken_forms_stand_under_another_word() -> None:
    assert dictionary_stem("니", "pronoun") == ("너", "pronoun")
    assert dictionary_stem("제", "determiner") == ("저", "pronoun")
    assert dictionary_stem("먹", "verb") == ("먹", "verb")


def test_some_suffixes_make_no_word() -> None:
    assert is_loose("들")
    assert not is_loose("가")
