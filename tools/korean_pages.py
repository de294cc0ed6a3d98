"""Makes docs/korean/: a page for each rule of the Korean engine, and the page that lists them."""

from itertools import groupby

from app.korean.rules import Example, Rule, rules

_MADE = "Made from `app/korean/data/rules/` by `make docs`: correct it there.\n"
_KINDS = {
    "style": "speech style",
    "honorific": "honorifics",
    "spelling": "spelling",
    "spacing": "spacing",
    "grammar": "grammar",
    "word": "choice of words",
}


def korean_pages() -> dict[str, str]:
    """Return the text of every page by its file's name."""
    pages = {f"{one.name}.md": rule_page(one) for one in rules().values()}
    pages["README.md"] = _index()
    return pages


def rule_page(rule: Rule) -> str:
    """Return a rule's page: why, in two languages, wrong and right, and whose mistake it is."""
    parts = [f"# {rule.name}\n", f"{rule.why_en}\n", f"{rule.why_ko}\n"]
    if rule.examples:
        parts.append(_examples(rule.examples))
    if rule.silent:
        parts.append("Right, and not touched:\n")
        parts.append("".join(f"- {one}\n" for one in rule.silent))
    parts.append(f"About: {_KINDS[rule.kind]}. Whose mistake: {_whose(rule)}.\n")
    parts.append(f"[All rules](README.md). {_MADE}")
    return "\n".join(parts)


def _examples(examples: tuple[Example, ...]) -> str:
    situated = any(one.listener or one.target for one in examples)
    heads = ["written", "better", *(["to"] if situated else [])]
    lines = ["| " + " | ".join(heads) + " |", "| " + " | ".join("---" for _ in heads) + " |"]
    for one in examples:
        cells = [one.was, one.becomes, *([one.listener or one.target] if situated else [])]
        lines.append("| " + " | ".join(cell.replace("|", "\\|") for cell in cells) + " |")
    return "\n".join(lines) + "\n"


def _whose(rule: Rule) -> str:
    if not rule.learners:
        return "anybody's"
    return "speakers of " + ", ".join(rule.learners)


def _index() -> str:
    lines = [
        "# The rules of the Korean engine\n",
        f"{len(rules())} rules that an edit can name. `dorandoran korean check` and `judge` find",
        "mistakes, `restyle` explains what it changed. A rule that is not sure says nothing.\n",
    ]
    for family, members in groupby(rules().values(), key=lambda one: one.family):
        lines += [f"## {family.replace('_', ' ').capitalize()}\n", "| rule | why | for example |"]
        lines.append("| --- | --- | --- |")
        for one in members:
            example = f"{one.examples[0].was} → {one.examples[0].becomes}" if one.examples else ""
            lines.append(f"| [{one.name}]({one.name}.md) | {one.why_en} | {example} |")
        lines.append("")
    lines.append(_MADE)
    return "\n".join(lines)
