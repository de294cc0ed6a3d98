"""A sentence's predicate taken apart (stem, infixes, ending), honoured or not, and put back."""

import csv
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path

from app.korean.analyser import Morpheme, join
from app.korean.sentences import Sentence

STEM_TAGS = frozenset({"VV", "VA", "VX", "VCP", "VCN", "XSV", "XSA"})
_TABLE = Path(__file__).parent / "data" / "honorific_verbs.tsv"
_FINAL_TAGS = frozenset({"EF", "EC", "ETM", "ETN"})
_PLACE_PARTICLES = frozenset({"에", "에서", "서"})
_PLACES = frozenset({"어디", "여기", "거기", "저기", "집", "회사", "학교", "사무실"})
_NATURAL_SPELLINGS = (
    ("거입니다", "겁니다"),
    ("거입니까", "겁니까"),
    ("거인", "건"),
    ("도와 주", "도와주"),
)
HIDDEN_HONORIFIC_ENDINGS = frozenset({"세요", "으세요", "셔요", "세여", "으세여"})

Pair = tuple[str, str]
HONORIFIC_INFIX: Pair = ("시", "EP")


class CannotConjugateError(ValueError):
    """A predicate cannot be written in the wanted form without guessing."""


@dataclass(frozen=True, slots=True)
class Splice:
    """Put `becomes` at [start, end) of the text."""

    start: int
    end: int
    becomes: str


@dataclass(frozen=True, slots=True)
class Predicate:
    """The predicate at [start, end): (form, tag) pairs as Kiwi joins them.

    `context` is what stands before the stem and is joined with it: the noun before the copula,
    or the object that changes with an honorific verb (밥 먹다, 식사하다). `coda` is a consonant
    hung on the ending in play (알았당).
    """

    start: int
    end: int
    context: tuple[Pair, ...]
    stem: Pair
    infixes: tuple[Pair, ...]
    ending: tuple[Pair, ...]
    coda: str

    @property
    def is_copula(self) -> bool:
        """Whether the stem is 이다 or 아니다."""
        return self.stem[1] in {"VCP", "VCN"}

    @property
    def honours(self) -> bool:
        """Whether -(으)시- or a verb that contains it is there, in the ending too (-세요)."""
        return (
            any(form in {"시", "으시"} for form, _ in self.infixes)
            or self.stem[0] in plain_verbs()
            or self.ending[0][0] in HIDDEN_HONORIFIC_ENDINGS
        )

    def written(self) -> str:
        """Return the predicate as it is spelled."""
        text = join((*self.context, self.stem, *self.infixes, *self.ending))
        for odd, natural in _NATURAL_SPELLINGS:
            text = text.replace(odd, natural)
        if self.stem[0] in plain_verbs() and not self.infixes:
            text = text.removesuffix("셔요") + "세요" if text.endswith("셔요") else text
        return text


@cache
def _honorific_verbs() -> dict[Pair, str]:
    with _TABLE.open(encoding="utf-8", newline="") as file:
        rows = csv.DictReader(file, delimiter="\t")
        return {(row["plain"], row["tag"]): row["honorific"] for row in rows}


@cache
def plain_verbs() -> dict[str, str]:
    """Return the stem of a verb with -(으)시- in it to its plain stem: 계시 to 있."""
    return {honorific: plain for (plain, _), honorific in reversed(_honorific_verbs().items())}


def predicate_of(sentence: Sentence) -> Predicate:
    """Take the predicate of a sentence apart.

    Raises CannotConjugateError when the sentence has no ending or no stem before it.
    """
    ending = sentence.ending
    if ending is None:
        raise CannotConjugateError("no ending")
    group = sentence.morphemes[ending.first : ending.last + 1]
    stems = [index for index, one in enumerate(group) if one.part in STEM_TAGS]
    if not stems:
        raise CannotConjugateError("no stem before the ending")
    at = stems[-1]
    before: tuple[Morpheme, ...] = group[:at]
    if group[at].part == "VCP" and not before and ending.first > 0:
        before = sentence.morphemes[ending.first - 1 : ending.first]
    whole = (*before, *group[at:])
    rest = group[at + 1 :]
    final = max((i for i, one in enumerate(rest) if one.tag in _FINAL_TAGS), default=0)
    infixes = [_pair(one) for one in rest[:final]]
    endings = [_pair(one) for one in rest[final:]]
    return Predicate(
        start=whole[0].start,
        end=max(one.end for one in whole),
        context=tuple(_pair(one) for one in before),
        stem=_pair(group[at]),
        infixes=tuple(infixes),
        ending=tuple(endings),
        coda=_coda_after(sentence, ending.last),
    )


def honoured(predicate: Predicate, sentence: Sentence) -> Predicate:
    """Return the predicate with -(으)시-, by the verb that has it where there is one."""
    if predicate.honours:
        return predicate
    before = _before(predicate, sentence)
    if (together := _honoured_with_its_context(predicate, before)) is not None:
        return together
    if predicate.stem[0] == "있" and (predicate.stem[1] == "VX" or _names_a_place(before)):
        return replace(predicate, stem=("계시", "VV"))
    verb = _honorific_verbs().get(predicate.stem)
    if verb is not None:
        return replace(predicate, stem=(verb, predicate.stem[1]))
    return _infixed(predicate)


