"""A sentence's predicate taken apart (stem, infixes, ending) and put back."""

from dataclasses import dataclass, replace

from app.korean.analysis.morpheme import Morpheme
from app.korean.particles import final_consonant
from app.korean.reading.sentences import Sentence
from app.korean.restyling.conjugation import conjugated
from app.korean.restyling.honorific_words import Pair, plain_verbs

STEM_TAGS = frozenset({"VV", "VA", "VX", "VCP", "VCN", "XSV", "XSA"})
_CONFUSED = (
    ("이예요", "이에요"),
    ("예요", "에요"),
    ("께", "게"),
    ("지요", "죠"),
    ("셔요", "세요"),
    ("뵈어", "봬"),
    ("되어", "돼"),
)
HIDDEN_HONORIFIC_ENDINGS = frozenset({"세요", "으세요", "셔요", "세여", "으세여"})

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
        return conjugated((*self.context, self.stem, *self.infixes, *self.ending))


def predicate_of(sentence: Sentence) -> Predicate:
    """Take the predicate of a sentence apart.

    Raises CannotConjugateError when the sentence has no ending or no stem before it.
    """
    ending = sentence.ending
    if ending is None:
        raise CannotConjugateError("no ending")
    morphemes = sentence.morphemes
    stems = [
        index for index in range(ending.first, ending.begins) if morphemes[index].part in STEM_TAGS
    ]
    if not stems and ending.begins and morphemes[ending.begins - 1].part == "VCP":
        stems = [ending.begins - 1]  # the 하오체 copula: 이 사람이 내 아내요
    if not stems:
        raise CannotConjugateError("no stem before the ending")
    at = stems[-1]
    first = min(ending.first, at)
    if morphemes[at].part == "VCP" and at == first > 0:
        first -= 1
    infixes = tuple(_infix(one) for one in morphemes[at + 1 : ending.begins])
    pairs = _ending_pairs(morphemes[ending.begins : ending.last + 1], ending.form)
    if (honoured := pairs[0][0].removeprefix("으")).startswith("십"):
        pairs = (("ᆸ" + honoured[1:], "EF"),)
        infixes = infixes if HONORIFIC_INFIX in infixes else (*infixes, HONORIFIC_INFIX)
    whole = (*morphemes[first:at], *morphemes[at : ending.last + 1])
    return Predicate(
        start=whole[0].start,
        end=max(one.end for one in whole),
        context=tuple(pair_of(one) for one in morphemes[first:at]),
        stem=pair_of(morphemes[at]),
        infixes=infixes,
        ending=pairs,
        coda=_coda_after(sentence, ending.last),
    )


def _infix(morpheme: Morpheme) -> Pair:
    return HONORIFIC_INFIX if morpheme.form == "으시" else pair_of(morpheme)


def _ending_pairs(pieces: tuple[Morpheme, ...], form: str) -> tuple[Pair, ...]:
    """Return the pieces of an ending, or the whole where they are more than what is written."""
    if "".join(one.form for one in pieces) == form:
        return tuple(pair_of(one) for one in pieces)
    return ((form, "EF"),)


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
    if _writes_the_copula_out(surface, old) or _drops_its_h(surface, written, old):
        return Splice(old.start, old.end, wanted) if surface != wanted else None
    if old.stem[0] == "말" and "말아" in surface:  # 말아요 is 마요 written out; 말아 is not 마
        return Splice(old.start, old.end, wanted)
    common = 0
    while common < min(len(written), len(wanted)) and written[common] == wanted[common]:
        common += 1
    tail = written[common:]
    if not surface.endswith(tail):
        full = _uncontracted(old)
        if full != old and full.written() == surface:
            return splice_between(text, full, _uncontracted(new))
        if _loosely(surface) != _loosely(written):
            reason = f"{surface!r} is not written as {written!r}" if surface else "it is contracted"
            raise CannotConjugateError(reason)
        becomes = wanted
    else:
        becomes = surface[: len(surface) - len(tail)] + wanted[common:]
    return Splice(old.start, old.end, becomes) if becomes != surface else None


def _writes_the_copula_out(surface: str, old: Predicate) -> bool:
    """Whether 이다 is written after a vowel, as in careful prose: 수도이다, not 수도다."""
    if old.stem[1] != "VCP" or not old.context or surface == old.written():
        return False
    noun = conjugated(old.context)
    return final_consonant(noun) is False and surface.startswith(noun + "이")


def _drops_its_h(surface: str, written: str, old: Predicate) -> bool:
    """Whether a stem in ㅎ stands without it before -니: 어떠니, 그러니 beside 어떻니, 그렇니."""
    if old.stem[0][-1:] not in {"떻", "렇"} or surface == written:
        return False
    return surface.replace("떠니", "떻니").replace("러니", "렇니") == written


def _uncontracted(predicate: Predicate) -> Predicate:
    """Return the predicate with 이다 after a pronoun written out: 어디입니까, not 어딥니까."""
    if not predicate.is_copula or not predicate.context or predicate.context[-1][1] != "NP":
        return predicate
    *before, (form, _) = predicate.context
    return replace(predicate, context=(*before, (form, "NNG")))


def _loosely(written: str) -> str:
    """Return a spelling without spaces and without what is often confused in endings."""
    text = written.replace(" ", "")
    for confused, right in _CONFUSED:
        text = text.replace(confused, right)
    return text


def _coda_after(sentence: Sentence, last: int) -> str:
    following = sentence.morphemes[last + 1 : last + 2]
    return following[0].form if following and following[0].tag == "Z_CODA" else ""


def pair_of(morpheme: Morpheme) -> Pair:
    """Return a morpheme's form and tag, as they are joined again."""
    return (morpheme.form, morpheme.tag)
