import pytest

from app.korean.reading.sentences import sentences
from app.korean.restyling.predicate import CannotConjugateError
from app.korean.restyling.rewriting import rewrite_as_request, rewrite_ending
from app.korean.style import Style


def _rewritten(
    text: str, style: Style, *, honorific: bool | None = None, soberly: bool = False
) -> str:
    (only,) = sentences(text)
    splice = rewrite_ending(text, only, style, honorific=honorific, soberly=soberly)
    if splice is None:
        return text
    return text[: splice.start] + splice.becomes + text[splice.end :]


def test_all_but_the_ending_is_kept_to_the_letter() -> None:
    text = "오늘  ramen 먹었어~~ 😀ㅋㅋ"
    assert _rewritten(text, Style.HAEYO) == "오늘  ramen 먹었어요~~ 😀ㅋㅋ"


def test_an_uncontracted_spelling_is_left_alone() -> None:
    assert _rewritten("드디어 되었어", Style.HAEYO) == "드디어 되었어요"


def test_honouring_comes_with_the_style_or_goes() -> None:
    assert _rewritten("밥 먹었어?", Style.HAPSYO, honorific=True) == "식사하셨습니까?"
    assert _rewritten("어디 가세요?", Style.HAE, honorific=False) == "어디 가?"
    assert _rewritten("누구세요?", Style.HAE, honorific=False) == "누구야?"


def test_play_is_taken_out_soberly() -> None:
    assert _rewritten("알겠어용", Style.HAEYO, soberly=True) == "알겠어요"
    assert _rewritten("알겠습니당", Style.HAPSYO, soberly=True) == "알겠습니다"


def test_what_already_is_in_the_style_stays() -> None:
    assert _rewritten("밥 먹었어요", Style.HAEYO) == "밥 먹었어요"


def test_the_particle_of_politeness_goes_from_a_fragment() -> None:
    assert _rewritten("진짜요?", Style.HAE) == "진짜?"
    assert _rewritten("진짜요?", Style.HAEYO) == "진짜요?"


@pytest.mark.parametrize(
    ("command", "asked"),
    [
        ("보고서 보내세요.", "보고서 보내 주시겠어요?"),
        ("이쪽으로 오세요", "이쪽으로 와 주시겠어요?"),
    ],
)
def test_a_command_becomes_a_request(command: str, asked: str) -> None:
    (only,) = sentences(command)
    splice = rewrite_as_request(command, only)
    assert splice is not None
    assert command[: splice.start] + splice.becomes + command[splice.end :] == asked


def test_what_is_no_plain_command_is_no_request() -> None:
    (only,) = sentences("저는 학생이에요")
    with pytest.raises(CannotConjugateError):
        rewrite_as_request("저는 학생이에요", only)
