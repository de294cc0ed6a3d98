from collections.abc import Callable

import pytest

from app.korean import analyse
from app.korean.analysis.morpheme import Morpheme
from app.korean.grammar.constructions import construction_errors
from app.korean.grammar.desires import desire_errors
from app.korean.grammar.errors import grammar_errors
from app.korean.grammar.frames import frame_errors
from app.korean.grammar.identity import identity_errors
from app.korean.grammar.negation import negation_errors
from app.korean.grammar.numbers import number_errors
from app.korean.grammar.pronouns import doubled_particle_errors, pronoun_errors
from app.korean.grammar.reasons import reason_errors
from app.korean.grammar.times import time_errors
from app.korean.patch import Change, changed, without_overlaps

Family = Callable[[str, tuple[Morpheme, ...]], list[Change]]


def _mended(text: str, found: list[Change]) -> str:
    return changed(text, without_overlaps(found))


@pytest.mark.parametrize(
    ("family", "text", "mended"),
    [
        (frame_errors, "의사를 됐어요", "의사가 됐어요"),
        (frame_errors, "이걸 좋아요", "이게 좋아요"),
        (construction_errors, "먹기 싶어요", "먹고 싶어요"),
        (pronoun_errors, "저가 갈게요", "제가 갈게요"),
        (doubled_particle_errors, "친구는가 왔어요", "친구가 왔어요"),
        (time_errors, "오늘에 만나요", "오늘 만나요"),
        (identity_errors, "책이 책상 위에 이에요", "책이 책상 위에 있어요"),
        (negation_errors, "안 알아요", "몰라요"),
        (number_errors, "두 시 서른 분", "두 시 삼십 분"),
        (reason_errors, "왜냐하면 바빠요", "왜냐하면 바쁘기 때문이에요"),
        (desire_errors, "동생이 가고 싶어요", "동생이 가고 싶어 해요"),
    ],
)
def test_a_family_mends_its_own(family: Family, text: str, mended: str) -> None:
    assert _mended(text, family(text, analyse(text))) == mended


@pytest.mark.parametrize(
    "text",
    ["", " ", "...", "ㅋㅋ", "안", "못", "싶", "때문에", "두", "가", "에", "은", "어서", "A", "3"],
)
def test_a_scrap_of_text_is_no_mistake(text: str) -> None:
    assert grammar_errors(text, analyse(text)) == []


def test_all_families_together() -> None:
    text = "오늘에 식당에 커피 하나 잔을 마셨어요"
    found = grammar_errors(text, analyse(text))
    assert _mended(text, found) == "오늘 식당에서 커피 한 잔을 마셨어요"