def unhonoured(predicate: Predicate) -> Predicate:
    """Return the predicate without -(으)시-, also where 계시다 or -세요 has it."""
    plain = plain_verbs().get(predicate.stem[0])
    stem = predicate.stem if plain is None else (plain, predicate.stem[1])
    infixes = tuple(one for one in predicate.infixes if one[0] not in {"시", "으시"})
    ending = predicate.ending
    if ending[0][0] in HIDDEN_HONORIFIC_ENDINGS:
        ending = (("어요", "EF"),)
    return replace(predicate, stem=stem, infixes=infixes, ending=ending)


def splice_between(text: str, old: Predicate, new: Predicate) -> Splice | None:
    """Return the change that turns `old`, as it stands in the text, into `new`; None if none.

    Only what differs is replaced, so that 되었어 becomes 되었어요 and not 됐어요. Raises
    CannotConjugateError when what stands there is not what joining `old` gives.
    """
    written, wanted = old.written(), new.written()
    if old.coda:
        return Splice(new.start, old.end, wanted)
    surface = text[new.start : old.end]
    if new.start < old.start:
        return Splice(new.start, old.end, wanted) if surface != wanted else None
    common = 0
    while common < min(len(written), len(wanted)) and written[common] == wanted[common]:
        common += 1
    tail = written[common:]
    if not surface.endswith(tail):
        full = _uncontracted(old)
        if full != old and full.written() == surface:
            return splice_between(text, full, _uncontracted(new))
        loose = surface.replace(" ", "")
        if loose != written.replace(" ", ""):
            raise CannotConjugateError(f"{surface!r} is not written as {written!r}")
        becomes = wanted
    else:
        becomes = surface[: len(surface) - len(tail)] + wanted[common:]
    return Splice(old.start, old.end, becomes) if becomes != surface else None


def _uncontracted(predicate: Predicate) -> Predicate:
    """Return the predicate with 이다 after a pronoun written out: 어디입니까, not 어딥니까."""
    if not predicate.is_copula or not predicate.context or predicate.context[-1][1] != "NP":
        return predicate
    *before, (form, _) = predicate.context
    return replace(predicate, context=(*before, (form, "NNG")))


def _coda_after(sentence: Sentence, last: int) -> str:
    following = sentence.morphemes[last + 1 : last + 2]
    return following[0].form if following and following[0].tag == "Z_CODA" else ""


def _pair(morpheme: Morpheme) -> Pair:
    return (morpheme.form, morpheme.tag)


def _infixed(predicate: Predicate) -> Predicate:
    return replace(predicate, infixes=(HONORIFIC_INFIX, *predicate.infixes))


def _before(predicate: Predicate, sentence: Sentence) -> tuple[Morpheme, ...]:
    return tuple(one for one in sentence.morphemes if one.end <= predicate.start)


def _honoured_with_its_context(
    predicate: Predicate, before: tuple[Morpheme, ...]
) -> Predicate | None:
    """Honour a predicate where the word before it changes too; None where only the stem does."""
    if predicate.stem == ("먹", "VV") and (meal := _meal(before)):
        start, context = meal
        stem = ("하", "VV" if context[1:] else "XSV")
        return replace(_infixed(predicate), start=start, context=context, stem=stem)
    if not before:
        return None
    last = before[-1]
    if predicate.stem[0] == "하" and last.form == "말" and last.end == predicate.start:
        return replace(_infixed(predicate), start=last.start, context=(("말씀", "NNG"),))
    if len(before) < 2 or before[-2].part not in {"VV", "XSV"}:
        return None
    verb = honoured_pair(_pair(before[-2]))
    if predicate.context == (("거", "NNB"),) and last.tag == "ETM" and last.form in {"ᆯ", "을"}:
        context = (*verb, ("ᆯ", "ETM"), *predicate.context)
        return replace(predicate, start=before[-2].start, context=context)
    if predicate.stem[0] in {"싶", "있"} and predicate.stem[1] == "VX" and len(verb) == 1:
        honoured_last = honoured_alone(predicate)
        return replace(honoured_last, start=before[-2].start, context=(*verb, _pair(last)))
    return None


def honoured_alone(predicate: Predicate) -> Predicate:
    """Honour an auxiliary: 있다 becomes 계시다, others take -(으)시-."""
    if predicate.stem[0] == "있":
        return replace(predicate, stem=("계시", "VV"))
    return _infixed(predicate)


def honoured_pair(stem: Pair) -> tuple[Pair, ...]:
    """Return a stem with -(으)시-, or the verb that has it: 가 gives 가시, 먹 gives 드시."""
    honorific = _honorific_verbs().get(stem)
    return ((honorific, "VV"),) if honorific else (stem, HONORIFIC_INFIX)


def _meal(before: tuple[Morpheme, ...]) -> tuple[int, tuple[Pair, ...]] | None:
    """Return where 밥 stands and what takes its place, particle included; None without 밥."""
    if before and before[-1].form == "밥":
        return before[-1].start, (("식사", "NNG"),)
    if len(before) > 1 and before[-2].form == "밥" and before[-1].tag in {"JKO", "JX"}:
        return before[-2].start, (("식사", "NNG"), _pair(before[-1]))
    return None


def _names_a_place(before: tuple[Morpheme, ...]) -> bool:
    if not before:
        return False
    last = before[-1]
    return (last.tag == "JKB" and last.form in _PLACE_PARTICLES) or last.form in _PLACES
