"""What is refused because the target would say more than the sentence does."""

import pytest

from app.korean.reading.sentences import sentences
from app.korean.restyling.predicate import CannotConjugateError
from app.korean.restyling.refusals import refuse_what_is_unsure
from app.korean.style import Style


@pytest.mark.parametrize(
    ("text", "target"),
    [
        ("밥 먹어.", Style.HAPSYO),
        ("어떤 사람이 왔어.", Style.HAERA),
        ("그렇구나.", Style.HAPSYO),
        ("너도 알지?", Style.HAPSYO),
        ("일찍 올걸.", Style.HAEYO),
        ("자료 받음", Style.HAEYO),
        ("나는 먹을라우", Style.HAEYO),
        ("내일 쉰대?", Style.HAERA),
    ],
)
def test_a_guess_is_refused(text: str, target: Style) -> None:
    (sentence,) = sentences(text)
    with pytest.raises(CannotConjugateError):
        refuse_what_is_unsure(sentence, target, strictly=True)


@pytest.mark.parametrize(
    ("text", "target"),
    [("밥 먹어.", Style.HAEYO), ("그건 내가 했지.", Style.HAPSYO), ("재고 없음", Style.HAEYO)],
)
def test_what_is_sure_is_not(text: str, target: Style) -> None:
    (sentence,) = sentences(text)
    refuse_what_is_unsure(sentence, target, strictly=True)
