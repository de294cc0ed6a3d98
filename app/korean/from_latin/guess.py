"""What Latin letters are taken for: the best Korean reading and others."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Guess:
    """Korean readings of a text in Latin letters.

    `best` is None where the text is not Korean or nothing can be said; `alternatives` are other
    readings, likelier first.
    """

    best: str | None
    alternatives: tuple[str, ...] = ()


NOT_KOREAN = Guess(None)
