"""docs/logs.md names every event that is logged and every action that is audited, and no other."""

import ast
import re
from collections.abc import Iterator

from tests.docs.pages import ROOT, coded, rows, section

LEVELS = {"debug", "info", "warning", "error", "exception"}
# Loops that log their own name when a round of theirs fails.
NAMED_BY_WHO_STARTS_THEM = {"Recurring", "self._repeat"}
ACTION = re.compile(
    r"(account|sessions|passkey|totp|recovery_codes|identity|keys)\.[a-z]+(_[a-z]+)*"
)
NO_ACTIONS = {"account.changed", "account.own", "account.json"}


def nodes() -> Iterator[ast.AST]:
    for room in ("app", "workers"):
        for path in sorted((ROOT / room).rglob("*.py")):
            yield from ast.walk(ast.parse(path.read_text(encoding="utf-8")))


def texts(given: list[ast.expr]) -> Iterator[str]:
    for one in given:
        if isinstance(one, ast.Constant) and isinstance(one.value, str):
            yield one.value


def logged() -> set[str]:
    found: set[str] = set()
    for node in nodes():
        match node:
            case ast.Call(func=ast.Attribute(value=ast.Name(id="log"), attr=level)):
                if level in LEVELS:
                    found.update(texts(node.args[:1]))
            case ast.Call(func=func) if ast.unparse(func) in NAMED_BY_WHO_STARTS_THEM:
                keywords = [word.value for word in node.keywords if word.arg == "name"]
                found.update(texts([*node.args[:1], *keywords]))
    return found


def audited() -> set[str]:
    found: set[str] = set()
    for node in nodes():
        match node:
            case ast.Constant(value=str(text)) if ACTION.fullmatch(text):
                found.add(text)
            case ast.JoinedStr(values=[ast.Constant(value="identity."), _]):
                found |= {"identity.linked", "identity.unlinked"}
    return found - NO_ACTIONS


def test_every_event_of_the_log_is_written_down_and_no_other() -> None:
    written = [name for row in rows("logs.md", "Events") for name in coded(row[0])]
    assert len(written) == len(set(written))
    assert set(written) == logged()


def test_every_action_of_the_audit_log_is_written_down_and_no_other() -> None:
    named = coded(section("logs.md", "Actions of the audit log"))
    assert {name for name in named if "." in name} == audited()


def test_lines_go_to_stderr_and_nowhere_else() -> None:
    made = {
        ast.unparse(node.func)
        for node in nodes()
        if isinstance(node, ast.Call) and ast.unparse(node.func).endswith("Handler")
    }
    assert made == {"logging.StreamHandler"}
    assert not any(
        isinstance(node, ast.Import | ast.ImportFrom) and "logging.handlers" in ast.unparse(node)
        for node in nodes()
    )
