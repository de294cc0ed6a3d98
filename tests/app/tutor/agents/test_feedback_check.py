"""A draft of feedback is accepted only where all of it holds."""

from typing import Any

import msgspec
import pytest

from app.korean import Degree, judge
from app.tutor.agents.drafts import FeedbackDraft
from app.tutor.agents.feedback_check import CheckedFeedback, check_feedback
from app.tutor.agents.rejection import RejectedError
from app.tutor.closeness import closeness_of

TEXT = "나는 어제 친구가 만났어."
EDIT = {
    "was": "친구가",
    "becomes": "친구를",
    "degree": "wrong",
    "kind": "grammar",
    "rule": "object particle of 만나다",
    "why_ko": "'만나다'는 '을/를'과 써요.",
    "why_en": "만나다 takes the object particle.",
}
DRAFT = {
    "status": "corrected",
    "corrected": "나는 어제 친구를 만났어.",
    "edits": [EDIT],
    "feedback_ko": "'친구를 만나다'라고 해요.",
    "feedback_en": "Say 친구를 만나다: meeting takes an object.",
}


def checked(text: str = TEXT, persona: str = "friend", **changes: Any) -> CheckedFeedback:
    relation = closeness_of(persona, 2).relation
    draft = msgspec.convert(DRAFT | changes, FeedbackDraft)
    return check_feedback(draft, text, judge(text, relation), relation)


def fault(text: str = TEXT, persona: str = "friend", **changes: Any) -> str:
    with pytest.raises(RejectedError) as rejection:
        checked(text, persona, **changes)
    return rejection.value.fault


def test_good_feedback_is_taken_with_its_places() -> None:
    answer = checked()
    assert answer.status == "corrected"
    assert answer.corrected == "나는 어제 친구를 만났어."
    (edit,) = answer.edits
    assert (edit.start, edit.end, edit.degree) == (6, 9, Degree.WRONG)
    assert answer.feedback_en == DRAFT["feedback_en"]


def test_perfect_says_what_the_engine_checked_and_does_not_praise() -> None:
    answer = checked(
        "밥 먹었어?",
        status="perfect",
        corrected="밥 먹었어?",
        edits=[],
        feedback_ko="와, 정말 완벽해요!",
        feedback_en="Wow, you are amazing!",
    )
    assert answer.status == "perfect"
    assert answer.edits == ()
    assert answer.feedback_en == judge("밥 먹었어?", closeness_of("friend", 2).relation).feedback_en


def test_unclear_without_edits_is_taken() -> None:
    text = "나는 사과를 잔다 의자야"
    answer = checked(text, status="unclear", corrected=text, edits=[])
    assert answer.status == "unclear"


def test_suggestions_alone_are_suggested() -> None:
    answer = checked(status="suggested", edits=[EDIT | {"degree": "suggestion"}])
    assert answer.status == "suggested"


@pytest.mark.parametrize("status", ["perfect", "suggested", "unclear"])
def test_a_status_that_its_edits_deny_is_rejected(status: str) -> None:
    assert fault(status=status) == "status"


def test_corrected_without_edits_is_rejected() -> None:
    assert fault(corrected=TEXT, edits=[]) == "status"


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("feedback_en", "Great <b>work</b> here", "markup"),
        ("feedback_ko", "좋아요 https://example.org", "address"),
        ("feedback_ko", "Only English here", "language"),
        ("feedback_en", "한국어로만 썼어요", "language"),
        ("corrected", "나는 어제 친구를\u200b 만났어.", "unprinted"),
    ],
)
def test_texts_that_may_not_be_shown_are_rejected(field: str, value: str, expected: str) -> None:
    assert fault(**{field: value}) == expected


@pytest.mark.parametrize(
    ("field", "value", "expected"),
    [
        ("why_en", "see www.example.org", "address"),
        ("why_ko", "English only", "language"),
        ("rule", "<script>x</script>", "markup"),
        ("becomes", "<i>친구를</i>", "markup"),
        ("was", "동생이", "edit_not_found"),
    ],
)
def test_edits_that_may_not_be_shown_are_rejected(field: str, value: str, expected: str) -> None:
    assert fault(edits=[EDIT | {field: value}]) == expected


def test_what_the_engine_finds_wrong_is_not_perfect() -> None:
    text = "밥 먹었어?"
    assert fault(text, "boss", status="perfect", corrected=text, edits=[]) == "still_wrong"


def test_a_degree_too_harsh_is_softened_and_so_is_the_status() -> None:
    text = "선배, 이거 알려줄게요."
    (own,) = judge(text, closeness_of("senior", 2).relation).edits
    edit = EDIT | {"was": own.was, "becomes": own.becomes, "kind": "honorific"}
    corrected = text.replace(own.was, own.becomes)
    answer = checked(text, "senior", corrected=corrected, edits=[edit])
    assert answer.status == "suggested"
