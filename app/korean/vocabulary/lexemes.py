"""Puts morphemes together to the words of a dictionary: 공부 + 하 is 공부하다, 선생 + 님 선생님."""

from collections.abc import Iterator

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.vocabulary.constructions import carries_grammar_only
from app.korean.vocabulary.counting import counter, number
from app.korean.vocabulary.joined_words import (
    adverb_in_ge,
    compound_verb,
    contracted_pronoun,
    noun_in_gi,
    noun_that_counts_nothing,
    with_what_follows,
    without_honour,
)
from app.korean.vocabulary.lexeme import (
    PARTS_OF_SPEECH,
    PREDICATES,
    Analysed,
    Lexeme,
    known,
    lexeme_of,
)
from app.korean.vocabulary.names import names_of_people
from app.korean.vocabulary.noun_words import NOUNS, SUFFIXES, derived, end_of_run, words_of_run
from app.korean.vocabulary.phrases import phrase_at
from app.korean.vocabulary.spoken_forms import dictionary_stem


def lexemes(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Lexeme]:
    """Yield the content words of `text` (NFC), whose analysis `morphemes` is, in order."""
    found = tuple(_words_one_by_one(Analysed(text, morphemes, names_of_people(morphemes))))
    lemmas = tuple(one.lemma for one in found)
    index = 0
    while index < len(found):
        phrase = phrase_at(lemmas, index)
        if phrase is None:
            yield found[index]
            index += 1
            continue
        last = index + len(phrase.lemmas) - 1
        entry = phrase.entry
        yield Lexeme(found[index].first, found[last].last, entry.lemma, entry.pos, entry)
        index = last + 1


def _words_one_by_one(analysed: Analysed) -> Iterator[Lexeme]:
    morphemes = analysed.morphemes
    index = 0
    while index < len(morphemes):
        found: list[Lexeme] = []
        after = index + 1
        if index not in analysed.names:
            if (compound := noun_in_gi(analysed, index)) is not None:
                found = [compound]
            elif morphemes[index].part in NOUNS:
                after = end_of_run(analysed, index)
                found = list(words_of_run(analysed, index, after))
            else:
                found = [one for one in [_single_word(analysed, index)] if one is not None]
        yield from found
        index = max(after, found[-1].last + 1) if found else after


def _single_word(analysed: Analysed, index: int) -> Lexeme | None:
    """Return the word that begins at `index` with anything but a noun."""
    one = analysed[index]
    if carries_grammar_only(analysed.morphemes, index):
        return None
    if one.part == "NNB":
        return counter(analysed, index) or noun_that_counts_nothing(analysed, index)
    if one.part == "XSV":
        # Written apart from its noun: 분리수거 했어.
        return lexeme_of(index, index, one.form + "다", "verb")
    pos = PARTS_OF_SPEECH.get(one.part)
    if pos is None or (pos == "interjection" and one.form in words_in("bare-sound")):
        return None
    if (contracted := contracted_pronoun(analysed, index)) is not None:
        return contracted
    following = analysed.glued(index + 1)
    if following is not None and following.part in SUFFIXES:
        return derived(analysed, index, index + 1, following)
    if pos in PREDICATES:
        return (
            adverb_in_ge(analysed, index)
            or compound_verb(analysed, index)
            or known(index, index, one.form + "다", pos)
            or without_honour(index, one, pos)
            or lexeme_of(index, index, dictionary_stem(one.form, pos)[0] + "다", pos)
        )
    if pos == "number" or (one.part == "MM" and one.form in words_in("counting-determiner")):
        return number(analysed, index, pos)
    if following is not None and (joined := with_what_follows(analysed, index, pos)):
        return joined
    return lexeme_of(index, index, *dictionary_stem(one.form, pos))
