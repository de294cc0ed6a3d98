from hypothesis import given
from hypothesis import strategies as st

from app.korean.pieces import LONGEST, pieces


def test_a_message_is_one_piece() -> None:
    assert list(pieces("밥 먹었어? 나는 먹었어.")) == [(0, "밥 먹었어? 나는 먹었어.")]


def test_a_long_text_is_cut_after_sentences() -> None:
    found = list(pieces("오늘은 날씨가 좋아요. " * 100))
    assert len(found) > 1
    assert all(piece.endswith("좋아요. ") for _, piece in found)


def test_a_quotation_stays_in_one_piece() -> None:
    quotation = '"' + "가자. " * 10 + '"'
    found = list(pieces("오늘은 날씨가 좋아요. " * 15 + quotation + " 라고 했어요. " * 20))
    assert sum(quotation in piece for _, piece in found) == 1


@given(st.text(alphabet='가나다 .?!\n"ㅋ', max_size=1_200))
def test_the_pieces_are_the_text(text: str) -> None:
    found = list(pieces(text))
    assert "".join(piece for _, piece in found) == text
    assert all(text[start : start + len(piece)] == piece for start, piece in found)
    assert all(len(piece) <= LONGEST for _, piece in found)
