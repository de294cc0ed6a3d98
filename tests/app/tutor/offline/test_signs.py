"""The word lists are what the reading of a sentence expects."""

from app.tutor.offline.signs import signs


def test_no_stem_is_good_and_bad_news_at_once() -> None:
    assert not signs().good & signs().bad


def test_names_a_learner_calls_out_are_nothing_to_talk_about() -> None:
    assert signs().address_nouns <= signs().empty_nouns
