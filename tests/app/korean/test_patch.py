from app.korean import Degree, Kind
from app.korean.patch import Change, Reason, as_edits, changed, composed, without_overlaps

_WRONG = Reason("plain-to-polite", Degree.WRONG)
_PRONOUN = Reason("plain-i", Degree.SUGGESTION)


def _change(start: int, end: int, becomes: str, reason: Reason = _WRONG) -> Change:
    return Change(start, end, becomes, (reason,))


def test_changes_are_made_in_one_pass() -> None:
    assert changed("나 먹었어", [_change(0, 1, "저"), _change(5, 5, "요")]) == "저 먹었어요"


def test_of_two_changes_of_one_place_the_longer_stays_with_both_reasons() -> None:
    (only,) = without_overlaps([_change(0, 1, "저", _PRONOUN), _change(0, 3, "접니다")])
    assert only.becomes == "접니다"
    assert set(only.reasons) == {_PRONOUN, _WRONG}


def test_a_second_pass_is_told_in_places_of_the_first_text() -> None:
    text = "제가 할께 지금"
    first = [_change(4, 5, "게", Reason("lkke", Degree.WRONG))]
    second = [_change(0, 2, "내가", _PRONOUN), _change(6, 8, "이따가", _PRONOUN)]
    whole = composed(text, first, second)
    assert [(one.start, one.end, one.becomes) for one in whole] == [
        (0, 2, "내가"),
        (4, 5, "게"),
        (6, 8, "이따가"),
    ]
    assert changed(text, whole) == changed(changed(text, first), second)


def test_passes_that_meet_become_one_change_with_the_reasons_of_both() -> None:
    text = "안 되요"
    first = [_change(2, 3, "돼", Reason("doeyo", Degree.WRONG))]
    second = [_change(2, 4, "돼", Reason("polite-to-plain", Degree.WRONG))]
    (only,) = composed(text, first, second)
    assert (only.start, only.end, only.becomes) == (2, 4, "돼")
    assert [one.rule for one in only.reasons] == ["doeyo", "polite-to-plain"]


def test_a_growing_first_pass_shifts_the_second_back() -> None:
    text = "ㅇㅋ 나 갈게"
    first = [_change(0, 2, "네, 알겠습니다")]
    second = [_change(9, 10, "저", _PRONOUN)]
    whole = composed(text, first, second)
    assert changed(text, whole) == "네, 알겠습니다 저 갈게"
    assert [(one.start, one.end) for one in whole] == [(0, 2), (3, 4)]


def test_edits_show_whole_words_without_punctuation() -> None:
    (edit,) = as_edits("나는 먹었어!! ㅋㅋ", [_change(6, 6, "요")])
    assert (edit.was, edit.becomes, edit.start, edit.end) == ("먹었어", "먹었어요", 3, 6)
    assert edit.kind is Kind.STYLE


def test_changes_in_one_word_are_one_edit_with_the_worst_degree() -> None:
    text = "나예요"
    edits = as_edits(text, [_change(0, 1, "저", _PRONOUN), _change(1, 3, "야")])
    assert [(one.was, one.becomes, one.degree, one.rule) for one in edits] == [
        ("나예요", "저야", Degree.WRONG, "plain-to-polite")
    ]
    assert "저" in edits[0].why_ko


def test_a_space_taken_out_shows_both_words() -> None:
    (edit,) = as_edits(
        "저 는 가요", [_change(1, 2, "", Reason("space-before-particle", Degree.WRONG))]
    )
    assert (edit.was, edit.becomes) == ("저 는", "저는")


def test_a_change_that_changes_nothing_is_no_edit() -> None:
    assert as_edits("먹어요", [_change(0, 3, "먹어요")]) == ()
