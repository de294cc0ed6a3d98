"""chrF: how much two sentences share in runs of characters (Popović 2015, chrF2, n to 6)."""

from collections import Counter

_LONGEST = 6
_RECALL_WEIGHT = 4  # beta squared, beta = 2


def chrf(said: str, reference: str) -> float:
    """Return the score between 0 and 1; spaces do not count, as in the original."""
    said, reference = said.replace(" ", ""), reference.replace(" ", "")
    scores: list[float] = []
    for length in range(1, _LONGEST + 1):
        ours, theirs = _runs(said, length), _runs(reference, length)
        if not ours or not theirs:
            continue
        shared = sum((ours & theirs).values())
        precision, recall = shared / sum(ours.values()), shared / sum(theirs.values())
        weighed = _RECALL_WEIGHT * precision + recall
        scores.append((1 + _RECALL_WEIGHT) * precision * recall / weighed if weighed else 0.0)
    if not scores:
        return float(said == reference)
    return sum(scores) / len(scores)


def _runs(text: str, length: int) -> Counter[str]:
    return Counter(text[at : at + length] for at in range(len(text) - length + 1))
