import pytest

from app.korean import Style, analyse
from app.korean.reading.final_endings import Ending, final_ending, is_left_hanging


def _ending(text: str, marks: str = "") -> Ending:
    morphemes = analyse(text)
    found = final_ending(text, morphemes, len(morphemes) - 1, marks)
    assert found is not None
    return found


@pytest.mark.parametrize(
    ("text", "form", "style"),
    [
        ("밥을 먹었습니다", "습니다", Style.HAPSYO),
        ("나도 갈걸", "ᆯ걸", Style.HAE),
        ("비싸지만 벌써 산걸", "ᆫ걸", Style.HAE),
        ("돈이 없으니 집에 있을밖에", "을밖에", Style.HAE),
        ("매일 책을 읽는다네", "는다네", Style.HAGE),
        ("여기서 나랑 먹으련", "으련", Style.HAERA),
        ("이 많은 걸 혼자 다 먹으람", "으람", Style.HAERA),
        ("어찌 이리 맑은고", "은고", Style.HAERA),
        ("물 좀 다오", "오", Style.HAERA),
        ("저 왔는데요", "는데요", Style.HAEYO),
        ("늦어서요", "어서요", Style.HAEYO),
    ],
)
def test_an_ending_is_put_together_from_its_pieces(text: str, form: str, style: Style) -> None:
    ending = _ending(text)
    assert (ending.form, ending.sense.style) == (form, style)


def test_a_space_inside_an_ending_is_forgiven() -> None:
    assert _ending("지금쯤 도착했을 걸", "?").form == "ᆯ걸"
    assert _ending("내가 할 게").form == "ᆯ게"


def test_the_pieces_of_the_ending_are_shown() -> None:
    text = "방금 앉은걸"
    ending = _ending(text)
    morphemes = analyse(text)
    assert [one.form for one in morphemes[ending.begins : ending.last + 1]] == ["은", "거", "ᆯ"]
    assert morphemes[ending.first].form == "앉"


@pytest.mark.parametrize("text", ["커피 한 잔", "선생님", "어제 산 옷", "돈 때문이 아니라"])
def test_where_no_ending_is_none_is_found(text: str) -> None:
    morphemes = analyse(text)
    assert final_ending(text, morphemes, len(morphemes) - 1, "") is None


def test_a_thought_is_left_hanging_at_a_joining_ending() -> None:
    assert is_left_hanging(_ending("피곤해서"), "")
    assert is_left_hanging(_ending("지금 가는데"), "")
    assert not is_left_hanging(_ending("지금 가는데", "?"), "?")
    assert not is_left_hanging(_ending("지금 가는데요"), "")
    assert not is_left_hanging(_ending("지금 갔어"), "")
