from app.korean.reading.styled_words import styled_words
from app.korean.style import Style


def test_a_greeting_is_plain_and_a_word_with_yo_is_polite() -> None:
    assert styled_words()["안녕"] is Style.HAE
    assert styled_words()["글쎄요"] is Style.HAEYO


def test_words_with_yo_are_polite_and_others_plain() -> None:
    for word, style in styled_words().items():
        assert style.polite == word.endswith(("요", "쵸", "죠"))
