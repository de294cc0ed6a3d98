"""What holds of `judge` whatever is written: made of sentences of its tables, mixed."""

import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from app.korean import Degree, Status, apply_edits, judge
from app.tutor.closeness import CLOSENESS_TABLE
from tests.korean.tables import cases

_SENTENCES = sorted({case.values[0]["text"].replace("\\n", "\n") for case in cases("judge")})  # type: ignore[attr-defined]
_WORDS = sorted({word for sentence in _SENTENCES for word in sentence.split()})
_JOINTS = st.sampled_from([" ", "\n", ". ", "! ", "ㅋㅋ ", "ㅠㅠ ", ", ", "", "~ ", " 😀 "])
_LISTENERS = st.sampled_from(sorted(CLOSENESS_TABLE))


@st.composite
def _messages(draw: st.DrawFn) -> str:
    pieces = draw(
        st.lists(
            st.tuples(st.sampled_from(_SENTENCES) | st.sampled_from(_WORDS), _JOINTS),
            min_size=1,
            max_size=4,
        )
    )
    return "".join(text + joint for text, joint in pieces)


@settings(deadline=None, max_examples=150)
@given(_messages() | st.text(max_size=40), _LISTENERS)
def test_the_edits_make_the_corrected_text_and_leave_nothing_wrong(
    text: str, listener: tuple[str, int]
) -> None:
    relation = CLOSENESS_TABLE[listener].relation
    normal = unicodedata.normalize("NFC", text)
    judgement = judge(text, relation)
    for edit in judgement.edits:
        assert normal[edit.start : edit.end] == edit.was
    assert apply_edits(normal, judgement.edits) == judgement.corrected
    if judgement.status in {Status.PERFECT, Status.UNCLEAR}:
        assert judgement.edits == ()
        assert judgement.corrected == normal
    wrong = any(edit.degree is Degree.WRONG for edit in judgement.edits)
    assert wrong == (judgement.status is Status.CORRECTED)
    again = judge(judgement.corrected, relation)
    assert not any(edit.degree is Degree.WRONG for edit in again.edits)


@settings(deadline=None, max_examples=60)
@given(_messages(), _LISTENERS)
def test_composed_and_decomposed_text_is_judged_alike(text: str, listener: tuple[str, int]) -> None:
    relation = CLOSENESS_TABLE[listener].relation
    assert judge(text, relation) == judge(unicodedata.normalize("NFD", text), relation)
