import pytest

from app.korean import Style, detect


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("안 돼, 라고 했어요.", Style.HAEYO),
        ("친구가 같이 갈래? 이랬어요.", Style.HAEYO),
        ("와 맛있겠다! 어디서 사셨어요?", Style.HAEYO),
        ("아, 그러셨구나. 저는 몰랐어요.", Style.HAEYO),
        ("좀 바쁜데... 내일 전화할게요.", Style.HAEYO),
        ("좀 바쁜데.", Style.HAE),
    ],
)
def test_only_what_speaks_to_the_listener_votes(text: str, style: Style) -> None:
    reading = detect(text)
    assert reading.style is style
    assert not reading.mixed


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("응, 그러니까 네가 가게에 가서 전화기를 사면 그 회사", Style.HAE),
        ("네, 그러니까 예를 들어 가게에 가서 전화기를 사면 그 회사", Style.HAEYO),
        ("저는", Style.NONE),
        ("커피 두 잔하고 빵 하나", Style.NONE),
    ],
)
def test_a_long_message_that_is_cut_off_is_told_by_its_words(text: str, style: Style) -> None:
    reading = detect(text)
    assert reading.style is style
    assert reading.confidence <= 0.5
