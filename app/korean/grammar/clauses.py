"""What rules of grammar ask of a clause: its predicates, their endings, the nouns before them."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from app.korean.analysis.analyser import join
from app.korean.analysis.morpheme import Morpheme
from app.korean.grammar.nouns import nouns_in
from app.korean.particles import with_particle

_ENDINGS: Final = frozenset({"EP", "EF", "EC", "ETM", "ETN"})
_MARKS: Final = frozenset({"SF", "SE", "SW", "SSC", "W_EMOJI", "Z_CODA", "SO", "IC"})
_ROOTS_OF_BEING: Final = frozenset({"재미", "맛", "멋"})
_AUXILIARIES: Final = frozenset({"VX"})
_AUXILIARY_NOUNS: Final = {
    "거": ("VCP", "같"),
    "것": ("VCP", "같"),
    "수": ("있", "없"),
    "줄": ("알", "모르"),
    "적": ("있", "없"),
    "예정": ("VCP",),
}
_CONTRACTED: Final = {"이거": "이게", "그거": "그게", "저거": "저게", "거": "게", "뭐": "뭐가"}
_SUBJECT_FORMS: Final = {"나": "내가", "저": "제가", "너": "네가", "누구": "누가"}


@dataclass(frozen=True, slots=True)
class Predicate:
    """A verb or adjective: `stem` as in the dictionary, without 다 (공부하, 좋아하).

    `head` indexes its first morpheme, `stem_end` the one after its stem, `end` the one after the
    endings that are written together with it.
    """

    stem: str
    head: int
    stem_end: int
    end: int


@dataclass(frozen=True, slots=True)
class Phrase:
    """A noun with its particle: indices of the noun's first morpheme and the one after it.

    `particle` is written as it is after a consonant (을, 이, 은, 과, 으로), None without one.
    """

    noun: str
    last_noun: str
    start: int
    end: int
    particle: str | None


_AFTER_CONSONANT: Final = {
    "를": "을",
    "ᆯ": "을",
    "가": "이",
    "는": "은",
    "ᆫ": "은",
    "와": "과",
    "로": "으로",
    "한테": "에게",
    "랑": "이랑",
}


def predicates(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Predicate]:
    """Yield the verbs and adjectives of a text; 공부를 하다 gives 공부하다 as well as 하다."""
    for index, one in enumerate(morphemes):
        if one.part in {"VV", "VA", "VCN"} or _is_being(morphemes, index):
            end = endings_after(morphemes, index)
            whole = _feeling(text, morphemes, index) or _with_root(morphemes, index, end)
            if whole is not None:
                yield whole
                continue
            yield Predicate(one.form, index, index + 1, end)
            if one.form == "하" and index:
                yield from _split_verb(morphemes, index, end)
        elif one.part in {"XSV", "XSA"} and index and morphemes[index - 1].end <= one.start:
            root = morphemes[index - 1]
            end = endings_after(morphemes, index)
            yield Predicate(root.form + one.form, index - 1, index + 1, end)


def _feeling(text: str, morphemes: tuple[Morpheme, ...], index: int) -> Predicate | None:
    """Read an adjective with -어하다 as one verb (좋아하다, 무서워하다)."""
    if morphemes[index].part != "VA" or index + 2 >= len(morphemes):
        return None
    linking, shown = morphemes[index + 1 : index + 3]
    if linking.tag != "EC" or shown.tag != "VX" or shown.form != "하":
        return None
    stem = text[morphemes[index].start : shown.start].rstrip() + "하"
    return Predicate(stem, index, index + 3, endings_after(morphemes, index + 2))


def _is_being(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 있다 or 없다, taken for an auxiliary, says where something is (방에서 있어요)."""
    one = morphemes[index]
    auxiliary = one.tag == "VX" and one.form in {"있", "없"} and index > 0
    return auxiliary and morphemes[index - 1].tag in {"JKB", "JKS", "JX"}


def _with_root(morphemes: tuple[Morpheme, ...], index: int, end: int) -> Predicate | None:
    """Read 재미 and 있다, written together, as the one adjective that they are."""
    being, root = morphemes[index], morphemes[index - 1]
    if index == 0 or being.form not in {"있", "없"} or root.end != being.start:
        return None
    if root.tag != "NNG" or root.form not in _ROOTS_OF_BEING:
        return None
    return Predicate(root.form + being.form, index - 1, index + 1, end)


def _split_verb(morphemes: tuple[Morpheme, ...], index: int, end: int) -> Iterator[Predicate]:
    before = index - 1
    if morphemes[before].tag == "MAG":
        before -= 1
    if before > 0 and morphemes[before].tag == "JKO":
        before -= 1
    if before >= 0 and morphemes[before].tag == "NNG":
        yield Predicate(morphemes[before].form + "하", before, index + 1, end)


def endings_after(morphemes: tuple[Morpheme, ...], index: int) -> int:
    """Return the index after the endings that are written together with the stem at `index`."""
    after = index + 1
    while (
        after < len(morphemes)
        and morphemes[after].tag in _ENDINGS
        and morphemes[after].start <= morphemes[after - 1].end
    ):
        after += 1
    return after


