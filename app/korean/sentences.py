"""Cuts a message into sentences of the writer's own voice, each with the ending that closes it."""

from dataclasses import dataclass

from app.korean.analyser import Morpheme, analyse, normalise
from app.korean.endings import EndingSense, ending_senses
from app.korean.quotation import ends_a_reported_clause, own_voice
from app.korean.style import Style

_STEMS = frozenset({"VV", "VA", "VX", "VCP", "VCN", "XSV", "XSA"})
_TRAILING = frozenset(
    {"SF", "SP", "SE", "SO", "SW", "SSC", "W_EMOJI", "Z_CODA", "W_HASHTAG", "W_MENTION"}
)
# Endings that join clauses, too: only a question mark makes them final (바쁜데?).
_FAMILIES_THAT_JOIN = frozenset({"connective", "background", "doubt", "purpose", "surprise"})
# Final endings that Kiwi sometimes calls connective.
_FAMILIES_THAT_END = frozenset(
    {
        "asking",
        "command",
        "copula",
        "exclamation",
        "intention",
        "lament",
        "obligation",
        "observation",
        "presumption",
        "promise",
        "proposal",
        "question",
        "recollection",
        "reminder",
        "statement",
        "tag",
        "telling",
        "wonder",
    }
)
_CLIPPED = EndingSense(Style.HAE, "clipped", sure=False)
_FRAGMENT_POLITE = EndingSense(Style.HAEYO, "fragment", sure=True)


@dataclass(frozen=True, slots=True)
class Ending:
    """The ending that closes a sentence.

    `first` and `last` index the sentence's morphemes: the predicate's stem (as far back as it is
    contracted with what stands before it) and its last ending, 요 included.
    """

    form: str
    sense: EndingSense
    first: int
    last: int


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its place, morphemes, and the ending that closes it if it has one.

    `unfinished`: it stops at a connective ending (피곤해서), as people do in a chat.
    `marks`: the punctuation and laughter after it.
    """

    start: int
    end: int
    morphemes: tuple[Morpheme, ...]
    ending: Ending | None
    unfinished: bool
    marks: str

    @property
    def asks(self) -> bool:
        """Whether a question mark closes the sentence."""
        return "?" in self.marks


def sentences(text: str) -> tuple[Sentence, ...]:
    """Cut `text` into sentences; quotations belong to none of them.

    A final ending cuts, with or without punctuation; so do . ? ! and line ends.
    """
    text = normalise(text)
    morphemes = own_voice(text, analyse(text))
    found: list[Sentence] = []
    first = 0
    index = 0
    while index < len(morphemes):
        after = _cut_after(text, morphemes, index)
        if after is not None:
            found.append(_sentence(text, morphemes[first:after]))
            first = after
            index = after
        else:
            index += 1
    if first < len(morphemes):
        found.append(_sentence(text, morphemes[first:]))
    return tuple(found)


def _cut_after(text: str, morphemes: tuple[Morpheme, ...], index: int) -> int | None:
    """Return the index after the sentence that ends with the morpheme at `index`, or None."""
    one = morphemes[index]
    closes = (
        one.tag == "SF"
        or _line_ends_after(text, morphemes, index)
        or (one.tag == "EF" and _closes(morphemes, index))
        or (one.tag == "EC" and _ends_before_a_comma(morphemes, index))
        or (_is_polite_particle(morphemes, index) and _stands_last(morphemes, index))
    )
    if not closes:
        return None
    index += 1
    while index < len(morphemes) and (
        morphemes[index].tag in _TRAILING
        or morphemes[index].tag == "SF"
        or _is_polite_particle(morphemes, index)
    ):
        index += 1
    return index


def _closes(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    sense = ending_senses().get(morphemes[index].form)
    if sense is not None and _joins(sense):
        return _stands_last(morphemes, index) or _is_polite_particle(morphemes, index + 1)
    return not ends_a_reported_clause(morphemes, index)


def _ends_before_a_comma(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether an ending that Kiwi calls connective is final: 알죠, 저도 가요."""
    if index + 1 == len(morphemes) or morphemes[index + 1].tag != "SP":
        return False
    sense = ending_senses().get(morphemes[index].form)
    for_example = index > 0 and morphemes[index - 1].form == "들"
    reported = ends_a_reported_clause(morphemes, index)
    return sense is not None and _is_final(sense) and not for_example and not reported


