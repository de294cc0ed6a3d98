"""Counts positions the way each side does: code points here, UTF-16 code units on the wire."""

_LAST_OF_THE_BASIC_PLANE = 0xFFFF


def utf16_offset(text: str, index: int) -> int:
    """Return how many UTF-16 code units stand before code point `index` of `text`.

    JavaScript, and so the wire, counts an emoji as two; Python as one. Raises IndexError when
    `index` lies outside the text.
    """
    if not 0 <= index <= len(text):
        raise IndexError(f"position {index} outside a text of {len(text)} code points")
    return index + sum(ord(character) > _LAST_OF_THE_BASIC_PLANE for character in text[:index])
