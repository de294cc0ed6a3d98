import pytest

from app.korean import Degree, Edit, Kind, OverlappingEditsError, apply_edits


def _edit(start: int, was: str, becomes: str) -> Edit:
    end = start + len(was)
    return Edit(start, end, was, becomes, Degree.WRONG, Kind.STYLE, "rule", "왜", "why")


def test_edits_are_made_in_their_places_in_any_order() -> None:
    edits = [_edit(2, "먹었어", "먹었어요"), _edit(0, "밥", "식사")]
    assert apply_edits("밥 먹었어?", edits) == "식사 먹었어요?"


def test_a_text_without_edits_stays_as_it_is() -> None:
    assert apply_edits("밥 먹었어?", []) == "밥 먹었어?"


def test_overlapping_edits_are_refused() -> None:
    with pytest.raises(OverlappingEditsError):
        apply_edits("먹었어", [_edit(0, "먹었", "드셨"), _edit(1, "었어", "어요")])


def test_an_edit_of_what_is_not_there_is_refused() -> None:
    with pytest.raises(ValueError, match="does not stand"):
        apply_edits("먹었어", [_edit(0, "마셨", "드셨")])
