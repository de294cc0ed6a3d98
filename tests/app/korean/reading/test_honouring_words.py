import pytest

from app.korean import analyse
from app.korean.reading.honouring_words import honours, is_humble


@pytest.mark.parametrize(
    ("text", "forms"),
    [
        ("할머니께서 주무셔", ["께서", "주무시"]),
        ("선생님께 여쭤봤어", ["께", "여쭈"]),
        ("성함이 뭐예요", ["성함"]),
        ("어디 가세요", ["세요"]),
        ("도와 드릴게", ["드리"]),
        ("동생이 시장에 갔어요", []),
    ],
)
def test_what_honours_someone_is_known(text: str, forms: list[str]) -> None:
    assert [one.form for one in analyse(text) if honours(one)] == forms


def test_the_humble_i_is_known_and_that_over_there_is_not() -> None:
    assert any(is_humble(one) for one in analyse("제가 할게요"))
    assert any(is_humble(one) for one in analyse("저희 집이에요"))
    assert not any(is_humble(one) for one in analyse("저 건물이 뭐예요"))