def closes_its_sentence(morphemes: tuple[Morpheme, ...], end: int) -> bool:
    """Whether nothing but auxiliaries (-고 있다, -ㄹ 거예요) follows the endings before `end`."""
    while True:
        if end >= len(morphemes) or morphemes[end].sentence != morphemes[end - 1].sentence:
            return True
        last, following = morphemes[end - 1], morphemes[end]
        if following.tag in _MARKS or (following.form == "요" and following.tag == "JX"):
            return last.tag in {"EF", "EC"}
        if last.tag == "EC" and (
            following.tag in _AUXILIARIES
            or (last.form == "어야" and following.form in {"하", "되"})
        ):
            end = endings_after(morphemes, end)
        elif last.tag == "ETM" and following.form in _AUXILIARY_NOUNS:
            end = _after_auxiliary_noun(morphemes, end)
            if end == 0:
                return False
        else:
            return False


def _after_auxiliary_noun(morphemes: tuple[Morpheme, ...], noun: int) -> int:
    """Return the index after the predicate that an auxiliary noun needs; 0 without one."""
    index = noun + 1
    if index < len(morphemes) and morphemes[index].part.startswith("J"):
        index += 1
    if index == len(morphemes):
        return 0
    closing = _AUXILIARY_NOUNS[morphemes[noun].form]
    if morphemes[index].part in closing or morphemes[index].form in closing:
        return endings_after(morphemes, index)
    return 0


def phrases_before(
    text: str, morphemes: tuple[Morpheme, ...], head: int, limit: int = 3
) -> Iterator[Phrase]:
    """Yield the nouns with particles before the predicate at `head`, the nearest first.

    Adverbs between them are passed over; a verb, or a topic or subject, is the last.
    """
    index = head - 1
    for _ in range(limit):
        while index >= 0 and _is_adverb(morphemes, index):
            index -= 1
        if index < 0 or morphemes[index].sentence != morphemes[head].sentence:
            return
        phrase = _phrase_ending_at(text, morphemes, index)
        if phrase is None:
            return
        yield phrase
        if phrase.particle in {"은", "이", "도", "께서"}:
            return
        index = phrase.start - 1
        while index >= 0 and morphemes[index].part in {"NNG", "NNP", "MM", "NR", "SN"}:
            index -= 1


def _is_adverb(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether a word says how or when; some nouns do without a particle (제일, 오늘)."""
    one = morphemes[index]
    return one.tag == "MAG" or (one.tag == "NNG" and one.form in nouns_in("adverbial"))


def _phrase_ending_at(text: str, morphemes: tuple[Morpheme, ...], index: int) -> Phrase | None:
    one = morphemes[index]
    particle: str | None = None
    end = index + 1
    if one.part.startswith("J"):
        particle = _AFTER_CONSONANT.get(one.form, one.form)
        index -= 1
        if index < 0 or morphemes[index].end < one.start:
            return None
    if not is_noun(morphemes[index]):
        return None
    start = index
    while start > 0 and is_noun(morphemes[start - 1]):
        if morphemes[start - 1].end < morphemes[start].start:
            break
        start -= 1
    noun = text[morphemes[start].start : morphemes[index].end]
    if particle == "을" and one.form == "ᆯ":
        noun = morphemes[index].form
    return Phrase(noun, morphemes[index].form, start, end, particle)


def is_noun(one: Morpheme) -> bool:
    """Whether the morpheme is a noun, pronoun, number, foreign word or a noun's suffix."""
    return one.part in {"NNG", "NNP", "NNB", "NP", "NR", "XSN", "SL", "SN", "ETN"}


def with_new_particle(
    text: str, morphemes: tuple[Morpheme, ...], phrase: Phrase, particle: str
) -> tuple[int, int, str]:
    """Return [start, end) and what to write there to give a phrase another particle."""
    last = morphemes[phrase.end - 1]
    if phrase.particle is None:
        return last.end, last.end, with_particle(phrase.noun, particle)[len(phrase.noun) :]
    noun_start, noun_end = morphemes[phrase.start].start, last.start
    contracted = last.start < morphemes[phrase.end - 2].end
    if contracted and particle == "이" and phrase.noun in _CONTRACTED:
        return noun_start, last.end, _CONTRACTED[phrase.noun]
    if particle == "이" and phrase.noun in _SUBJECT_FORMS:
        return noun_start, last.end, _SUBJECT_FORMS[phrase.noun]
    if contracted:
        return noun_start, last.end, with_particle(phrase.noun, particle)
    noun = text[noun_start:noun_end]
    return last.start, last.end, with_particle(noun, particle)[len(noun) :]


def with_new_stem(
    morphemes: tuple[Morpheme, ...], predicate: Predicate, stem: str, tag: str
) -> tuple[int, int, str]:
    """Return [start, end) and what to write there to say the predicate with another stem."""
    endings = morphemes[predicate.stem_end : predicate.end]
    written = join(((stem, tag), *((one.form, one.tag) for one in endings)))
    start = morphemes[predicate.head].start
    return start, max(one.end for one in morphemes[predicate.head : predicate.end]), written
