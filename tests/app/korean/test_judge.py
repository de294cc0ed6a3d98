import pytest

from app.korean import Degree, Status, apply_edits
from app.tutor.closeness import CLOSENESS_TABLE
from tests.app.korean.listeners import judged, outcome

_RIGHT = [
    ("boss 1", "안녕하세요, 부장님. 김민수입니다."),
    ("boss 1", "오늘부터 같이 일하게 되었습니다. 잘 부탁드립니다."),
    ("boss 1", "보고서는 오늘 오후까지 제출하겠습니다."),
    ("boss 1", "죄송합니다. 버스가 늦게 와서 늦었습니다."),
    ("boss 1", "부장님, 이 자료를 한번 봐 주시겠습니까?"),
    ("boss 1", "혹시 내일 시간 있으십니까?"),
    ("boss 1", "제가 확인하고 말씀드리겠습니다."),
    ("boss 1", "회의는 세 시에 시작합니다."),
    ("boss 1", "네, 바로 처리하겠습니다."),
    ("boss 1", "주말 잘 보내셨습니까?"),
    ("boss 1", "어제는 정말 감사했습니다."),
    ("boss 1", "먼저 퇴근하겠습니다. 내일 뵙겠습니다."),
    ("boss 1", "몸이 안 좋아서 오늘은 쉬고 싶습니다."),
    ("boss 1", "저는 커피를 마시겠습니다."),
    ("boss 1", "부장님께서 말씀하신 자료입니다."),
    ("boss 1", "이거 어떻게 하면 될까요?"),
    ("boss 1", "한 가지 여쭤봐도 되겠습니까?"),
    ("boss 1", "점심은 드셨어요?"),
    ("boss 1", "고객이 자료를 보냈습니다."),
    ("boss 1", "비가 많이 옵니다."),
    ("boss 2", "부장님, 오늘 점심 같이 드실래요?"),
    ("boss 2", "제가 커피 사 올게요."),
    ("boss 2", "그 일은 제가 해 볼게요."),
    ("boss 2", "부장님 넥타이가 멋지시네요."),
    ("boss 2", "이번 주는 좀 바쁠 것 같아요."),
    ("boss 2", "회의실은 삼 층에 있어요."),
    ("boss 2", "저는 아직 잘 모르겠어요."),
    ("boss 2", "혹시 괜찮으시면 내일 말씀드려도 될까요?"),
    ("boss 2", "오늘 날씨가 참 좋죠?"),
    ("boss 2", "아이가 아파서 병원에 가야 해요."),
    ("boss 3", "부장님, 주말에 뭐 하세요?"),
    ("boss 3", "저도 등산 좋아해요."),
    ("boss 3", "그렇군요, 몰랐어요."),
    ("senior 1", "선배님, 안녕하세요? 저는 신입생 이지우예요."),
    ("senior 1", "선배님은 전공이 뭐예요?"),
    ("senior 1", "선배님, 시간 괜찮으세요?"),
    ("senior 1", "저 이 수업을 듣고 싶은데 어려워요?"),
    ("senior 1", "감사합니다, 선배님. 많이 배웠어요."),
    ("senior 2", "선배, 과제 다 하셨어요?"),
    ("senior 2", "저는 아직 못 했어요ㅠㅠ"),
    ("senior 2", "도서관에서 공부하고 있어요."),
    ("senior 3", "선배, 밥 사 주세요 ㅎㅎ"),
    ("senior 3", "선배 어제 왜 안 왔어요?"),
    ("senior 3", "진짜요? 대박이네요."),
    ("coworker 1", "안녕하십니까? 회계팀 김지우입니다."),
    ("coworker 1", "앞으로 잘 부탁드립니다."),
    ("coworker 1", "민수 씨는 어디에서 오셨어요?"),
    ("coworker 1", "저는 부산에서 왔습니다."),
    ("coworker 2", "민수 씨, 오늘 회의 있어요?"),
    ("coworker 2", "저도 그 영화 봤는데 재미있더라고요."),
    ("coworker 2", "네, 그럼 두 시에 봐요."),
    ("coworker 2", "자료 메일로 보냈어요."),
    ("coworker 3", "오늘 너무 피곤하네요ㅎㅎ"),
    ("coworker 3", "퇴근하고 맥주 한잔할까요?"),
    ("coworker 3", "그거 제가 할게요."),
    ("stranger 1", "저기요, 이거 얼마예요?"),
    ("stranger 1", "아이스 아메리카노 한 잔 주세요."),
    ("stranger 1", "다른 색도 있어요?"),
    ("stranger 1", "카드로 계산할게요."),
    ("stranger 1", "좀 더 큰 사이즈 있나요?"),
    ("stranger 2", "실례지만 지하철역이 어디예요?"),
    ("stranger 2", "여기서 걸어서 갈 수 있어요?"),
    ("stranger 2", "감사합니다. 안녕히 가세요."),
    ("stranger 3", "여보세요? 예약하려고 전화했는데요."),
    ("stranger 3", "내일 오후 세 시에 가능할까요?"),
    ("stranger 3", "네, 알겠습니다. 감사합니다."),
    ("honey 1", "오늘 뭐 했어요? 보고 싶었어요."),
    ("honey 1", "저녁에 같이 영화 볼래요?"),
    ("honey 1", "자기는 뭐 먹고 싶어요?"),
    ("honey 2", "자기야 오늘 너무 보고 싶어ㅠㅠ"),
    ("honey 2", "나 지금 집에 가고 있어."),
    ("honey 3", "여보 일찍 와~"),
    ("honey 3", "오늘 저녁 뭐 먹을까?"),
    ("sibling 1", "언니, 오랜만이에요. 잘 지냈어요?"),
    ("sibling 2", "형, 나 배고파. 치킨 시킬까?"),
    ("sibling 2", "오빠 언제 와?"),
    ("sibling 3", "누나 바보ㅋㅋㅋ"),
    ("sibling 3", "엄마가 전화하래."),
    ("friend 1", "안녕! 나는 민수야. 반가워."),
    ("friend 1", "너는 주말에 뭐 해?"),
    ("friend 1", "나도 그 노래 좋아해."),
    ("friend 2", "야 뭐 하냐ㅋㅋ"),
    ("friend 2", "오늘 진짜 덥다."),
    ("friend 2", "우리 내일 영화 보러 가자!"),
    ("friend 2", "엄마가 저녁 먹으래."),
    ("friend 2", "할머니가 오셨어."),
    ("friend 2", "선생님께서 숙제를 많이 내 주셨어."),
    ("friend 2", "나 어제 서울에 갔었거든."),
    ("friend 3", "ㅋㅋㅋㅋ 미쳤다 진짜"),
    ("friend 3", "헐 대박"),
    ("friend 3", "ㄱㅅㄱㅅ"),
    ("friend 3", "나 이제 자러 감 ㅂㅂ"),
    ("friend 3", "넵 알겠습니다ㅋㅋ"),
    ("friend 3", "너 그거 봤음?"),
    ("friend 2", "아 맞다 내일 시험이지"),
    ("friend 2", "몰라 나도"),
    ("friend 2", "그래서 내가 안 간다고 했어."),
    ("friend 2", "제주도에 가고 싶어."),
    ("friend 2", "저기 봐!"),
    ("friend 2", "저 사람 누구야?"),
    ("friend 2", "네 생각은 어때?"),
    ("friend 2", "제일 좋아하는 음식이 뭐야?"),
    ("boss 1", "나라마다 문화가 다릅니다."),
    ("boss 1", "나중에 다시 연락드리겠습니다."),
    ("boss 1", "내일 오전에 뵙겠습니다."),
    ("boss 1", "너무 감사합니다."),
    ("boss 1", "저희 팀이 이겼습니다."),
    ("boss 2", "너무 걱정하지 마세요."),
    ("boss 2", "제 동생은 학생이에요. 지금 대학교에 다녀요."),
    ("boss 2", "동생이 밥을 먹었어요."),
    ("boss 2", "커피를 마시면 잠이 안 와요."),
    ("stranger 1", "맛있게 먹었어요!"),
    ("stranger 1", "사장님, 여기 물 좀 주세요."),
]


