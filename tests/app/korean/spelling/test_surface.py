import re

from app.korean.patch import changed
from app.korean.rules import rules
from app.korean.spelling.surface import surface_errors


def test_a_pattern_replaces_only_what_it_matches() -> None:
    text = "됬어요 그리고 몇일"
    changes = sorted(surface_errors(text), key=lambda one: one.start)
    assert [(text[one.start : one.end], one.becomes) for one in changes][:1] == [("됬", "됐")]
    assert changed(text, changes[:1]) == "됐어요 그리고 몇일"


def test_no_pattern_finds_fault_with_what_it_writes() -> None:
    for rule in rules().values():
        for pattern in rule.patterns:
            assert not re.fullmatch(pattern.match, pattern.becomes)
