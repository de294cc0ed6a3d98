import pytest

from app.korean.reading.sentences import sentences


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("알죠, 저도 가요", ["알죠,", "저도 가요"]),
        ("가자 빨리", ["가자", "빨리"]),
        ("예쁘다 이 옷", ["예쁘다", "이 옷"]),
        ("먹어 봐", ["먹어 봐"]),
        ("비가 오네그려.", ["비가 오네그려."]),
        ("이리 와서 먹으오.", ["이리 와서 먹으오."]),
        ("동의합니다ㅎㅎ 내일 봬요!", ["동의합니다ㅎㅎ", "내일 봬요!"]),
        ("간다 간다 하더니 안 갔어요", ["간다 간다 하더니 안 갔어요"]),
    ],
)
def test_a_sentence_ends_with_what_trails_its_final_ending(text: str, cut: list[str]) -> None:
    assert [text[one.start : one.end].strip() for one in sentences(text)] == cut
