"""What holds of every text: detect never fails, points into the text, and knows NFC and NFD."""

import itertools
import unicodedata

from hypothesis import given, settings
from hypothesis import strategies as st

from app.korean import Morpheme, Style, StyleReading, detect

_PIECES = (
    "밥",
    "먹었어",
    "먹었어요",
    "갑니다",
    "가자",
    "가네",
    "했는데",
    "저는",
    "나",
    "네",
    "응",
    '"가"',
    "라고",
    "'",
    '"',
    "요",
    "ㅋㅋ",
    "ㅠㅠ",
    "?",
    "!",
    ".",
    "...",
    ",",
    "~",
    "\n",
    "🎉",
    "hello",
    "했슴다",
    "하셈",
    "자네",
    "이라고",
    "이러면",
    "그래",
    "안녕",
    "할머니께서",
    "계세요",
)
_CHATTER = st.lists(st.sampled_from(_PIECES), max_size=12).map(" ".join)
_GLUED = st.lists(st.sampled_from(_PIECES), max_size=8).map("".join)
_HANGUL = st.text(st.characters(min_codepoint=0xAC00, max_codepoint=0xD7A3), max_size=20)
_TEXTS = st.one_of(st.text(max_size=40), _HANGUL, _CHATTER, _GLUED)


@settings(max_examples=300, deadline=None)
@given(_TEXTS)
def test_every_text_has_a_reading_that_points_into_it(text: str) -> None:
    reading = detect(text)
    written = unicodedata.normalize("NFC", text)
    assert reading.style in Style
    assert 0 <= reading.confidence <= 1
    position = 0
    for sentence in reading.sentences:
        assert position <= sentence.start <= sentence.end <= len(written)
        position = sentence.end
        assert _in_order(sentence.deciding)
        for one in sentence.deciding:
            assert sentence.start <= one.start <= one.end <= sentence.end
    for one in (*reading.honorific, *reading.humble, *reading.plain):
        assert 0 <= one.start <= one.end <= len(written)


@settings(max_examples=150, deadline=None)
@given(_TEXTS)
def test_composed_and_decomposed_text_read_the_same(text: str) -> None:
    composed = unicodedata.normalize("NFC", text)
    assert detect(composed) == detect(unicodedata.normalize("NFD", text))


@settings(max_examples=150, deadline=None)
@given(_CHATTER)
def test_a_style_comes_with_what_decided_it_and_no_style_with_nothing(text: str) -> None:
    reading: StyleReading = detect(text)
    for sentence in reading.sentences:
        assert (sentence.style is Style.NONE) == (not sentence.deciding)
        assert (sentence.style is Style.NONE) == (sentence.confidence == 0)


def _in_order(morphemes: tuple[Morpheme, ...]) -> bool:
    return all(one.start <= other.start for one, other in itertools.pairwise(morphemes))
