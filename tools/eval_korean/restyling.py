"""How often `restyle` reaches the style, gives the reference, and finds its way back."""

from app.korean import Refused, Style, detect, restyle
from tools.eval_korean.chrf import chrf
from tools.eval_korean.detection import is_casual
from tools.eval_korean.material import Rows
from tools.eval_korean.table import Figure


def restyling(rows: Rows) -> list[Figure]:
    """Measure both directions on pairs of one utterance, formal and informal.

    A reference chooses freely between 합쇼체, 해요체, -시- and words of respect. So toward polite
    it is fair to ask for the style, for the way back to the source, and for the same sentence
    once both are cast to casual.
    """
    casual = [
        Figure("restyle to casual: style reached"),
        Figure("restyle to casual: exactly the reference"),
        Figure("restyle to casual: chrF"),
    ]
    polite = [
        Figure("restyle to polite: style reached"),
        Figure("restyle to polite: round trip equals the source"),
        Figure("restyle to polite: equal after both are cast to casual"),
    ]
    for row in rows:
        formal, informal = row["formal"], row["informal"]
        cast = _restyled(formal, Style.HAE)
        casual[0].count(is_casual(cast), f"{formal} → {cast}")
        casual[1].count(cast == informal, f"{cast} ≠ {informal}")
        casual[2].count(chrf(cast, informal))
        raised = _restyled(informal, Style.HAEYO)
        polite[0].count(detect(raised).style.polite, f"{informal} → {raised}")
        back = _restyled(raised, Style.HAE)
        polite[1].count(back == informal, f"{informal} → {raised} → {back}")
        polite[2].count(back == cast, f"{back} ≠ {cast}")
    return [*casual, *polite]


def _restyled(text: str, target: Style) -> str:
    """Return the text in the style; where it was refused, the text as it is."""
    outcome = restyle(text, target)
    return text if isinstance(outcome, Refused) else outcome.text
