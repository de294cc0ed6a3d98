"""How much of the graded vocabulary the dictionary has, and `words` finds as one word."""

from app.korean import dictionary
from tools.eval_korean.material import Rows
from tools.eval_korean.table import Figure

_SKIPPED = frozenset({"접사", "어미", "조사", "품사 없음"})


def vocabulary(rows: Rows) -> list[Figure]:
    """Count the headwords of each grade that the dictionary has."""
    grades = {grade: Figure(f"dictionary: {grade} headwords it has") for grade in _grades(rows)}
    seen: set[str] = set()
    for row in rows:
        if row["pos"] in _SKIPPED or row["word"] in seen:
            continue
        seen.add(row["word"])
        grades[row["grade"]].count(bool(dictionary(row["word"])), row["word"])
    return list(grades.values())


def _grades(rows: Rows) -> list[str]:
    return list(dict.fromkeys(row["grade"] for row in rows))