def _is_final(sense: EndingSense) -> bool:
    return sense.style.polite or sense.family in _FAMILIES_THAT_END


def _joins(sense: EndingSense) -> bool:
    return sense.family in _FAMILIES_THAT_JOIN and not sense.style.polite


def _line_ends_after(text: str, morphemes: tuple[Morpheme, ...], index: int) -> bool:
    if index + 1 == len(morphemes):
        return False
    return "\n" in text[morphemes[index].end : morphemes[index + 1].start]


def _is_polite_particle(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 요 at `index` is the particle of politeness, glued to the word before it."""
    if index >= len(morphemes):
        return False
    one = morphemes[index]
    return (
        one.form in {"요", "여"}
        and one.tag in {"JX", "MM", "EF", "IC"}
        and index > 0
        and morphemes[index - 1].end == one.start
        and morphemes[index - 1].tag not in {"SF", "SP", "SW"}
    )


def _stands_last(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    return index + 1 == len(morphemes) or morphemes[index + 1].tag in _TRAILING | {"SF"}


def _sentence(text: str, morphemes: tuple[Morpheme, ...]) -> Sentence:
    last = len(morphemes) - 1
    while last >= 0 and morphemes[last].tag in _TRAILING | {"SF"}:
        last -= 1
    marks_start = morphemes[last].end if last >= 0 else morphemes[0].start
    end = max(one.end for one in morphemes)
    marks = text[marks_start:end]
    ending = _ending(morphemes, last, marks) if last >= 0 else None
    unfinished = ending is None and last >= 0 and morphemes[last].tag in {"EC", "EF"}
    return Sentence(morphemes[0].start, end, morphemes, ending, unfinished, marks)


def _ending(morphemes: tuple[Morpheme, ...], last: int, marks: str) -> Ending | None:
    one = morphemes[last]
    asks = "?" in marks
    if _is_polite_particle(morphemes, last):
        before = morphemes[last - 1]
        if before.part not in {"EC", "EF", "ETM"}:
            return Ending("요", _FRAGMENT_POLITE, last, last)
        sense = ending_senses().get(before.form + "요")
        sense = sense or EndingSense(Style.HAEYO, "connective", sure=True)
        return Ending(before.form + "요", sense, _stem(morphemes, last - 1), last)
    clipped = _clipped(morphemes, last, asks=asks)
    if clipped is not None:
        return clipped
    known = ending_senses().get(one.form)
    if known is None or one.tag not in {"EF", "EC"} or _trails_off(morphemes, last):
        return None
    exclaims = known.family == "surprise" and "!" in marks
    if not asks and not exclaims and (_joins(known) or (one.tag == "EC" and not _is_final(known))):
        return None
    return Ending(one.form, known, _stem(morphemes, last), last)


def _trails_off(morphemes: tuple[Morpheme, ...], last: int) -> bool:
    """Whether the last ending is the -라 of 아니라 … and 이라 …, which nobody commands with."""
    return morphemes[last].form == "라" and last > 0 and morphemes[last - 1].part in {"VCP", "VCN"}


def _clipped(morphemes: tuple[Morpheme, ...], last: int, *, asks: bool) -> Ending | None:
    """Find 음슴체 and its kin: 먹었음, 먹을 듯, 하실?."""
    one = morphemes[last]
    noun_ending = one.tag in {"EF", "ETN"} and one.form in {"음", "ᆷ"}
    as_it_seems = one.form in {"듯", "듯이"} and one.tag == "NNB"
    half_a_question = asks and one.tag == "ETM" and one.form in {"ᆯ", "을"}
    if noun_ending or half_a_question:
        return Ending(one.form, _CLIPPED, _stem(morphemes, last), last)
    if as_it_seems and last > 0 and morphemes[last - 1].tag == "ETM":
        return Ending(one.form, _CLIPPED, _stem(morphemes, last - 1), last)
    return None


def _stem(morphemes: tuple[Morpheme, ...], ending: int) -> int:
    """Return the index of the predicate's stem before the ending at `ending`."""
    first = ending
    while first > 0 and morphemes[first].part not in _STEMS:
        if morphemes[first - 1].part not in _STEMS | {"EP", "EC", "EF", "ETM"}:
            break
        first -= 1
    while first > 0 and morphemes[first - 1].end > morphemes[first].start:
        first -= 1
    return first
