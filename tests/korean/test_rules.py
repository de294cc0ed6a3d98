"""Every rule's page shows sentences: here they are run, so that no page can be wrong."""

import pytest

from app.korean import Style, check, judge, restyle
from app.korean.edit import Edit, apply_edits
from app.korean.restyle import Refused
from app.korean.rules import Example, Rule, rules
from tests.app.korean.listeners import judged, relation_to

_EXAMPLES = [
    pytest.param(rule, example, id=f"{rule.name}: {example.was}")
    for rule in rules().values()
    for example in rule.examples
]
_SILENT = [
    pytest.param(rule, text, id=f"{rule.name}: {text}")
    for rule in rules().values()
    for text in rule.silent
]


def _edits(example: Example) -> tuple[Edit, ...]:
    if example.listener:
        return judge(example.was, relation_to(example.listener)).edits
    if example.target:
        outcome = restyle(example.was, Style(example.target))
        assert not isinstance(outcome, Refused), outcome
        return outcome.edits
    return tuple(check(example.was))


@pytest.mark.parametrize(("rule", "example"), _EXAMPLES)
def test_the_examples_of_a_rule_are_mended_by_it(rule: Rule, example: Example) -> None:
    edits = _edits(example)
    assert apply_edits(example.was, edits) == example.becomes
    assert rule.name in {one.rule for one in edits}


@pytest.mark.parametrize(("rule", "text"), _SILENT)
def test_what_only_looks_like_the_mistake_is_left_alone(rule: Rule, text: str) -> None:
    assert rule.name not in {one.rule for one in check(text)}


@pytest.mark.parametrize(("rule", "text"), _SILENT)
def test_what_is_right_is_left_alone_whoever_of_its_examples_listens(rule: Rule, text: str) -> None:
    for listener in {one.listener for one in rule.examples if one.listener}:
        assert rule.name not in {one.rule for one in judged(listener, text).edits}
