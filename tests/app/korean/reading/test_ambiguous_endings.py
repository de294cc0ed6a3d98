import pytest

from app.korean.reading.sentences import sentences
from app.korean.style import Style


@pytest.mark.parametrize(
    ("text", "style"),
    [
        ("눈이 오네.", Style.HAE),
        ("자네 말이 맞네.", Style.HAGE),
        ("비 오나?", Style.HAE),
        ("자네 어디 가나?", Style.HAGE),
        ("김 군, 어디 가나?", Style.HAGE),
        ("내가 잘못한 건가", Style.HAE),
        ("수업은 언제 끝나는가?", Style.HAGE),
        ("어디 가게?", Style.HAE),
        ("어서 들게.", Style.HAGE),
        ("예쁘게", Style.HAE),
        ("내가 나중에 하게.", Style.HAE),
        ("어디 가니?", Style.HAERA),
        ("그게 사람의 도리이니.", Style.HAGE),
        ("벌써 갔다니!", Style.HAE),
        ("왜 벌써 간다니?", Style.HAERA),
        ("나도 옛날에는 그랬다네.", Style.HAGE),
        ("걔 벌써 갔다네ㅋㅋ", Style.HAE),
    ],
)
def test_the_company_of_an_ending_tells_its_style(text: str, style: Style) -> None:
    ending = sentences(text)[-1].ending
    assert ending is not None
    assert ending.sense.style is style


def test_what_was_guessed_has_little_confidence() -> None:
    guessed, sure = (sentences(text)[-1].ending for text in ("어서 들게.", "어서 오게나."))
    assert guessed is not None
    assert sure is not None
    assert guessed.confidence < 0.6 < sure.confidence
