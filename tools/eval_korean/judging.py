"""How often `judge` leaves a sentence alone that is right to a listener."""

from app.korean import judge
from app.tutor.closeness import closeness_of
from tools.eval_korean.material import Rows
from tools.eval_korean.table import Figure

_LISTENERS = {
    "formal": (("stranger", 1), ("coworker", 3)),
    "informal": (("friend", 2), ("friend", 3)),
}
# The sentences are translations and full of it, and to these listeners it is wrong.
_WORD_OF_TRANSLATIONS = "당신"


def judging(rows: Rows) -> list[Figure]:
    """Judge each side toward listeners it is right for: every `wrong` is a false alarm."""
    figures: list[Figure] = []
    for column, listeners in _LISTENERS.items():
        for persona, closeness in listeners:
            relation = closeness_of(persona, closeness).relation
            figure = Figure(f"judge: {column} not corrected to {persona} {closeness}")
            for row in rows:
                text = row[column]
                if _WORD_OF_TRANSLATIONS in text:
                    continue
                judgement = judge(text, relation)
                rules = [f"{one.degree} {one.rule} {one.was}" for one in judgement.edits]
                right = judgement.status in {"perfect", "suggested"}
                figure.count(right, f"{judgement.status} {rules} {text}")
            figures.append(figure)
    return figures
