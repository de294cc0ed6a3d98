import pytest

from app.korean.reading.sentences import sentences
from app.korean.reading.subjects import Subject, names_an_honoured_person, subject_of


@pytest.mark.parametrize(
    ("text", "subject"),
    [
        ("밥 먹었어요?", Subject.LISTENER),
        ("밥은 먹었어요?", Subject.LISTENER),
        ("어제 잘 잤어요?", Subject.LISTENER),
        ("지금 뭐 해요?", Subject.LISTENER),
        ("어디 가요?", Subject.LISTENER),
        ("많이 바빠요?", Subject.LISTENER),
        ("부장님은 어디 살아요?", Subject.LISTENER),
        ("너는 뭐 먹었어?", Subject.LISTENER),
        ("민수 씨, 점심 먹었어요?", Subject.LISTENER),
        ("빨리 오세요", Subject.LISTENER),
        ("저는 밥을 먹었어요", Subject.SPEAKER),
        ("제가 갈까요?", Subject.SPEAKER),
        ("금방 할게요", Subject.SPEAKER),
        ("동생이 왔어요", Subject.OTHER),
        ("날씨가 좋아요", Subject.OTHER),
        ("화장실 어디 있어요?", Subject.UNKNOWN),
        ("버스 시청 가요?", Subject.UNKNOWN),
        ("같이 갈까요?", Subject.UNKNOWN),
        ("그 사람이 왜 그랬대요?", Subject.OTHER),
        ("왜 그랬대요?", Subject.UNKNOWN),
        ("친구가 오면 뭐 먹어요?", Subject.UNKNOWN),
        ("부장님은 전공이 뭐예요?", Subject.UNKNOWN),
        ("동생은 밥 먹었어요?", Subject.OTHER),
        ("몇 시까지 해요?", Subject.UNKNOWN),
        ("커피 한 잔", Subject.UNKNOWN),
    ],
)
def test_whose_act_it_is_is_told_where_it_is_sure(text: str, subject: Subject) -> None:
    (only,) = sentences(text)
    assert subject_of(only, "부장님") is subject


def test_an_honoured_person_is_noticed() -> None:
    (grandmother,) = sentences("할머니가 오셨어")
    (sibling,) = sentences("동생이 왔어")
    assert names_an_honoured_person(grandmother)
    assert not names_an_honoured_person(sibling)
