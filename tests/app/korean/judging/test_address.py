import pytest

from tests.app.korean.listeners import outcome


@pytest.mark.parametrize(
    ("listener", "text", "status", "corrected"),
    [
        ("stranger 1", "당신은 학생이에요?", "corrected", "학생이세요?"),
        ("friend 2", "당신은 뭐 해?", "corrected", "너는 뭐 해?"),
        ("coworker 2", "당신 이름이 뭐예요?", "corrected", "이름이 뭐예요?"),
        ("stranger 2", "당신은요?", "corrected", "어떠세요?"),
        ("stranger 2", "당신을 좋아해요.", "unclear", ""),
        ("boss 1", "너 뭐 해?", "corrected", "뭐 하십니까?"),
        ("stranger 1", "너 이거 있어?", "corrected", "이거 있어요?"),
        ("friend 2", "너 뭐 해?", "perfect", ""),
        ("senior 1", "민준 씨, 안녕하세요?", "corrected", "선배님, 안녕하세요?"),
        ("coworker 2", "민준 씨, 안녕하세요?", "perfect", ""),
        ("boss 2", "내가 할게요.", "corrected", "제가 할게요."),
        ("stranger 1", "나는 괜찮아요.", "corrected", "저는 괜찮아요."),
        ("coworker 3", "나는 괜찮아요.", "suggested", "저는 괜찮아요."),
        ("senior 2", "선배, 나도 갈래요.", "suggested", "선배, 저도 갈래요."),
        ("honey 1", "나도 보고 싶어요.", "perfect", ""),
        ("sibling 1", "나는 잘 지냈어요.", "perfect", ""),
        ("friend 2", "저는 괜찮아.", "corrected", "나는 괜찮아."),
        ("friend 2", "저는 괜찮아ㅋㅋ", "suggested", "나는 괜찮아ㅋㅋ"),
        ("friend 2", "저 사람 누구야?", "perfect", ""),
        ("boss 1", "우리 회사는 큽니다.", "perfect", ""),
        ("boss 1", "저희 나라는 작습니다.", "suggested", "우리나라는 작습니다."),
        ("boss 1", "나라마다 문화가 다릅니다.", "perfect", ""),
    ],
)
def test_address_is_worth_what_the_table_says(
    listener: str, text: str, status: str, corrected: str
) -> None:
    assert outcome(listener, text) == (status, corrected or text)
