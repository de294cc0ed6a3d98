"""The word list: what ends the play, and what only sounds like it."""

import pytest

from app.tutor.offline.safety import concern, help_lines, help_lines_again
from app.tutor.offline.said import Act


@pytest.mark.parametrize(
    "text",
    [
        "죽고 싶어요",
        "죽고싶다 진짜",
        "그냥 사라지고 싶어",
        "살기 싫어요",
        "살아갈 이유가 없어",
        "자살하고 싶어요",
        "자해했어요",
        "손목을 그었어요",
        "다 끝내고 싶어",
        "I want to die",
        "i'm going to kill myself",
        "배고파 죽겠어. 그리고 죽고 싶어.",
        "씨발 죽고 싶어",
        "안녕\nI want to die",
    ],
)
def test_signs_of_self_harm_are_seen(text: str) -> None:
    assert concern(text) is Act.DISTRESS


@pytest.mark.parametrize(
    "text",
    [
        "배고파 죽겠어",
        "더워서 죽을 것 같아",
        "웃겨 죽겠다ㅋㅋㅋ",
        "보고 싶어 죽겠어",
        "저는 죽을 먹었어요",
        "죽이 맛있어요",
        "게임에서 죽었어",
        "화초가 죽었어요",
        "같이 자전거 타요",
        "친구를 만나고 싶어요",
        "언제 만나요?",
        "전화번호부를 샀어요",
        "사진을 찍었어요",
        "사진 찍어 드릴까요?",
        "야구 좋아해요",
        "가슴이 아파요",
        "비밀번호를 잊어버렸어요",
        "제주도에 가고 싶어요",
    ],
)
def test_what_only_sounds_like_it_is_let_pass(text: str) -> None:
    assert concern(text) is None


@pytest.mark.parametrize(
    ("text", "act"),
    [
        ("같이 자자", Act.SEXUAL),
        ("야한 얘기 하자", Act.SEXUAL),
        ("send nudes", Act.SEXUAL),
        ("전화번호 알려 주세요", Act.CONTACT),
        ("카톡 아이디 뭐야?", Act.CONTACT),
        ("우리 직접 만나자", Act.CONTACT),
        ("셀카 보내줘", Act.CONTACT),
        ("우리 비밀로 하자", Act.CONTACT),
        ("꺼져", Act.ABUSE),
        ("씨발", Act.ABUSE),
    ],
)
def test_what_has_no_place_in_a_lesson_is_seen(text: str, act: Act) -> None:
    assert concern(text) is act


def test_the_help_lines_are_those_of_korea_in_both_languages() -> None:
    for text in (help_lines(), help_lines_again()):
        korean, english = text.split("\n\n")
        assert "109" in korean
        assert "1388" in korean
        assert "109" in english
        assert "1388" in english
