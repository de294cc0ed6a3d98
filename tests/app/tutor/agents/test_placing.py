"""A draft's edits find their places in the message, whatever a model counts."""

import pytest

from app.korean import Degree, Kind, apply_edits
from app.tutor.agents.drafts import EditDraft
from app.tutor.agents.placing import place
from app.tutor.agents.rejection import RejectedError


def edit(was: str, becomes: str, degree: Degree = Degree.WRONG) -> EditDraft:
    return EditDraft(was, becomes, degree, Kind.GRAMMAR, "rule", f"{was} 이유", f"because {was}")


def test_an_edit_stands_where_the_corrected_sentence_has_it() -> None:
    (placed,) = place("나는 친구가 만났어.", "나는 친구를 만났어.", [edit("친구가", "친구를")])
    assert (placed.start, placed.end) == (3, 6)
    assert (placed.was, placed.becomes) == ("친구가", "친구를")


def test_of_equal_words_the_changed_one_is_meant() -> None:
    text, corrected = "나 가 친구 가 갔어", "나 가 친구 는 갔어"
    (placed,) = place(text, corrected, [edit("가", "는")])
    assert placed.start == 7
    assert apply_edits(text, [placed]) == corrected


def test_edits_in_order_keep_their_places() -> None:
    text = "할께 할께 할께"
    placed = place(text, "할게 할게 할게", [edit("할께", "할게")] * 3)
    assert [one.start for one in placed] == [0, 3, 6]


def test_an_edit_may_delete_and_move_what_follows() -> None:
    text, corrected = "저는 는 학생이예요", "저는 학생이에요"
    placed = place(text, corrected, [edit("는 학생이예요", "학생이에요")])
    assert apply_edits(text, placed) == corrected


def test_no_edits_leave_the_message() -> None:
    assert place("안녕", "안녕", []) == ()


def test_a_full_stop_the_model_added_is_left_out() -> None:
    text = "나는 친구가 만났어"
    placed = place(text, "나는 친구를 만났어.", [edit("친구가", "친구를")])
    assert apply_edits(text, placed) == "나는 친구를 만났어"


def test_punctuation_alone_makes_no_edit() -> None:
    assert place("안녕 뭐 해", "안녕, 뭐 해?", []) == ()


def test_edits_that_do_not_fit_are_found_by_the_difference() -> None:
    text, corrected = "오늘 학교에 가서 밥을 먹었다", "오늘 학교에 가서 밥을 먹었어"
    (placed,) = place(text, corrected, [edit("밥을 먹었다", "먹었어")])
    assert (placed.was, placed.becomes) == ("먹었다", "먹었어")
    assert apply_edits(text, [placed]) == corrected


def test_an_edit_of_two_words_explains_both_changes() -> None:
    text, corrected = "나는 친구가 자주 만났다", "나는 친구를 자주 만났어"
    placed = place(text, corrected, [edit("친구가 자주 만났다", "친구를  자주 만났어")])
    assert [one.was for one in placed] == ["친구가", "만났다"]
    assert apply_edits(text, placed) == corrected


def test_edits_that_overlap_are_found_by_the_difference() -> None:
    placed = place("안되 요", "안 돼요", [edit("안되", "안 돼"), edit("되 요", "돼요")])
    assert apply_edits("안되 요", placed) == "안 돼요"


def test_a_change_of_spaces_is_explained_by_an_edit_of_spaces_only() -> None:
    text, corrected = "밥을안먹었어", "밥을 안 먹었어"
    drafts = [edit("밥을안", "밥을 안"), edit("안먹었어", "안 먹었어")]
    assert apply_edits(text, place(text, corrected, drafts)) == corrected


def test_of_two_reasons_the_weightier_degree_holds_and_both_are_given() -> None:
    drafts = [
        edit("먹엇", "먹었", Degree.SUGGESTION),
        edit("엇다", "었어", Degree.WRONG),
    ]
    (joined,) = place("밥 먹엇다", "밥 먹었어", drafts)
    assert joined.degree is Degree.WRONG
    assert joined.why_en == "because 먹엇 because 엇다"


@pytest.mark.parametrize(
    ("corrected", "drafts", "fault"),
    [
        ("나는 친구를 만났어", [edit("동생이", "동생을")], "edit_not_found"),
        ("나는 친구가 만났어", [edit("친구가", "친구가")], "edit_without_change"),
        ("나는 친구를 만났어", [], "change_without_edit"),
        ("너는 친구를 만났어", [edit("친구가", "친구를")], "change_without_edit"),
        ("나는 친구가 만났어", [edit("친구가", "친구를")], "edit_not_made"),
        ("나는 친구를 만났어", [edit("친구가", "친구를"), edit("나는", "너는")], "edit_not_made"),
    ],
)
def test_edits_that_do_not_make_the_corrected_sentence_are_rejected(
    corrected: str, drafts: list[EditDraft], fault: str
) -> None:
    with pytest.raises(RejectedError) as rejection:
        place("나는 친구가 만났어", corrected, drafts)
    assert rejection.value.fault == fault


def test_a_reason_never_quotes_the_message() -> None:
    with pytest.raises(RejectedError) as rejection:
        place("비밀 이야기", "비밀 이야기", [edit("동생이", "동생을")])
    assert "비밀" not in rejection.value.reason
    assert "동생" not in rejection.value.reason
