from tools.eval_korean.table import Figure, printed


def test_a_figure_is_counted_up_and_shows_what_went_wrong_when_asked() -> None:
    figure = Figure("detect: polite")
    figure.count(right=True, miss="never shown")
    figure.count(right=False, miss="hae 밥 먹었어요")
    assert "50.00 %  1 of 2" in printed([figure], misses=False)
    assert "밥 먹었어요" not in printed([figure], misses=False)
    assert printed([figure], misses=True).splitlines()[1:] == ["      hae 밥 먹었어요"]


def test_a_figure_of_nothing_says_so() -> None:
    assert "–" in printed([Figure("empty")], misses=False)
