import re
from pathlib import Path

import app.korean.pronunciation
from app.korean.pronunciation.named_rules import pronunciation_rules


def test_every_rule_speaks_both_languages_and_has_examples() -> None:
    for rule in pronunciation_rules().values():
        assert rule.en
        assert re.search("[가-힣]", rule.ko)
        assert rule.article
        assert rule.examples


def test_the_code_names_every_rule_and_no_other() -> None:
    folder = Path(app.korean.pronunciation.__file__).parent
    code = "".join(path.read_text(encoding="utf-8") for path in folder.glob("*.py"))
    assert [name for name in pronunciation_rules() if f'"{name}"' not in code] == []
