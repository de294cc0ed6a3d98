"""Where a grapheme may end: extended grapheme clusters of UAX #29.

The standard library has no such property, but it knows categories and combining classes, and the
rest are a few short lists. Where this is not the whole rule it joins more, never less: everything
after a zero-width joiner (GB11 asks for two pictographs) and after a virama (GB9c).
"""

import unicodedata

_ZERO_WIDTH_NON_JOINER = "\u200c"
_ZERO_WIDTH_JOINER = "\u200d"
_VIRAMA = 9  # canonical combining class
_CONTROL_CATEGORIES = frozenset({"Cc", "Zl", "Zp"})
_MARK_CATEGORIES = frozenset({"Mn", "Mc", "Me"})

# Grapheme_Cluster_Break=Prepend: shown together with the character that follows.
_PREPENDED = frozenset(
    "\u0600\u0601\u0602\u0603\u0604\u0605\u06dd\u070f\u0890\u0891\u08e2\u0d4e\U000110bd\U000110cd"
    "\U000111c2\U000111c3\U0001193f\U00011941\U00011a3a\U00011a84\U00011a85\U00011a86\U00011a87"
    "\U00011a88\U00011a89\U00011d46"
)
# Extend or SpacingMark without being a mark by category: Thai and Lao AM, halfwidth voiced marks.
_OTHER_EXTENDING = frozenset(
    {_ZERO_WIDTH_NON_JOINER, _ZERO_WIDTH_JOINER, "\u0e33", "\u0eb3", "\uff9e", "\uff9f"}
)


def joined(previous: str, current: str) -> bool:
    """Whether two neighbours are of one grapheme (GB3 to GB11; flags are counted elsewhere)."""
    if previous == "\r":
        return current == "\n"
    if is_control(previous) or is_control(current):
        return False
    return (
        _extends(current)
        or previous == _ZERO_WIDTH_JOINER
        or previous in _PREPENDED
        or _hangul_joined(previous, current)
        or unicodedata.combining(previous) == _VIRAMA
    )


def is_control(character: str) -> bool:
    """Whether there is a boundary before and after it (GB4, GB5): controls, most formats."""
    category = unicodedata.category(character)
    if category == "Cf":
        return not (_extends(character) or character in _PREPENDED)
    return category in _CONTROL_CATEGORIES


def is_regional_indicator(character: str) -> bool:
    """One letter of a flag: each two of them are one grapheme (GB12, GB13)."""
    return "\U0001f1e6" <= character <= "\U0001f1ff"


def _extends(character: str) -> bool:
    """Extend, SpacingMark or ZWJ: belongs to the character before it (GB9, GB9a)."""
    return (
        unicodedata.category(character) in _MARK_CATEGORIES
        or character in _OTHER_EXTENDING
        or "\U0001f3fb" <= character <= "\U0001f3ff"  # skin tones
        or "\U000e0020" <= character <= "\U000e007f"  # the tags of a region's flag
    )


def _hangul_joined(previous: str, current: str) -> bool:
    """Leading consonants, vowels and final consonants of one syllable (GB6 to GB8)."""
    following = _hangul_kind(current)
    if not following:
        return False
    kind = _hangul_kind(previous)
    if kind == "L":
        return following != "T"
    if kind in {"V", "LV"}:
        return following in {"V", "T"}
    return kind in {"T", "LVT"} and following == "T"


def _hangul_kind(character: str) -> str:
    """Hangul_Syllable_Type: "L", "V", "T", "LV", "LVT", or "" for anything else."""
    if "\uac00" <= character <= "\ud7a3":
        return "LVT" if (ord(character) - 0xAC00) % 28 else "LV"
    if "\u1100" <= character <= "\u115f" or "\ua960" <= character <= "\ua97c":
        return "L"
    if "\u1160" <= character <= "\u11a7" or "\ud7b0" <= character <= "\ud7c6":
        return "V"
    if "\u11a8" <= character <= "\u11ff" or "\ud7cb" <= character <= "\ud7fb":
        return "T"
    return ""
