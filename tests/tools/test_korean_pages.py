"""docs/korean/ shows each rule: wrong, right, why, and whose mistake it is."""

from app.korean.edit import Kind
from app.korean.rules import Example, Rule, rules
from tools.korean_pages import korean_pages, rule_page

_RULE = Rule(
    name="two-places",
    family="particles",
    kind=Kind.GRAMMAR,
    why_ko="일하는 곳에는 '에서'를 써요.",
    why_en="Where one works takes 에서.",
    learners=("Japanese", "English"),
    examples=(Example("회사에 일해요.", "회사에서 일해요.", "", ""),),
    silent=("회사에 가요.",),
    patterns=(),
)


def test_a_page_shows_wrong_and_right_and_why_and_whose_mistake_it_is() -> None:
    page = rule_page(_RULE)
    assert page.startswith("# two-places\n")
    assert "| 회사에 일해요. | 회사에서 일해요. |" in page
    assert "- 회사에 가요." in page
    assert _RULE.why_en in page
    assert _RULE.why_ko in page
    assert "speakers of Japanese, English" in page


def test_every_rule_has_a_page_and_a_line_in_the_list() -> None:
    pages = korean_pages()
    assert set(pages) == {"README.md", *(f"{name}.md" for name in rules())}
    assert all(f"]({name}.md)" in pages["README.md"] for name in rules())
