import pytest

from tools.eval_korean.chrf import chrf


def test_the_same_sentence_scores_one_and_spaces_do_not_count() -> None:
    assert chrf("밥을 먹었어요.", "밥을 먹었어요.") == pytest.approx(1)
    assert chrf("밥을먹었어요.", "밥을 먹었어요.") == pytest.approx(1)


def test_nothing_in_common_scores_nothing() -> None:
    assert chrf("가나다", "라마바") == 0
    assert chrf("", "라마바") == 0


def test_what_is_missing_of_the_reference_weighs_more_than_what_is_too_much() -> None:
    assert chrf("가나다", "가나다라마바") < chrf("가나다라마바", "가나다")
