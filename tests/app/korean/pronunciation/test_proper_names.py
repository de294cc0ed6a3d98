import pytest

from app.korean.analysis.analyser import analyse
from app.korean.pronunciation.proper_names import family_name, names_at


@pytest.mark.parametrize(
    ("text", "family"),
    [
        ("김민수", "김"),
        ("박지영 씨", "박"),
        ("이태원", ""),
        ("강원도", ""),
        ("서울", ""),
    ],
)
def test_the_family_name_where_it_is_sure(text: str, family: str) -> None:
    assert family_name(analyse(text), 0) == family


def test_names_begin_a_word() -> None:
    assert list(names_at("나는 서울 사람", analyse("나는 서울 사람"))) == [3]
    assert list(names_at("밤길", analyse("밤길"))) == []
    assert list(names_at("묵호", analyse("묵호"))) == [0]
