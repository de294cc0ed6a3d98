from app.korean.restyling.set_phrases import find_set_phrases, set_phrases
from app.korean.style import Style


def test_a_phrase_is_found_as_a_whole_and_with_its_style() -> None:
    text = "네, 감사합니다! 안녕히 가세요."
    found = [
        (one.phrase.name, one.style, text[one.start : one.end]) for one in find_set_phrases(text)
    ]
    assert found == [
        ("thanks", Style.HAPSYO, "감사합니다"),
        ("farewell_to_leaving", Style.HAEYO, "안녕히 가세요"),
    ]


def test_a_dropped_space_does_not_hide_a_phrase() -> None:
    assert [one.phrase.name for one in find_set_phrases("처음뵙겠습니다")] == ["first_meeting"]


def test_part_of_a_longer_word_is_no_phrase() -> None:
    assert find_set_phrases("안녕하신가") == ()


def test_a_quoted_phrase_is_not_the_writers() -> None:
    assert find_set_phrases("'안녕'은 무슨 뜻이에요?") == ()


def test_every_phrase_has_three_shapes_and_a_name_of_its_own() -> None:
    table = set_phrases()
    assert len({one.name for one in table}) == len(table)
    assert all(all(one.forms) and one.haera for one in table)


def test_a_style_nobody_writes_gives_the_plain_shape() -> None:
    greeting = next(one for one in set_phrases() if one.name == "greeting")
    assert greeting.in_style(Style.HAERA) == "안녕"
    assert greeting.in_style(Style.HAPSYO) == "안녕하십니까"
