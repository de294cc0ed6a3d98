from app.korean import Style


def test_only_two_styles_are_polite() -> None:
    assert [one for one in Style if one.polite] == [Style.HAPSYO, Style.HAEYO]


def test_every_style_has_a_name_in_both_languages() -> None:
    assert all(one.name_ko and one.name_en for one in Style)
    assert Style.HAEYO.name_ko == "해요체"
