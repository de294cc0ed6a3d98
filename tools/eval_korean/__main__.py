"""`make eval-korean DATA=folder`: what the engine reaches on its files, as a table."""

import sys
from collections.abc import Callable
from pathlib import Path

from app.korean import load
from tools.eval_korean.checking import checking
from tools.eval_korean.detection import level_detection, side_detection
from tools.eval_korean.judging import judging
from tools.eval_korean.material import Rows, rows_of
from tools.eval_korean.pronunciation import pronunciation
from tools.eval_korean.restyling import restyling
from tools.eval_korean.table import Figure, printed
from tools.eval_korean.vocabulary import vocabulary

_MEASURES: dict[str, tuple[Callable[[Rows], list[Figure]], ...]] = {
    "formality.tsv": (side_detection, restyling, checking, judging),
    "ending-levels.tsv": (level_detection,),
    "pronunciation.tsv": (pronunciation,),
    "graded-words.tsv": (vocabulary,),
}


def main(arguments: list[str]) -> int:
    """Print a table for each file of the folder named on the command line that is one of ours.

    Further arguments: `--misses` also prints what went wrong, line by line.
    """
    folders = [one for one in arguments if not one.startswith("--")]
    if not folders:
        print("nothing to measure on: make eval-korean DATA=<folder>, with any of these in it:")
        print("  " + ", ".join(_MEASURES))
        return 0
    load()
    found = False
    for name, measures in _MEASURES.items():
        path = Path(folders[0]) / name
        if not path.is_file():
            continue
        found = True
        rows = rows_of(path)
        print(f"\n{name}, {len(rows)} rows")
        figures = [figure for measure in measures for figure in measure(rows)]
        print(printed(figures, misses="--misses" in arguments))
    if not found:
        print(f"nothing to measure on: {folders[0]} has none of {', '.join(_MEASURES)}")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
