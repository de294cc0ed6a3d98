"""What holds for restyle whatever the sentence is: its own style, the style asked for, places."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.korean import Restyled, Style, apply_edits, detect, restyle

_TARGETS = [one for one in Style if one is not Style.NONE]
_SUBJECTS = [
    "",
    "나는 ",
    "저는 ",
    "친구가 ",
    "할머니께서 ",
    "너 ",
    "우리 ",
    "야, ",
    "지수야, ",
    "네, ",
]
_OBJECTS = ["", "밥을 ", "커피 ", "음악을 ", "한국어 책을 ", "'안녕'을 ", "😀 K-pop ", "오늘  "]
_PREDICATES = [
    "먹어",
    "들어요",
    "갑니다",
    "추워",
    "몰라요",
    "했습니다",
    "할게",
    "할게요",
    "하겠습니다",
    "볼래?",
    "갈까요?",
    "가자",
    "갑시다",
    "드세요",
    "하지 마",
    "예쁘네요",
    "예쁘구나",
    "왔지",
    "왔죠",
    "바쁜데",
    "바쁜데요",
    "했거든요",
    "간대요",
    "좋더라고요",
    "가라",
    "간다",
    "푸르다",
    "학생이야",
    "학생이에요",
    "의사입니다",
    "아니에요",
    "살아요",
    "파래",
    "이르렀다",
    "나았어요",
    "갈 거야",
    "가고 싶어요",
    "가야 돼",
    "있나요?",
    "가는가?",
    "가시오",
    "하오",
    "가게",
    "하세",
    "먹음",
    "갈 듯",
    "피곤해서",
]
_MARKS = ["", ".", "!", "?", "~~", " ㅋㅋ", "ㅠㅠ", "..."]

_SENTENCES = st.builds(
    "".join,
    st.tuples(
        st.sampled_from(_SUBJECTS),
        st.sampled_from(_OBJECTS),
        st.sampled_from(_PREDICATES),
        st.sampled_from(_MARKS),
    ),
)
_MESSAGES = st.lists(_SENTENCES, min_size=1, max_size=3).map(" ".join)
_ANYTHING = st.text(
    st.sampled_from("가나다라마바사아자차요네야너저나는을이가했어습니다죠지 ,.?!ㅋㅠ\n\"'a1😀ᆨ들"),
    max_size=30,
)


@given(_MESSAGES, st.sampled_from(_TARGETS))
def test_what_is_not_refused_reads_as_the_style_asked_for(text: str, target: Style) -> None:
    outcome = restyle(text, target)
    if isinstance(outcome, Restyled):
        reading = detect(outcome.text)
        assert reading.style in {target, Style.NONE}
        assert not (target.polite and reading.style is Style.NONE and detect(text).style.polite)


@given(_MESSAGES)
def test_a_text_wholly_in_a_style_stays_as_it_is(text: str) -> None:
    reading = detect(text)
    if {one.style for one in reading.sentences} == {reading.style} != {Style.NONE}:
        assert restyle(text, reading.style) == Restyled(unicodedata.normalize("NFC", text), ())


@given(st.one_of(_MESSAGES, _ANYTHING), st.sampled_from(list(Style)), st.booleans())
def test_it_never_raises_and_its_edits_make_the_text(
    text: str, target: Style, honorific: bool
) -> None:
    outcome = restyle(text, target, honorific=honorific)
    if isinstance(outcome, Restyled):
        normal = unicodedata.normalize("NFC", text)
        assert all(normal[one.start : one.end] == one.was for one in outcome.edits)
        assert apply_edits(normal, outcome.edits) == outcome.text
        assert all(one.rule.startswith("restyle-") for one in outcome.edits)


@given(_MESSAGES, st.sampled_from(_TARGETS))
def test_composed_and_decomposed_spellings_are_alike(text: str, target: Style) -> None:
    assert restyle(unicodedata.normalize("NFD", text), target) == restyle(text, target)


@pytest.mark.parametrize("target", _TARGETS)
def test_an_empty_text_stays_empty(target: Style) -> None:
    assert restyle("", target) == Restyled("", ())
