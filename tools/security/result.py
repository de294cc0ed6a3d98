"""What one check found, and what it could not look at."""

from dataclasses import dataclass, field


@dataclass
class Result:
    """A check's findings, one line each; `unchecked` says what it could not look at, and why."""

    name: str
    looked_at: str = ""
    findings: list[str] = field(default_factory=list)
    unchecked: list[str] = field(default_factory=list)


def exit_code(results: list[Result], *, strict: bool) -> int:
    """Return 1 where something was found, 2 where `strict` and not all was looked at, else 0."""
    if any(result.findings for result in results):
        return 1
    return 2 if strict and any(result.unchecked for result in results) else 0


def summary(results: list[Result]) -> list[str]:
    """Return the lines that say everything."""
    lines = []
    for result in results:
        if result.findings:
            state = f"{len(result.findings)} found"
        elif result.unchecked:
            state = "COULD NOT CHECK"
        else:
            state = "clean"
        lines.append(f"{result.name:14} {state:16} {result.looked_at}")
        lines += [f"  found: {finding}" for finding in result.findings]
        lines += [f"  could not check: {reason}" for reason in result.unchecked]
    return lines
