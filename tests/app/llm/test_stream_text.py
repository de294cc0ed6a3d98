"""Text as it streams: always NFC, never cut inside a grapheme, nothing lost."""

import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from app.llm.stream_text import StreamText

FAMILY = "👨\u200d👩\u200d👧"
KOREA, JAPAN = "🇰🇷", "🇯🇵"
WAVE = "👋\U0001f3fd"
WALES = "🏴" + "".join(chr(0xE0000 + ord(letter)) for letter in "gbwls") + "\U000e007f"
KEYCAP = "1\ufe0f\u20e3"
HEART = "❤\ufe0f"
DECOMPOSED = unicodedata.normalize("NFD", "각 훑")
OLD_KOREAN = "\u1112\u119e\u11ab"  # an obsolete vowel: it has no composed form
MIXED = ["a", "가", "\u1100", "\u1161", "\u11a8", "\u0301", "\u0323", "e", " ", "\r", "\n"]
MIXED += ["\u200d", "\u200c", "\ufe0f", "👩", "🇰", "🇷", "\U0001f3fd", "क", "\u094d", "\u0915"]
MIXED += ["\u0600", "\u200b", "ำ", "\u110b", "힣", "\ud7fb", "\ua960"]


def pieces_of(deltas: list[str]) -> list[str]:
    text = StreamText()
    return [*(text.feed(delta) for delta in deltas), text.finish()]


def test_the_last_grapheme_waits_for_what_may_complete_it() -> None:
    text = StreamText()
    assert text.feed("안녕") == "안"
    assert text.feed("하세요") == "녕하세"
    assert text.finish() == "요"


def test_a_line_end_waits_for_nothing() -> None:
    assert pieces_of(["안녕\n", "반가워"]) == ["안녕\n", "반가", "워"]


def test_a_carriage_return_waits_for_its_line_feed() -> None:
    assert pieces_of(["a\r", "\nb"]) == ["a", "\r\n", "b"]
    assert pieces_of(["a\r", "b"]) == ["a", "\r", "b"]


def test_an_empty_delta_changes_nothing() -> None:
    assert pieces_of(["", "가", "", "나"]) == ["", "", "", "가", "나"]


def test_letters_of_one_syllable_become_the_syllable() -> None:
    assert pieces_of(list(DECOMPOSED)) == ["", "", "", "각", " ", "", "", "훑"]


def test_a_final_consonant_joins_a_syllable_already_composed() -> None:
    assert pieces_of(["가", "\u11a8", "나"]) == ["", "", "각", "나"]


def test_marks_are_composed_in_their_canonical_order() -> None:
    assert pieces_of(["e", "\u0301", "\u0323", "!"]) == ["", "", "", "ẹ\u0301", "!"]


@pytest.mark.parametrize(
    "grapheme", [FAMILY, KOREA, WAVE, WALES, KEYCAP, HEART, OLD_KOREAN, "นำ", "क्ष", "\u0600١"]
)
def test_a_grapheme_comes_whole_however_it_is_cut(grapheme: str) -> None:
    pieces = pieces_of(["가", *grapheme, "나"])
    assert pieces == ["", "가", *[""] * (len(grapheme) - 1), grapheme, "나"]


def test_flags_come_one_by_one() -> None:
    assert pieces_of(list(KOREA + JAPAN + KOREA)) == ["", "", KOREA, "", JAPAN, "", KOREA]
    assert pieces_of([KOREA + JAPAN[0], JAPAN[1] + KOREA[0], KOREA[1]]) == [
        KOREA,
        JAPAN,
        "",
        KOREA,
    ]


def test_a_flag_is_counted_from_its_first_letter() -> None:
    assert pieces_of(["\u0600🇰", "🇷", "🇯", "🇵"]) == ["", "", "\u0600🇰🇷", "", "🇯🇵"]


def test_a_control_ends_what_was_held() -> None:
    assert pieces_of(["👩", "\u200b", "가"]) == ["", "👩\u200b", "", "가"]


@given(st.lists(st.text(st.sampled_from(MIXED), max_size=4), max_size=12))
def test_the_pieces_are_the_nfc_form_of_the_whole(deltas: list[str]) -> None:
    assert "".join(pieces_of(deltas)) == unicodedata.normalize("NFC", "".join(deltas))


@given(st.lists(st.text(max_size=4), max_size=8))
def test_any_text_comes_whole_in_nfc(deltas: list[str]) -> None:
    assert "".join(pieces_of(deltas)) == unicodedata.normalize("NFC", "".join(deltas))


@given(st.lists(st.text(st.sampled_from(MIXED), max_size=4), max_size=12))
def test_where_the_deltas_were_cut_does_not_show(deltas: list[str]) -> None:
    """Every cut that is made is one that single characters make too."""

    def cuts(pieces: list[str]) -> set[int]:
        ends, end = set(), 0
        for piece in pieces:
            end += len(piece)
            ends.add(end)
        return ends

    assert cuts(pieces_of(deltas)) <= cuts(pieces_of(list("".join(deltas)))) | {0}
