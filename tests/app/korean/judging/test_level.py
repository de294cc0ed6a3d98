import pytest

from tests.app.korean.listeners import outcome


@pytest.mark.parametrize(
    ("listener", "text", "status", "corrected"),
    [
        # 합쇼체: boss 1, coworker 1
        ("boss 1", "밥 먹었어?", "corrected", "식사하셨습니까?"),
        ("boss 1", "어제 자료를 보냈어.", "corrected", "어제 자료를 보냈습니다."),
        ("boss 1", "저는 회의실에 간다.", "corrected", "저는 회의실에 갑니다."),
        ("boss 1", "회의 자료 보냈음", "corrected", "회의 자료 보냈습니다"),
        ("boss 1", "그건 제가 압니다. 괜찮아.", "corrected", "그건 제가 압니다. 괜찮습니다."),
        ("boss 1", "회의는 세 시예요.", "suggested", "회의는 세 시입니다."),
        ("boss 1", "알겠습니당", "suggested", "알겠습니다"),
        ("boss 1", "회의는 세 시에 시작합니다. 저는 지금 가요.", "perfect", ""),
        ("boss 1", "제가 할게요.", "perfect", ""),
        ("boss 1", "오늘은 좀 춥네요.", "perfect", ""),
        ("boss 1", "지금 갈까요?", "perfect", ""),
        ("boss 1", "제가 지금 가고 있는데", "unclear", ""),
        ("coworker 1", "저는 회계팀에서 일해요.", "suggested", "저는 회계팀에서 일합니다."),
        ("coworker 1", "나는 회계팀에서 일해.", "corrected", "저는 회계팀에서 일합니다."),
        # 해요체: coworker, senior, boss 2 and 3, stranger
        ("boss 2", "오늘은 좀 바빠.", "corrected", "오늘은 좀 바빠요."),
        ("boss 2", "오늘은 좀 바쁩니다.", "perfect", ""),
        ("coworker 2", "민수 씨, 이거 봤어?", "corrected", "민수 씨, 이거 보셨어요?"),
        ("coworker 3", "오늘 회의가 있습니까?", "suggested", "오늘 회의가 있어요?"),
        ("coworker 3", "저는 갑니다. 내일 옵니다.", "suggested", "저는 가요. 내일 와요."),
        ("coworker 3", "저는 먼저 갑니다.", "perfect", ""),
        ("coworker 3", "저는 먼저 갈게용", "perfect", ""),
        ("coworker 2", "저는 먼저 갈게용", "suggested", "저는 먼저 갈게요"),
        ("senior 1", "저는 학생입니다.", "perfect", ""),
        ("senior 3", "선배 뭐해?", "corrected", "선배 뭐해요?"),
        ("stranger 1", "이거 얼마야?", "corrected", "이거 얼마예요?"),
        ("stranger 1", "좀 도와줘", "corrected", "좀 도와주세요"),
        # 해요체, warm: honey 1, sibling 1
        ("honey 1", "오늘 뭐 했어?", "suggested", "오늘 뭐 했어요?"),
        ("honey 1", "오늘 뭐 했어? 보고 싶었어요.", "perfect", ""),
        ("honey 1", "정말 보고 싶습니다.", "suggested", "정말 보고 싶어요."),
        ("sibling 1", "언니, 잘 지냈어?", "suggested", "언니, 잘 지냈어요?"),
        ("sibling 1", "언니, 잘 지냈어요?", "perfect", ""),
        # 해체: friend, honey 2 and 3, sibling 2 and 3
        ("friend 1", "밥 먹었어요?", "suggested", "밥 먹었어?"),
        ("friend 2", "밥 먹었어요?", "corrected", "밥 먹었어?"),
        ("friend 2", "저는 학생이에요.", "corrected", "나는 학생이야."),
        ("friend 2", "나는 학생입니다.", "corrected", "나는 학생이야."),
        ("friend 2", "뭐 하십니까?", "corrected", "뭐 해?"),
        ("friend 2", "알겠습니다ㅋㅋ", "perfect", ""),
        ("friend 2", "알았어용", "perfect", ""),
        ("friend 2", "오늘 진짜 덥다", "perfect", ""),
        ("friend 2", "뭐 하냐", "perfect", ""),
        ("friend 3", "지금 집에 감", "perfect", ""),
        ("honey 2", "오늘 뭐 해요?", "suggested", "오늘 뭐 해?"),
        ("honey 2", "오늘 뭐 해? 보고 싶어요", "perfect", ""),
        ("honey 2", "사랑해요", "perfect", ""),
        ("sibling 2", "형, 어디세요?", "corrected", "형, 어디야?"),
        ("sibling 2", "누나, 뭐 해요?", "corrected", "누나, 뭐 해?"),
    ],
)
def test_a_level_is_worth_what_the_table_says(
    listener: str, text: str, status: str, corrected: str
) -> None:
    assert outcome(listener, text) == (status, corrected or text)


def test_self_talk_is_a_suggestion_to_the_boss_and_nothing_to_a_coworker() -> None:
    assert outcome("boss 2", "와 맛있겠다!")[0] == "suggested"
    assert outcome("coworker 2", "와 맛있겠다!")[0] == "perfect"
    assert outcome("senior 1", "와 맛있겠다!")[0] == "perfect"


def test_speech_retold_without_quotation_marks_is_not_the_speakers() -> None:
    assert outcome("boss 2", "친구가 저한테 같이 갈래? 이랬어요.")[0] == "perfect"
