import pytest

from app.korean.pronunciation.sound_changes import Joint, at_the_end, end_word, meet, tense
from app.korean.pronunciation.syllable import CODAS, ONSETS, VOWELS, Syllable


def _met(two: str, joint: Joint) -> str:
    left, right = Syllable.of(two[0]), Syllable.of(two[1])
    assert left is not None
    assert right is not None
    meet(left, right, joint)
    end_word(right)
    return f"{left}{right}"


@pytest.mark.parametrize(
    ("two", "joint", "said"),
    [
        ("밭이", Joint.INSIDE, "바치"),
        ("밭이", Joint.COMPOUND, "바디"),
        ("맛어", Joint.INSIDE, "마서"),
        ("맛어", Joint.COMPOUND, "마더"),
        ("신고", Joint.INSIDE, "신고"),
        ("신고", Joint.STEM_ENDING, "신꼬"),
        ("읽고", Joint.INSIDE, "익꼬"),
        ("읽고", Joint.STEM_ENDING, "일꼬"),
        ("못해", Joint.LINKED, "모태"),
    ],
)
def test_the_joint_decides(two: str, joint: Joint, said: str) -> None:
    assert _met(two, joint) == said


def test_only_the_seven_sounds_remain_at_the_end() -> None:
    assert {at_the_end(coda) for coda in CODAS} == {"", *"ㄱㄴㄷㄹㅁㅂㅇ"}


@pytest.mark.parametrize("joint", Joint)
def test_every_two_letters_meet_and_leave_one_of_the_seven_sounds(joint: Joint) -> None:
    for coda in CODAS:
        for onset in ONSETS:
            for vowel in VOWELS:
                left, right = Syllable("ㅇ", "ㅏ", coda), Syllable(onset, vowel, "")
                meet(left, right, joint)
                assert left.coda == at_the_end(left.coda), (coda, onset, vowel)
                assert len(f"{left}{right}") == 2


def test_what_is_tensed_is_romanised_as_it_was() -> None:
    syllable = Syllable("ㄱ", "ㅗ", "")
    assert tense(syllable)
    assert (syllable.onset, syllable.latin_onset) == ("ㄲ", "g")
    assert not tense(syllable)