@pytest.mark.parametrize(("listener", "text"), _RIGHT)
def test_what_is_said_rightly_to_this_listener_raises_no_alarm(listener: str, text: str) -> None:
    assert outcome(listener, text) == ("perfect", text)


def test_the_same_sentence_is_wrong_to_one_and_right_to_another() -> None:
    assert outcome("boss 1", "밥 먹었어?") == ("corrected", "식사하셨습니까?")
    assert outcome("friend 2", "밥 먹었어?") == ("perfect", "밥 먹었어?")


def test_spelling_and_style_are_mended_in_one_edit_of_the_learners_own_text() -> None:
    judgement = judged("friend 2", "제가 할께요")
    assert judgement.corrected == "내가 할게"
    assert [(one.was, one.becomes) for one in judgement.edits] == [
        ("제가", "내가"),
        ("할께요", "할게"),
    ]
    assert "-(으)ㄹ게" in judgement.edits[1].why_ko
    assert "반말" in judgement.edits[1].why_ko


@pytest.mark.parametrize(
    "text",
    [
        "나 어제 밥 먹었어 ㅋㅋ",
        "ㅇㅋ 나 너 기다릴게",
        "저 는 학생 이예요",
        "수고하세요! 내일 봐",
        "안 되요. 나는 못 가.",
    ],
)
def test_the_edits_make_the_corrected_text_whoever_listens(text: str) -> None:
    for persona, closeness in CLOSENESS_TABLE:
        judgement = judged(f"{persona} {closeness}", text)
        assert apply_edits(text, judgement.edits) == judgement.corrected


