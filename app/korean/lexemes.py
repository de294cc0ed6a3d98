"""Puts morphemes together to the words of a dictionary: 공부 + 하 is 공부하다, 선생 + 님 선생님."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.korean.analyser import Morpheme
from app.korean.constructions import carries_grammar_only
from app.korean.dictionary import Entry, dictionary
from app.korean.homographs import stem_of
from app.korean.names import names_of_people
from app.korean.phrases import phrase_at
from app.korean.spoken_forms import dictionary_stem, is_loose
from app.korean.word_classes import words_in

_PARTS_OF_SPEECH: Final = {
    "NNG": "noun",
    "NNP": "noun",
    "NP": "pronoun",
    "NR": "number",
    "VV": "verb",
    "VX": "verb",
    "VA": "adjective",
    "VCN": "adjective",
    "MAG": "adverb",
    "MAJ": "adverb",
    "MM": "determiner",
    "IC": "interjection",
}
_PREDICATES: Final = frozenset({"verb", "adjective"})
# What is written together to one noun.
_NOUNS: Final = frozenset({"NNG", "NNP", "XPN", "XSN", "XR"})
_SUFFIXES: Final = {"XSV": "verb", "XSA": "adjective", "XSM": "adverb"}
# Verbs that make a verb of any noun before them, though Kiwi calls them verbs.
_MAKING_VERBS: Final = frozenset({"하", "되", "시키", "당하", "드리"})
_COUNTING: Final = frozenset({"SN", "NR"})
# Where Kiwi and a dictionary draw the line elsewhere: 있다, 오늘, 여기, 대박.
_SIMILAR: Final = {
    "verb": ("adjective",),
    "adjective": ("verb",),
    "adverb": ("noun", "interjection"),
    "noun": ("adverb", "pronoun", "interjection"),
    "pronoun": ("noun", "adverb"),
    "number": ("determiner",),
    "interjection": ("adverb", "noun"),
}


@dataclass(frozen=True, slots=True)
class Lexeme:
    """A word of morphemes `first` to `last`, both included."""

    first: int
    last: int
    lemma: str
    pos: str
    entry: Entry | None


@dataclass(frozen=True, slots=True)
class Analysed:
    """A text in NFC with its morphemes, and which of these are names of people."""

    text: str
    morphemes: tuple[Morpheme, ...]
    names: frozenset[int]

    def __getitem__(self, index: int) -> Morpheme:
        return self.morphemes[index]

    def written(self, first: int, last: int) -> str:
        """Return what stands in the text from the morpheme `first` to `last`."""
        return self.text[self[first].start : self[last].end]

    def glued(self, index: int) -> Morpheme | None:
        """Return the morpheme at `index` if nothing stands between it and the one before."""
        if not 0 < index < len(self.morphemes) or index in self.names:
            return None
        one = self[index]
        return one if one.start == self[index - 1].end else None


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
            if (stem := stem_of(morphemes, index)) is not None:
                found = [_lexeme(index, index, stem + "다", "verb")]
            elif (compound := _noun_in_gi(analysed, index)) is not None:
                found = [compound]
            elif morphemes[index].part in _NOUNS:
                after = _end_of_run(analysed, index)
                found = list(_of_run(analysed, index, after))
            else:
                found = [one for one in [_single(analysed, index)] if one is not None]
        yield from found
        index = max(after, found[-1].last + 1) if found else after


def entry_of(lemma: str, pos: str) -> Entry | None:
    """Return the entry of a dictionary form as this part of speech, or as one like it."""
    exact = dictionary(lemma, pos)
    if exact:
        return exact[0]
    if pos not in _PREDICATES and pos != "number" and len(lemma) == 1:
        # So short a word of another kind is another word: 안 (not), 안 (inside).
        return None
    return next(
        (entry for other in _SIMILAR.get(pos, ()) for entry in dictionary(lemma, other)), None
    )


def _lexeme(first: int, last: int, lemma: str, pos: str) -> Lexeme:
    entry = entry_of(lemma, pos)
    return Lexeme(first, last, lemma, entry.pos if entry else pos, entry)


def _known(first: int, last: int, lemma: str, *parts: str) -> Lexeme | None:
    """Return the word if the dictionary has it as one of these parts of speech."""
    for pos in parts:
        entry = next(iter(dictionary(lemma, pos)), None)
        if entry is not None:
            return Lexeme(first, last, lemma, pos, entry)
    return None


def _single(analysed: Analysed, index: int) -> Lexeme | None:
    """Return the word that begins at `index` with anything but a noun."""
    one = analysed[index]
    if carries_grammar_only(analysed.morphemes, index):
        return None
    if one.part == "NNB":
        return _counter(analysed, index)
    pos = _PARTS_OF_SPEECH.get(one.part)
    if pos is None or (pos == "interjection" and one.form in words_in("bare-sound")):
        return None
    following = analysed.glued(index + 1)
    if following is not None and following.part in _SUFFIXES:
        return _derived(analysed, index, index + 1, following)
    if pos in _PREDICATES:
        stem = dictionary_stem(one.form, pos)[0]
        return (
            _adverb_in_ge(analysed, index)
            or _compound_verb(analysed, index)
            or _lexeme(index, index, stem + "다", pos)
        )
    if pos == "number" or (one.part == "MM" and one.form in words_in("counting-determiner")):
        return _number(analysed, index, pos)
    if following is not None and (joined := _with_what_follows(analysed, index, pos)):
        return joined
    return _lexeme(index, index, *dictionary_stem(one.form, pos))


def _number(analysed: Analysed, first: int, pos: str) -> Lexeme:
    """Return a number as one word, however many Kiwi makes of it: 오 + 만, 열 + 두."""
    last = first
    while (following := analysed.glued(last + 1)) is not None and (
        following.part == "NR" or following.form in words_in("counting-determiner")
    ):
        last += 1
        pos = _PARTS_OF_SPEECH.get(following.part, pos)
    if last == first and (following := analysed.glued(first + 1)) is not None:
        joined = _with_what_follows(analysed, first, "determiner")
        if joined is not None:
            return joined
    return _lexeme(first, last, analysed.written(first, last), pos)


def _counter(analysed: Analysed, index: int) -> Lexeme | None:
    """Return a dependent noun only where it counts: 세 개, 첫 번째; 것 and 수 are grammar."""
    if not _counts(analysed, index):
        return None
    following = analysed.glued(index + 1)
    last = index + 1 if following is not None and following.form == "째" else index
    lemma = analysed.written(index, last)
    # So short a noun is another word: 개 counts things, a 개 barks.
    parts = ("counter", "noun") if len(lemma) > 1 else ("counter",)
    if (found := _known(index, last, lemma, *parts)) is not None:
        return found
    entries = dictionary(lemma, "dependent noun")
    return Lexeme(index, last, lemma, "counter", entries[0] if entries else None)


def _counts(analysed: Analysed, index: int) -> bool:
    before = analysed[index - 1] if index else None
    return before is not None and (
        before.part in _COUNTING
        or (before.part == "MM" and before.form in words_in("counting-determiner"))
    )


def _with_what_follows(analysed: Analysed, index: int, pos: str) -> Lexeme | None:
    """Return 그분, 이번, 한번, 언제나, 잘하다: two morphemes, one word of the dictionary."""
    following = analysed[index + 1]
    lemma = analysed.written(index, index) + following.form
    if pos == "determiner" and following.part in {"NNB", "NNG", "NP"}:
        if (found := _known(index, index + 1, lemma, "pronoun", "noun", "adverb")) is not None:
            return found
        return Lexeme(index, index + 1, lemma, "pronoun", None) if following.form == "분" else None
    if pos == "pronoun" and following.part == "JX":
        return _known(index, index + 1, lemma, "adverb", "pronoun", "noun")
    if pos == "adverb" and following.part in {"VV", "VA"}:
        return _known(index, index + 1, lemma + "다", "verb", "adjective")
    return None


def _noun_in_gi(analysed: Analysed, index: int) -> Lexeme | None:
    """Return 글쓰기, 띄어쓰기, 달리기: verbs made nouns, where the dictionary has the noun.

    A single verb is one in 달리기를 and 듣기 시험, still a verb in 음악 듣기를 and 보기 싫다.
    """
    last = index
    while (one := analysed.glued(last + 1)) is not None and one.part != "ETN":
        last += 1
    if one is None or one.form != "기":
        return None
    last += 1
    if last == index + 1 and not _stands_as_noun(analysed, index, last):
        return None
    return _known(index, last, analysed.written(index, last), "noun")


def _stands_as_noun(analysed: Analysed, first: int, last: int) -> bool:
    before = analysed[first - 1].part if first else ""
    if before in {"JKO", "NNG"} or last + 1 >= len(analysed.morphemes):
        return False
    return analysed[last + 1].part in {"JKO", "JC", "NNG"}


def _adverb_in_ge(analysed: Analysed, index: int) -> Lexeme | None:
    """Return 어떻게, 늦게, where the dictionary has such an adverb of its own."""
    following = analysed.glued(index + 1)
    if following is None or (following.form, following.part) != ("게", "EC"):
        return None
    return _known(index, index + 1, analysed[index].form + "게", "adverb")


def _compound_verb(analysed: Analysed, index: int) -> Lexeme | None:
    """Return 물어보다, 도와주다 …: two verbs in one word, where the dictionary has it."""
    if index + 2 >= len(analysed.morphemes) or analysed[index + 1].tag != "EC":
        return None
    second = analysed[index + 2]
    if second.part not in {"VX", "VV", "VA"} or second.word != analysed[index].word:
        return None
    stem = analysed.written(index, index + 1)
    return _known(index, index + 2, stem + second.form + "다", "verb", "adjective")


def _end_of_run(analysed: Analysed, first: int) -> int:
    """Return the index after the nouns and affixes that are written together from `first` on."""
    after = first + 1
    while (one := analysed.glued(after)) is not None and one.part in _NOUNS:
        after += 1
    return after


def _of_run(analysed: Analysed, first: int, after: int) -> Iterator[Lexeme]:
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
    if following.part in _SUFFIXES:
        return _derived(analysed, first, after, following)
    if following.part.startswith("J"):
        return _known(first, after, analysed.written(first, after), "adverb")
    if following.part not in {"VV", "VA", "VCP"}:
        return None
    for begin in range(first, after):
        lemma = analysed.written(begin, after - 1) + following.form + "다"
        if (found := _known(begin, after, lemma, "verb", "adjective")) is not None:
            return found
    if following.form in _MAKING_VERBS and analysed[after - 1].part != "XSN":
        return _derived(analysed, first, after, following)
    return None


def _derived(analysed: Analysed, first: int, at: int, suffix: Morpheme) -> Lexeme | None:
    """Return the word that the suffix at `at` makes of what stands from `first` to before it."""
    pos = _SUFFIXES.get(suffix.part, "verb")
    ending = suffix.form if pos == "adverb" else suffix.form + "다"
    if carries_grammar_only(analysed.morphemes, at):
        return None
    for begin in range(first, at):
        lemma = analysed.written(begin, at - 1) + ending
        if entry_of(lemma, pos) is not None:
            return _lexeme(begin, at, lemma, pos)
    begin = at - 1
    while begin > first and analysed[begin - 1].part == "XPN":
        begin -= 1
    return _lexeme(begin, at, analysed.written(begin, at - 1) + ending, pos)


def _longest(analysed: Analysed, first: int, end: int) -> Lexeme | None:
    for last in range(end - 1, first, -1):
        lemma = analysed.written(first, last)
        if entry_of(lemma, "noun") is not None:
            return _lexeme(first, last, lemma, "noun")
    one = analysed[first]
    if one.part == "XSN":
        return None
    if one.part == "XR":
        return _root(first, one)
    last = _last_of_word(analysed, first, end)
    if first == last and one.part == "XPN":
        return None
    if first == last and _counts(analysed, first) and dictionary(one.form, "counter"):
        return _known(first, first, one.form, "counter")
    return _lexeme(first, last, analysed.written(first, last), "noun")


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


def _root(first: int, one: Morpheme) -> Lexeme | None:
    """Return the adjective of a root that stands alone, as in a chat: 완전 심심."""
    return _known(first, first, one.form + "하다", "adjective", "verb")
