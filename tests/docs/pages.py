"""Pages of docs/ as tests read them: a section's tables, and what is set in code letters."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def page(name: str) -> str:
    """Return the text of a page of docs/."""
    return (ROOT / "docs" / name).read_text(encoding="utf-8")


def section(name: str, title: str) -> str:
    """Return what stands below a heading of a page, up to the next heading."""
    _, _, rest = page(name).partition(f"\n## {title}\n")
    assert rest, f"docs/{name} has no section “{title}”"
    return rest.partition("\n## ")[0]


def rows(name: str, title: str) -> list[list[str]]:
    """Return the rows of the tables of a section, cell by cell, without their heads."""
    lines = section(name, title).splitlines()
    found: list[list[str]] = []
    for number, line in enumerate(lines):
        is_head = number + 1 < len(lines) and lines[number + 1].startswith("| ---")
        if line.startswith("| ") and not line.startswith("| ---") and not is_head:
            found.append([cell.strip() for cell in line.strip("|").split(" | ")])
    return found


def coded(text: str) -> list[str]:
    """Return what stands between backticks."""
    return re.findall(r"`([^`]+)`", text)
