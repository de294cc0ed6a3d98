import pytest

from app.korean import analyse


def _tags(text: str) -> list[tuple[str, str]]:
    return [(one.form, one.tag) for one in analyse(text)]


@pytest.mark.parametrize("text", ["보고서 다 작성했습니다.", "숙제 다 했어", "친구들 다 왔어요"])
def test_da_after_a_space_is_all_and_no_ending(text: str) -> None:
    assert ("다", "MAG") in _tags(text)
    assert ("이", "VCP") not in _tags(text)


def test_da_that_closes_a_sentence_is_still_its_ending() -> None:
    assert _tags("이건 보고서다.")[-2:] == [("다", "EF"), (".", "SF")]


def test_ya_after_a_subject_is_the_copula_and_after_a_name_alone_it_calls() -> None:
    assert ("야", "EF") in _tags("나는 민수야")
    assert ("야", "JKV") in _tags("민수야!")


def test_a_message_of_nothing_but_ga_is_the_order_to_go() -> None:
    assert _tags("가.")[:2] == [("가", "VV"), ("어", "EF")]
