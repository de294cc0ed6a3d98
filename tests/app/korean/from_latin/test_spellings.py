import pytest

from app.korean.from_latin.spellings import at_end, at_start, between_vowels


@pytest.mark.parametrize(
    ("latin", "meant"),
    [
        ("mn", ("ㅂ", "ㄴ")),
        ("g", ("ㄱ", "ㅇ")),
        ("", ("ㅎ", "ㅇ")),
        ("k", ("ㅎ", "ㄱ")),
        ("kh", ("ㄱ", "ㅎ")),
        ("ngn", ("ㄱ", "ㄹ")),
        ("ss", ("ㅆ", "ㅇ")),
        ("ll", ("ㄴ", "ㄹ")),
        ("nh", ("ㄶ", "ㅇ")),
    ],
)
def test_what_stands_between_vowels_may_mean(latin: str, meant: tuple[str, str]) -> None:
    assert meant in {(coda, onset) for coda, onset, _ in between_vowels()[latin]}


def test_the_plain_reading_costs_nothing_and_looser_ones_more() -> None:
    assert ("", "ㄱ", 0.0) in at_start()["g"]
    assert {onset: cost for _, onset, cost in at_start()["k"]}["ㄱ"] > 0
    assert at_end()["k"][0] == ("ㄱ", "", 0.0)
