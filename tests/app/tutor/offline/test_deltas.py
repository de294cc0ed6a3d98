"""Cutting a reply into pieces: nothing is lost, no grapheme is cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.tutor.offline.deltas import deltas


def test_a_reply_comes_word_by_word() -> None:
    assert list(deltas("비빔밥? 맛있었겠다! 너는?")) == ["비빔밥? ", "맛있었겠다! ", "너는?"]


@pytest.mark.parametrize("text", ["", "  ", "응", " 응", "응\n\n그래 ", "👨‍👩‍👧 가족!", "가\r\n나"])
def test_the_pieces_joined_are_the_text(text: str) -> None:
    assert "".join(deltas(text)) == text


@pytest.mark.parametrize("grapheme", ["👨‍👩‍👧", "👍🏽", "한", "\r\n"])
def test_a_grapheme_stays_whole(grapheme: str) -> None:
    assert any(grapheme in piece for piece in deltas(f"좋아 {grapheme} 그래"))


@given(st.text())
def test_any_text_is_cut_without_loss(text: str) -> None:
    pieces = list(deltas(text))
    assert "".join(pieces) == text
    assert all(pieces)
