import pytest

from app.korean.patch import changed
from app.korean.restyling.words import soberly, word_changes
from app.korean.style import Style


@pytest.mark.parametrize(
    ("text", "target", "reworded"),
    [
        ("감사합니다", Style.HAE, "고마워"),
        ("응, 나는 갈게", Style.HAEYO, "네, 저는 갈게"),
        ("성함이 뭐예요?", Style.HAE, "이름이 뭐예요?"),
        ("진지를 먹어요", Style.HAE, "밥을 먹어요"),
        ("할머니 성함이 뭐예요?", Style.HAE, "할머니 성함이 뭐예요?"),
        ("댁이 어디예요?", Style.HAE, "집이 어디예요?"),
        ("당신을 알아요", Style.HAE, "너를 알아요"),
        ("당신을 알아요", Style.HAO, "당신을 알아요"),
    ],
)
def test_words_follow_the_style_before_the_endings_do(
    text: str, target: Style, reworded: str
) -> None:
    assert changed(text, word_changes(text, target)) == reworded


def test_play_is_read_over_at_the_same_place() -> None:
    assert soberly("안녕하세용! 감사합니당") == "안녕하세요! 감사합니다"
    assert soberly("식당에서") == "식당에서"
