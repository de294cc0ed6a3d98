import pytest

from tests.app.korean.listeners import outcome


@pytest.mark.parametrize(
    ("listener", "text", "status", "corrected"),
    [
        ("boss 2", "점심 먹었어요?", "corrected", "점심 드셨어요?"),
        ("boss 2", "어디 가요?", "corrected", "어디 가세요?"),
        ("boss 1", "부장님은 언제 왔습니까?", "corrected", "부장님은 언제 오셨습니까?"),
        ("boss 2", "지금 뭐라고 말했어요?", "corrected", "지금 뭐라고 말씀하셨어요?"),
        ("senior 1", "선배님, 점심 먹었어요?", "corrected", "선배님, 점심 드셨어요?"),
        ("senior 1", "선배님은 어디 살아요?", "suggested", "선배님은 어디 사세요?"),
        ("senior 2", "선배, 점심 먹었어요?", "suggested", "선배, 점심 드셨어요?"),
        ("senior 3", "선배, 점심 먹었어요?", "perfect", ""),
        ("coworker 1", "점심 먹었어요?", "suggested", "점심 드셨어요?"),
        ("coworker 3", "점심 먹었어요?", "perfect", ""),
        ("stranger 1", "주말에 뭐 해요?", "suggested", "주말에 뭐 하세요?"),
        ("boss 1", "식사하셨습니까?", "perfect", ""),
        ("coworker 3", "점심 드셨어요?", "perfect", ""),
        ("friend 2", "할머니가 오셨어.", "perfect", ""),
        ("boss 1", "제가 가셨습니다.", "corrected", "제가 갔습니다."),
        ("friend 2", "내가 가셨어.", "corrected", "내가 갔어."),
        ("stranger 1", "커피 나오셨습니다.", "corrected", "커피 나왔습니다."),
        ("stranger 1", "사이즈가 없으십니다.", "corrected", "사이즈가 없습니다."),
        ("stranger 3", "시간 계세요?", "corrected", "시간 있으세요?"),
        ("stranger 1", "자리 있으세요?", "perfect", ""),
        ("boss 2", "부장님 넥타이가 멋지시네요.", "perfect", ""),
        ("stranger 1", "이쪽으로 오실게요.", "corrected", "이쪽으로 오세요."),
        ("boss 1", "사장님이 회의실에 있습니다.", "corrected", "사장님이 회의실에 계십니다."),
        ("boss 1", "김 과장님이 퇴근했습니다.", "suggested", "김 과장님이 퇴근하셨습니다."),
        ("friend 2", "선생님이 왔어.", "perfect", ""),
        ("boss 1", "비가 많이 옵니다.", "perfect", ""),
        ("boss 2", "화장실이 어디예요?", "perfect", ""),
        ("boss 1", "손님이 왔습니다.", "perfect", ""),
    ],
)
def test_honouring_is_worth_what_the_table_says(
    listener: str, text: str, status: str, corrected: str
) -> None:
    assert outcome(listener, text) == (status, corrected or text)
