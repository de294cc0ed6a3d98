import re
from pathlib import Path

import pytest

import app.korean
from app.korean.rules import rule_named, rules
from app.korean.spelling.surface import surface_rules

_SOURCE = Path(app.korean.__file__).parent


def test_every_rule_explains_itself_in_both_languages() -> None:
    assert all(one.why_ko and one.why_en for one in rules().values())
    assert all(re.search("[가-힣]", one.why_ko) for one in rules().values())


def test_every_rule_of_the_spelling_table_is_explained() -> None:
    assert {one.reason.rule for one in surface_rules()} <= set(rules())


def test_every_explained_rule_is_used_somewhere() -> None:
    code = "".join(path.read_text(encoding="utf-8") for path in _SOURCE.rglob("*.py"))
    code += (_SOURCE / "data" / "spelling.tsv").read_text(encoding="utf-8")
    assert [name for name in rules() if name not in code] == []


def test_an_unknown_rule_is_an_error() -> None:
    with pytest.raises(KeyError):
        rule_named("no-such-rule")
