from app.korean.from_latin.syllable_statistics import likelihood, log_chance


def test_words_are_likelier_than_the_same_sounds_misspelt() -> None:
    assert likelihood("한국어") > likelihood("한구거")
    assert likelihood("좋아요") > likelihood("조아요")


def test_a_chance_is_below_one_even_where_nothing_was_seen() -> None:
    assert log_chance("뷁", "뷁") < log_chance("안", "녕") < 0
