import pytest

from app.korean.reading.endings import ending_senses
from app.korean.style import Style


@pytest.mark.parametrize(
    ("ending", "style", "family"),
    [
        ("습니다", Style.HAPSYO, "statement"),
        ("ᆸ니까", Style.HAPSYO, "asking"),
        ("ᆸ시다", Style.HAPSYO, "proposal"),
        ("어요", Style.HAEYO, "statement"),
        ("세요", Style.HAEYO, "command"),
        ("예요", Style.HAEYO, "copula"),
        ("거든요", Style.HAEYO, "reason"),
        ("어", Style.HAE, "statement"),
        ("ᆯ게", Style.HAE, "promise"),
        ("다", Style.HAERA, "statement"),
        ("니", Style.HAERA, "asking"),
        ("자", Style.HAERA, "proposal"),
        ("으오", Style.HAO, "statement"),
        ("세", Style.HAGE, "proposal"),
    ],
)
def test_an_ending_has_its_style_and_family(ending: str, style: Style, family: str) -> None:
    sense = ending_senses()[ending]
    assert (sense.style, sense.family) == (style, family)


def test_endings_that_also_join_clauses_are_not_sure() -> None:
    assert not ending_senses()["고"].sure
    assert ending_senses()["습니다"].sure


def test_every_plain_ending_that_takes_yo_has_its_polite_twin() -> None:
    table = ending_senses()
    plain = {
        form
        for form, sense in table.items()
        if sense.style is Style.HAE and sense.family not in {"copula", "clipped", "dialect"}
    }
    assert {form for form in plain if table.get(form + "요") is None} == set()
