"""A draft of words is accepted only where each is a word of the message."""

from typing import Any

import msgspec
import pytest

from app.korean import PickedWord, dictionary, pick_words
from app.tutor.agents.drafts import WordsDraft
from app.tutor.agents.rejection import RejectedError
from app.tutor.agents.words_check import check_words

TEXT = "요즘 날씨가 너무 더워서 밖에 안 나가요."
WEATHER = {
    "surface": "날씨가",
    "lemma": "날씨",
    "sense_ko": "맑고 흐리고 춥고 더운 상태",
    "sense_en": "weather",
    "level": 1,
    "example": "오늘 날씨가 좋아요.",
}
HOT = {
    "surface": "더워서",
    "lemma": "덥다",
    "sense_ko": "기온이 높다",
    "sense_en": "hot (of weather)",
    "level": 6,
    "example": "여름은 더워요.",
}


def checked(
    *drafts: dict[str, Any], text: str = TEXT, known: frozenset[str] = frozenset()
) -> tuple[PickedWord, ...]:
    draft = msgspec.convert({"words": list(drafts)}, WordsDraft)
    return check_words(draft, text, known, pick_words(text))


def fault(*drafts: dict[str, Any], text: str = TEXT, known: frozenset[str] = frozenset()) -> str:
    with pytest.raises(RejectedError) as rejection:
        checked(*drafts, text=text, known=known)
    return rejection.value.fault


def test_words_get_their_places_in_the_order_of_the_message() -> None:
    weather, hot = checked(HOT, WEATHER)
    assert (weather.lemma, weather.start, weather.end) == ("날씨", 3, 6)
    assert TEXT[hot.start : hot.end] == "더워서"


def test_the_part_of_speech_is_the_engines() -> None:
    weather, hot = checked(WEATHER, HOT)
    assert (weather.part_of_speech, hot.part_of_speech) == ("noun", "adjective")


def test_the_dictionarys_level_holds_where_it_has_the_word() -> None:
    entries = dictionary("덥다")
    (hot,) = checked(HOT)
    assert hot.level == (entries[0].level if entries else 6)


def test_a_word_the_dictionary_lacks_keeps_the_models_level() -> None:
    text = "그 사람은 오지랖이 넓어요."
    rare = WEATHER | {
        "surface": "오지랖이",
        "lemma": "오지랖",
        "level": 6,
        "example": "오지랖이 너무 넓어요.",
    }
    assert not dictionary("오지랖")
    assert checked(rare, text=text)[0].level == 6


def test_no_words_are_an_answer() -> None:
    assert checked() == ()


def test_a_phrase_of_several_words_is_one() -> None:
    text = "이 옷이 마음에 들어요."
    phrase = WEATHER | {
        "surface": "마음에 들어요",
        "lemma": "마음에 들다",
        "sense_en": "to like",
        "example": "새 집이 마음에 들어요.",
    }
    (word,) = checked(phrase, text=text)
    assert (word.part_of_speech, word.start, word.end) == ("phrase", 5, 12)


def test_the_example_of_the_dictionary_keeps_its_translation() -> None:
    chosen = pick_words(TEXT)
    assert chosen, "the dictionary knows a word of this sentence"
    own = chosen[0]
    draft = WEATHER | {
        "surface": own.surface,
        "lemma": own.lemma,
        "sense_en": "as here",
        "example": own.example,
    }
    assert checked(draft)[0].example_en == own.example_en


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"surface": "구름이"}, "word_not_found"),
        ({"lemma": "바보"}, "lemma_of_another_word"),
        ({"surface": "날"}, "lemma_of_another_word"),
        ({"surface": "날씨가 너무"}, "lemma_of_another_word"),
        ({"example": "바다가 좋아요."}, "example_without_word"),
        ({"sense_en": "<b>weather</b>"}, "markup"),
        ({"sense_en": "see http://example.org"}, "address"),
        ({"sense_en": "날씨"}, "language"),
        ({"sense_ko": "weather"}, "language"),
        ({"lemma": "weather"}, "language"),
        ({"example": "날씨가\u200b 좋아요."}, "unprinted"),
    ],
)
def test_a_word_that_is_not_what_it_says_is_rejected(
    changes: dict[str, str], expected: str
) -> None:
    assert fault(WEATHER | changes) == expected


def test_a_particle_is_no_word() -> None:
    particle = WEATHER | {"surface": "가", "lemma": "가", "example": "날씨가 좋아요."}
    assert fault(particle) == "lemma_of_another_word"


def test_a_pronoun_is_no_word_worth_learning() -> None:
    pronoun = WEATHER | {"surface": "나는", "lemma": "나", "example": "나는 가요."}
    assert fault(pronoun, text="나는 어제 쉬었어.") == "no_content_word"


def test_known_words_are_not_taught_again() -> None:
    assert fault(WEATHER, known=frozenset({"날씨"})) == "known_word"


def test_one_word_is_not_two() -> None:
    assert fault(WEATHER, WEATHER) == "same_word"
    twice = "날씨 좋은 날씨"
    first, second = WEATHER | {"surface": "날씨 "}, WEATHER | {"surface": "날씨"}
    assert fault(first, second, text=twice) == "same_word"
