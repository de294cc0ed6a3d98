import re
from pathlib import Path

import pytest

import app.korean
from app.korean.rules import rule_named, rules

_SOURCE = Path(app.korean.__file__).parent


def test_every_rule_explains_itself_in_both_languages() -> None:
    assert all(one.why_ko and one.why_en for one in rules().values())
    assert all(re.search("[가-힣]", one.why_ko) for one in rules().values())


def test_every_rule_has_a_pattern_or_is_named_in_the_code() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in _SOURCE.rglob("*.py"))
    code += "".join(path.read_text(encoding="utf-8") for path in _SOURCE.rglob("*.tsv"))
    unused = [one.name for one in rules().values() if not one.patterns and one.name not in code]
    assert unused == []


def test_every_rule_shows_what_it_mends() -> None:
    assert [one.name for one in rules().values() if not one.examples] == []


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(KeyError):
        rule_named("no-such-rule")
