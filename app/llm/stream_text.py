"""Turns a stream of deltas into NFC text that is never cut inside a grapheme.

A model's tokens end anywhere: inside a family emoji, between the two letters of a flag, before a
combining mark. What is shown must not flicker, and positions are counted in NFC text, so the last
grapheme is held back until it is known to be complete. The pieces together are always the NFC form
of the whole, because every character that NFC could compose or reorder with the one before it also
belongs to that one's grapheme.
"""

import unicodedata

from app.llm.graphemes import is_control, is_regional_indicator, joined


class StreamText:
    """The text of one streamed reply, as far as it may be shown."""

    def __init__(self) -> None:
        self._held = ""

    def feed(self, delta: str) -> str:
        """Take a delta; return the text that it completes, in NFC: "" if it completes none."""
        cut = self._last_boundary(delta)
        if cut is None:
            self._held += delta
            return ""
        complete = self._held + delta[:cut]
        self._held = delta[cut:]
        return unicodedata.normalize("NFC", complete)

    def finish(self) -> str:
        """Return what was held back, in NFC: nothing will come any more to complete it."""
        rest, self._held = self._held, ""
        return unicodedata.normalize("NFC", rest)

    def _last_boundary(self, delta: str) -> int | None:
        """Where in `delta` the last grapheme begins, its end after a control, None if nowhere."""
        if not delta:
            return None
        if is_control(delta[-1]) and delta[-1] != "\r":
            return len(delta)
        first = 0 if self._held else 1
        for place in range(len(delta) - 1, first - 1, -1):
            if self._is_boundary(delta, place):
                return place
        return None

    def _is_boundary(self, delta: str, place: int) -> bool:
        previous = delta[place - 1] if place else self._held[-1]
        current = delta[place]
        if is_regional_indicator(current) and is_regional_indicator(previous):
            return self._regional_indicators_before(delta, place) % 2 == 0
        return not joined(previous, current)

    def _regional_indicators_before(self, delta: str, place: int) -> int:
        """How many regional indicators end right before `place`: each two of them are a flag."""
        count = 0
        while count < place and is_regional_indicator(delta[place - 1 - count]):
            count += 1
        if count < place:
            return count
        for character in reversed(self._held):
            if not is_regional_indicator(character):
                break
            count += 1
        return count