@pytest.mark.parametrize(
    ("listener", "text"), [*_RIGHT, ("boss 1", "나 밥 먹었어"), ("friend 2", "저는 가요")]
)
def test_a_corrected_sentence_is_not_wrong_any_more(listener: str, text: str) -> None:
    again = judged(listener, judged(listener, text).corrected)
    assert again.status in {Status.PERFECT, Status.SUGGESTED}


def test_the_status_is_that_of_the_worst_edit() -> None:
    suggested = judged("friend 1", "밥 먹었어요?")
    assert suggested.status is Status.SUGGESTED
    assert {one.degree for one in suggested.edits} == {Degree.SUGGESTION}
    assert judged("friend 1", "밥 먹었습니까?").status is Status.CORRECTED


@pytest.mark.parametrize("text", ["hello", "dkssud", "12345", "😀", ""])
def test_what_is_not_korean_is_unclear_and_says_so(text: str) -> None:
    judgement = judged("boss 1", text)
    assert judgement.status is Status.UNCLEAR
    assert judgement.corrected == text
    assert judgement.feedback_en == "Try writing it in Korean."


def test_what_breaks_off_is_unclear_to_someone_polite_and_fine_to_a_friend() -> None:
    assert judged("boss 1", "너무 피곤해서").status is Status.UNCLEAR
    assert judged("friend 2", "너무 피곤해서").status is Status.PERFECT


def test_a_mistake_that_cannot_be_mended_surely_is_unclear_and_has_no_edit() -> None:
    judgement = judged("boss 1", "언젠가 가리라")
    assert (judgement.status, judgement.edits) == (Status.UNCLEAR, ())


def test_the_feedback_explains_the_edits_in_both_languages() -> None:
    judgement = judged("boss 1", "밥 먹었어?")
    assert "반말" in judgement.feedback_ko
    assert "rude" in judgement.feedback_en
    assert judged("friend 2", "밥 먹었어?").feedback_en.startswith("No mistake found")
