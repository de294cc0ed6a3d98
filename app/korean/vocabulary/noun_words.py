"""Nouns and affixes written together, and the words that end in them: 생일선물, 공부하다."""

from collections.abc import Iterator
from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.dictionary import dictionary
from app.korean.vocabulary.constructions import carries_grammar_only
from app.korean.vocabulary.counting import counts
from app.korean.vocabulary.lexeme import Analysed, Lexeme, entry_of, known, lexeme_of
from app.korean.vocabulary.names import is_place
from app.korean.vocabulary.spoken_forms import is_loose

# What is written together to one noun.
NOUNS: Final = frozenset({"NNG", "NNP", "XPN", "XSN", "XR"})
SUFFIXES: Final = {"XSV": "verb", "XSA": "adjective", "XSM": "adverb"}
# Verbs that make a verb of any noun before them, though Kiwi calls them verbs.
_MAKING_VERBS: Final = frozenset({"하", "되", "시키", "당하", "드리"})


def end_of_run(analysed: Analysed, first: int) -> int:
    """Return the index after the nouns and affixes that are written together from `first` on."""
    after = first + 1
    while (one := analysed.glued(after)) is not None and one.part in NOUNS:
        after += 1
    return after


def words_of_run(analysed: Analysed, first: int, after: int) -> Iterator[Lexeme]:
    """Yield the words of nouns written together: the longest that the dictionary has, in turn."""
    derived = _predicate_of_run(analysed, first, after)
    end = derived.first if derived else after
    while first < end:
        found = _longest(analysed, first, end)
        if found is not None:
            yield found
        first = found.last + 1 if found else first + 1
    if derived:
        yield derived


def _predicate_of_run(analysed: Analysed, first: int, after: int) -> Lexeme | None:
    """Return what a suffix, a verb or a particle makes of a run: 공부하다, 힘들다, 나중에."""
    following = analysed.glued(after)
    if following is None:
        return None
    if following.part in SUFFIXES:
        return derived(analysed, first, after, following)
    if following.part.startswith("J"):
        return known(first, after, analysed.written(first, after), "adverb")
    if following.part not in {"VV", "VA", "VCP"}:
        return None
    for begin in range(first, after):
        lemma = analysed.written(begin, after - 1) + following.form + "다"
        if (found := known(begin, after, lemma, "verb", "adjective")) is not None:
            return found
    if following.form in _MAKING_VERBS and analysed[after - 1].part != "XSN":
        return derived(analysed, first, after, following)
    return None


def derived(analysed: Analysed, first: int, at: int, suffix: Morpheme) -> Lexeme | None:
    """Return the word that the suffix at `at` makes of what stands from `first` to before it."""
    pos = SUFFIXES.get(suffix.part, "verb")
    ending = suffix.form if pos == "adverb" else suffix.form + "다"
    if carries_grammar_only(analysed.morphemes, at):
        return None
    for begin in range(first, at):
        lemma = analysed.written(begin, at - 1) + ending
        if entry_of(lemma, pos) is not None:
            return lexeme_of(begin, at, lemma, pos)
    begin = at - 1
    while begin > first and analysed[begin - 1].part == "XPN":
        begin -= 1
    return lexeme_of(begin, at, analysed.written(begin, at - 1) + ending, pos)


def _longest(analysed: Analysed, first: int, end: int) -> Lexeme | None:
    for last in range(end - 1, first, -1):
        lemma = analysed.written(first, last)
        if entry_of(lemma, "noun") is not None:
            return lexeme_of(first, last, lemma, "noun")
    one = analysed[first]
    if one.part == "XSN" or (is_loose(one.form) and analysed.glued(first) is not None):
        return None
    last = _last_of_word(analysed, first, end)
    if one.part == "XR" and first == last:
        return _root(first, one)
    if first == last and (one.part == "XPN" or _only_intensifies(analysed, first)):
        return None
    last = max(last, _last_of_syllables(analysed, first, end))
    if one.part == "NNP" and first == last and is_place(one.form):
        return _place(first, one.form)
    if first == last and counts(analysed, first) and dictionary(one.form, "counter"):
        return known(first, first, one.form, "counter")
    return lexeme_of(first, last, analysed.written(first, last), "noun")


def _last_of_word(analysed: Analysed, first: int, end: int) -> int:
    """Return the last morpheme of 신제품, 소설가: affixes make one word of a noun, but for -들."""
    last = first
    while last + 1 < end and analysed[last].part == "XPN":
        last += 1
    while last + 1 < end and analysed[last + 1].part == "XSN":
        if is_loose(analysed[last + 1].form):
            break
        last += 1
    return last


def _only_intensifies(analysed: Analysed, index: int) -> bool:
    """Whether a noun is but slang for "very", before a predicate: 개웃겨."""
    following = analysed.glued(index + 1)
    return (
        following is not None
        and following.part in {"VV", "VA"}
        and analysed[index].form in words_in("slang-intensifier")
    )


def _last_of_syllables(analysed: Analysed, first: int, end: int) -> int:
    """Return the last of nouns of one syllable each: 불금 is no fire and gold, 찜닭 one dish."""
    last = first
    while last < end and analysed[last].part == "NNG" and len(analysed[last].form) == 1:
        last += 1
    return max(last - 1, first)


def _root(first: int, one: Morpheme) -> Lexeme | None:
    """Return the adjective of a root that stands alone, as in a chat: 완전 심심."""
    return known(first, first, one.form + "하다", "adjective", "verb")


def _place(first: int, name: str) -> Lexeme:
    """Return a place or a company; its entry only where that is a name: 파리 is a fly, too."""
    entry = entry_of(name, "noun")
    named = entry is not None and any(letter.isupper() for letter in entry.sense_en)
    return Lexeme(first, first, name, "noun", entry if named else None)
