import pytest

from app.korean import dictionary


@pytest.mark.parametrize(
    ("lemma", "pos", "sense_en"),
    [
        ("먹다", "verb", "to eat"),
        ("춥다", "adjective", "to be cold (weather)"),
        ("주말", "noun", "weekend"),
    ],
)
def test_a_word_is_looked_up_by_lemma_and_part_of_speech(
    lemma: str, pos: str, sense_en: str
) -> None:
    (entry,) = dictionary(lemma, pos)
    assert entry.sense_en == sense_en
    assert entry in dictionary(lemma)


def test_one_spelling_may_be_several_words() -> None:
    assert {one.pos for one in dictionary("쓰다")} == {"verb", "adjective"}


def test_an_unknown_word_has_no_entry() -> None:
    assert dictionary("없는단어") == ()
    assert dictionary("먹다", "noun") == ()


def test_senses_are_separate() -> None:
    (work,) = dictionary("일", "noun")
    assert work.senses == ("work", "matter")


def test_an_entry_of_ours_says_whose_it_is() -> None:
    (entry,) = dictionary("먹다")
    assert (entry.source, entry.licence) == ("DoranDoran", "MIT")
