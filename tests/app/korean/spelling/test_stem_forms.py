import pytest

from app.korean import analyse
from app.korean.patch import changed
from app.korean.spelling.stem_forms import stem_form_errors


@pytest.mark.parametrize(
    ("text", "becomes", "rule"),
    [
        ("저는 한국어를 배워고 있어요", "저는 한국어를 배우고 있어요", "eo-before-ending"),
        ("물을 마셥니다", "물을 마십니다", "eo-before-ending"),
        ("음악을 들어고 있어요", "음악을 듣고 있어요", "eo-before-ending"),
        ("눈이 오서 추워요", "눈이 와서 추워요", "eo-left-out"),
        ("너무 춥다서 안 갔어요", "너무 추워서 안 갔어요", "eo-left-out"),
        ("밥을 먹으고 잤어요", "밥을 먹고 잤어요", "eu-before-consonant"),
        ("가르치주세요", "가르쳐 주세요", "eo-before-juda"),
    ],
)
def test_an_ending_after_the_wrong_form_of_a_stem_is_found(
    text: str, becomes: str, rule: str
) -> None:
    (change,) = stem_form_errors(text, analyse(text))
    assert (changed(text, [change]), change.reasons[0].rule) == (becomes, rule)


@pytest.mark.parametrize(
    "text", ["이메일을 보내고 있어요", "회사에서 해고됐어요", "물 주세요", "도와 달라고 했어요"]
)
def test_stems_in_a_nouns_and_quotations_are_left_alone(text: str) -> None:
    assert stem_form_errors(text, analyse(text)) == []
