import pytest

from app.korean import AnalyserNotLoadedError, analyse
from app.korean.analysis.analyser import _Holder, is_loaded, join, load, normalise, score


def test_positions_count_code_points_of_the_nfc_text() -> None:
    text = "😀 밥 먹었어?"
    words = {text[one.start : one.end] for one in analyse(text)}
    assert {"😀", "밥", "먹", "었", "어", "?"} == words


def test_decomposed_text_is_read_as_its_composed_form() -> None:
    decomposed = "먹어요".encode().decode()
    import unicodedata

    assert analyse(unicodedata.normalize("NFD", decomposed)) == analyse(decomposed)
    assert normalise(unicodedata.normalize("NFD", decomposed)) == decomposed


def test_words_are_counted_over_the_whole_text_and_not_per_sentence() -> None:
    morphemes = analyse("밥 먹었어? 나도 먹었어.")
    assert [one.word for one in morphemes if one.form in {"밥", "나"}] == [0, 2]


@pytest.mark.parametrize(
    ("text", "form", "tag"),
    [
        ("계세요", "계시", "VV"),
        ("드세요", "드시", "VV"),
        ("주무세요", "주무시", "VV"),
        ("이거 아세요?", "알", "VV"),
        ("어제 친구를 만났어요", "어제", "NNG"),
        ("높임말을 배워요", "높임말", "NNG"),
        ("넵 알겠습니다", "넵", "IC"),
        ("나는 민수야", "이", "VCP"),
        ("지우야, 안녕", "야", "JKV"),
    ],
)
def test_words_that_kiwi_misreads_are_read_rightly(text: str, form: str, tag: str) -> None:
    assert (form, tag) in {(one.form, one.tag) for one in analyse(text)}


def test_an_irregular_tag_keeps_its_mark_and_its_part_drops_it() -> None:
    stem = next(one for one in analyse("고마워요") if one.form == "고맙")
    assert (stem.tag, stem.part) == ("VA-I", "VA")


def test_joining_contracts_and_inflects() -> None:
    assert join((("고맙", "VA-I"), ("어요", "EF"))) == "고마워요"
    assert join((("하", "VV"), ("었", "EP"), ("어", "EF"))) == "했어"


def test_the_likelier_sentence_has_the_higher_score() -> None:
    assert score("친구가 왔어요") > score("친구이 왔어요")


def test_loading_twice_keeps_the_one_analyser() -> None:
    before = _Holder.kiwi
    load()
    assert is_loaded()
    assert _Holder.kiwi is before


def test_analysing_before_loading_says_what_to_do(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(_Holder, "kiwi", None)
    with pytest.raises(AnalyserNotLoadedError, match=r"app\.korean\.load"):
        analyse("아직 분석하지 않은 문장이에요")
