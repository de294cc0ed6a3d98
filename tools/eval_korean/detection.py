"""How often `detect` is right: polite or casual on dialogue, the six levels on examples."""

from app.korean import Style, detect
from tools.eval_korean.material import Rows
from tools.eval_korean.table import Figure


def side_detection(rows: Rows) -> list[Figure]:
    """Count formal rows read as polite and informal rows read as casual."""
    polite = Figure("detect: formal recognised as polite")
    casual = Figure("detect: informal recognised as casual")
    for row in rows:
        reading = detect(row["formal"])
        polite.count(reading.style.polite, f"{reading.style} {row['formal']}")
        reading = detect(row["informal"])
        casual.count(is_casual(row["informal"]), f"{reading.style} {row['informal']}")
    return [polite, casual]


def level_detection(rows: Rows) -> list[Figure]:
    """Count examples of an ending that are read as the level the dictionary gives the ending."""
    over_all = Figure("detect: level of the examples, over all")
    by_style: dict[Style, Figure] = {
        style: Figure(f"detect: level of the examples, {style}")
        for style in Style
        if style is not Style.NONE
    }
    for row in rows:
        style = Style(row["style"])
        for example in row["examples"].split(" | "):
            found = detect(example).style
            for figure in (over_all, by_style[style]):
                figure.count(found is style, f"{row['ending']}: {found} for {style}: {example}")
    over_all.misses = []
    return [over_all, *by_style.values()]


def is_casual(text: str) -> bool:
    """Whether the text is read as spoken without politeness."""
    style = detect(text).style
    return style is not Style.NONE and not style.polite
