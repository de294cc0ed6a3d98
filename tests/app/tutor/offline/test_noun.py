"""Noun phrases, and the one to react to."""

import pytest

from app.korean import analyse
from app.tutor.offline.noun import key_noun, nouns


def phrases(text: str) -> list[str]:
    return [noun.text for noun in nouns(text, analyse(text))]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("한국 음식을 좋아해요", ["한국 음식"]),
        ("오늘 아침에 빵을 먹었어요", ["빵"]),
        ("친구하고 카페에 갔어요", ["친구", "카페"]),
        ("저는 미국 사람이에요", ["미국 사람"]),
        ("좋은 사람이에요", []),
        ("안 먹었어요", []),
    ],
)
def test_neighbouring_nouns_are_one_phrase_and_time_words_none(
    text: str, expected: list[str]
) -> None:
    assert phrases(text) == expected


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("친구하고 영화를 봤어요", "영화"),
        ("동생이 학교에 갔어요", "동생"),
        ("카페에 갔어요", "카페"),
        ("너무 피곤해요", None),
    ],
)
def test_the_object_goes_before_the_subject_before_the_last(text: str, key: str | None) -> None:
    found = key_noun(nouns(text, analyse(text)))
    assert (None if found is None else found.text) == key
