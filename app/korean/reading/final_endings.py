"""Finds the ending that closes a sentence, whatever pieces the analyser took it for."""

import unicodedata
from dataclasses import dataclass

from app.korean.analysis.morpheme import Morpheme
from app.korean.reading.endings import EndingSense, ending_senses
from app.korean.reading.spelled_endings import spelled_ending
from app.korean.style import Style

SURE, UNSURE, GUESS = 0.98, 0.8, 0.5
STEM_PARTS = frozenset({"VV", "VA", "VX", "VCP", "VCN", "XSV", "XSA"})
# Endings that join clauses, too; at the end of a sentence they are 해체 (바쁜데), with 요 해요체.
_FAMILIES_THAT_JOIN = frozenset({"connective", "background", "doubt", "purpose", "surprise"})
# Final endings that the analyser sometimes calls connective.
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
_LEFT_HANGING = EndingSense(Style.HAE, "connective", sure=False)
_POLITE_CONNECTIVE = EndingSense(Style.HAEYO, "connective", sure=True)
_FORMAL = EndingSense(Style.HAPSYO, "statement", sure=False)
_COME_HERE = EndingSense(Style.HAERA, "command", sure=False)
_STATED = EndingSense(Style.HAERA, "lament", sure=False)
_PROMISED = EndingSense(Style.HAE, "promise", sure=False)
_PRESUMED = EndingSense(Style.HAE, "presumption", sure=False)
_GIVE_ME = EndingSense(Style.HAERA, "command", sure=True)
_OBSERVED = EndingSense(Style.HAE, "observation", sure=False)
# Written prose only: nobody ends a chat line with them.
_NEVER_LAST = frozenset({"며", "으며", "므로", "으므로", "거니와", "으나", "건대", "다시피"})
_TAGS_OF_YO = frozenset({"JX", "MM", "EF", "IC"})
_PARTICLES_OF_POLITENESS = frozenset({"요", "여", "유"})
# 왜용, 저용; after a noun it is "for the use of" (회의용).
_YONG = ("용", "NNG")
_BEFORE_YONG = frozenset({"MAG", "IC", "NP", "JKB"})
_IYO = ("이요", "JX")
_URGING = frozenset({"이리", "어서", "얼른", "빨리", "냉큼", "천천히", "썩"})
_MOST_PIECES = 4
_SHORTEST_FORMAL = 3
_FUTURE = frozenset({"ᆯ", "을"})


@dataclass(frozen=True, slots=True)
class Ending:
    """The ending that closes a sentence.

    `first`, `begins` and `last` index the sentence's morphemes: the predicate's stem (as far back
    as it is contracted with what stands before it), the first and the last piece of the ending, 요
    included. `confidence` (0 to 1) says how sure its style is.
    """

    form: str
    sense: EndingSense
    first: int
    begins: int
    last: int
    confidence: float


def is_final(sense: EndingSense) -> bool:
    """Whether an ending ends a sentence even where the analyser calls it connective."""
    return sense.style.polite or sense.family in _FAMILIES_THAT_END


def joins(sense: EndingSense) -> bool:
    """Whether an ending without 요 also joins clauses (-는데, -고)."""
    return sense.family in _FAMILIES_THAT_JOIN and not sense.style.polite


def is_left_hanging(ending: Ending, marks: str) -> bool:
    """Whether a thought stops at a connective ending (피곤해서), as people do in a chat."""
    if not joins(ending.sense) or "?" in marks:
        return False
    return ending.sense.family == "connective" or not {".", "!"} & set(marks)


def is_polite_particle(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 요 at `index` is the particle of politeness, glued to the word before it."""
    if not 0 < index < len(morphemes):
        return False
    one, before = morphemes[index], morphemes[index - 1]
    return (
        (
            (one.form in _PARTICLES_OF_POLITENESS and one.tag in _TAGS_OF_YO)
            or (one.form, one.tag) == _IYO
            or ((one.form, one.tag) == _YONG and before.tag in _BEFORE_YONG)
        )
        and before.end == one.start
        and before.tag not in {"SF", "SP", "SW"}
    )


def final_ending(
    text: str, morphemes: tuple[Morpheme, ...], last: int, marks: str
) -> Ending | None:
    """Return the ending whose last piece is the morpheme at `last`; None where there is none.

    `marks` is the punctuation and laughter that follows it.
    """
    if is_polite_particle(morphemes, last):
        return _with_polite_particle(morphemes, last)
    found = (
        _clipped(morphemes, last, asks="?" in marks)
        or _put_together(morphemes, last, marks)
        or _spaced(morphemes, last)
        or _rare(morphemes, last, marks)
    )
    misread = found is None or _stands_on_what_is_not_there(morphemes, found)
    spelled = spelled_ending(text, morphemes, last, misread=misread)
    if spelled is None:
        return found
    form, first = spelled
    if found is not None and found.sense.style is ending_senses()[form].style:
        return found
    return Ending(form, ending_senses()[form], first, last, last, UNSURE)


def _with_polite_particle(morphemes: tuple[Morpheme, ...], last: int) -> Ending:
    for begins, form in _pieces(morphemes, last - 1):
        sense = ending_senses().get(form + "요")
        if sense is not None:
            return _ending(morphemes, form + "요", sense, begins, last)
    before = morphemes[last - 1]
    if before.part in {"EC", "EF", "ETM"}:
        return _ending(morphemes, before.form + "요", _POLITE_CONNECTIVE, last - 1, last)
    return Ending("요", _FRAGMENT_POLITE, last, last, last, SURE)


def _clipped(morphemes: tuple[Morpheme, ...], last: int, *, asks: bool) -> Ending | None:
    """Find 음슴체 and its kin: 먹었음, 먹을 듯, 하실?."""
    one = morphemes[last]
    contracted = last > 0 and morphemes[last - 1].form == "하" and _is_contracted(morphemes, last)
    noun_ending = one.tag in {"EF", "ETN"} and one.form in {"음", "ᆷ"} and not contracted
    half_a_question = asks and one.tag == "ETM" and one.form in _FUTURE
    if noun_ending or half_a_question:
        return _ending(morphemes, one.form, _CLIPPED, last, last)
    as_it_seems = one.form in {"듯", "듯이"} and one.tag == "NNB"
    if as_it_seems and last > 0 and morphemes[last - 1].tag == "ETM":
        return _ending(morphemes, one.form, _CLIPPED, last, last)
    return None


def _put_together(morphemes: tuple[Morpheme, ...], last: int, marks: str) -> Ending | None:
    """Find the ending in the table, put together from as many pieces as it was taken for."""
    for begins, form in _pieces(morphemes, last):
        sense = ending_senses().get(form)
        if sense is None or not _can_end(morphemes, begins, last, sense, marks):
            continue
        return _ending(morphemes, form, sense, begins, last)
    one = morphemes[last]
    if one.tag == "EF" and (sense := _by_its_last_letters(one.form)):
        return _ending(morphemes, one.form, sense, last, last)
    if one.tag != "EC" or one.form in _NEVER_LAST or one.form == "라" or "," in marks:
        return None
    if _is_written_out(morphemes, last):
        return None
    return _ending(morphemes, one.form, _LEFT_HANGING, last, last)


def _is_written_out(morphemes: tuple[Morpheme, ...], last: int) -> bool:
    """Whether -어 stands after 하 as 하여, which only joins: 사랑에 대하여, 당신을 위하여."""
    if last == 0:
        return False
    one, stem = morphemes[last], morphemes[last - 1]
    return one.form == "어" and stem.form.endswith("하") and one.start == stem.end < one.end


def _by_its_last_letters(form: str) -> EndingSense | None:
    """Tell an ending that is not in the table: all with 요 are 해요체, with -니다 합쇼체."""
    if form.endswith(("요", "여")) and len(form) > 1:
        return _POLITE_CONNECTIVE
    return _FORMAL if form.endswith(("니다", "니까")) and len(form) >= _SHORTEST_FORMAL else None


def _can_end(
    morphemes: tuple[Morpheme, ...], begins: int, last: int, sense: EndingSense, marks: str
) -> bool:
    one = morphemes[last]
    if begins == last:
        if one.form == "라" and last > 0 and morphemes[last - 1].part in {"VCP", "VCN"}:
            return False
        if one.form == "어" and _is_written_out(morphemes, last):
            return False
        if one.tag == "ETM" and not ("?" in marks and one.form.endswith("던")):
            return False
        if one.tag not in {"EF", "EC", "ETM"}:
            return False
    return not ("," in marks and joins(sense))


def _pieces(morphemes: tuple[Morpheme, ...], last: int) -> list[tuple[int, str]]:
    """Return where an ending may begin and its form, longest first: 을 + 밖에 is 을밖에."""
    found: list[tuple[int, str]] = []
    forms: list[str] = []
    for index in range(last, max(-1, last - _MOST_PIECES), -1):
        one = morphemes[index]
        if index < last and one.end < morphemes[index + 1].start:
            break
        if _is_contracted(morphemes, index + 1) and one.form == "하":
            continue
        form = one.form
        if index + 1 < last and morphemes[index + 1].form == "하" and form.endswith("고"):
            if not _is_contracted(morphemes, index + 2):
                break
            form = form.removesuffix("고")
        forms.insert(0, form)
        if index == last or _begins_an_ending(morphemes, index):
            found.insert(0, (index, unicodedata.normalize("NFC", "".join(forms))))
        if one.part in STEM_PARTS and index < last:
            break
    return found


def _begins_an_ending(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    if index == 0:
        return False
    one, before = morphemes[index], morphemes[index - 1]
    if before.part in STEM_PARTS or before.tag == "EP":
        return one.part not in STEM_PARTS
    return one.form in {"로", "올"} and before.end == one.start


def _is_contracted(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether the 하 before `index` is one that is not written: 온다고 하네, 온다네."""
    if not 1 < index < len(morphemes) or morphemes[index - 1].form != "하":
        return False
    said, before = morphemes[index - 1], morphemes[index - 2]
    return said.start == said.end or said.start < before.end


def _spaced(morphemes: tuple[Morpheme, ...], last: int) -> Ending | None:
    """Find -ㄹ걸 and -ㄹ게 with the space that people put into them: 도착했을 걸, 할 게."""
    if last < 2 or morphemes[last - 2].tag != "ETM" or morphemes[last - 2].form not in _FUTURE:
        return None
    thing, particle = morphemes[last - 1], morphemes[last]
    if thing.part != "NNB" or thing.form not in {"거", "것"}:
        return None
    if particle.form == "ᆯ":
        return _ending(morphemes, "ᆯ걸", _PRESUMED, last - 2, last)
    if (particle.form, particle.tag) == ("이", "JKS") and particle.start < thing.end:
        return _ending(morphemes, "ᆯ게", _PROMISED, last - 2, last)
    return None


def _rare(morphemes: tuple[Morpheme, ...], last: int, marks: str) -> Ending | None:
    """Find endings that are seldom more than a sound: 이리 온, 물 좀 다오, 아들이라."""
    one, before = morphemes[last], morphemes[last - 1] if last > 0 else None
    if before is None:
        return None
    if one.form == "ᆫ" and before.part == "VV" and before.form.endswith("오") and "?" not in marks:
        called = any(each.form in _URGING or each.tag == "JKV" for each in morphemes)
        return _ending(morphemes, "ᆫ", _COME_HERE, last, last) if called else None
    if one.form == "라" and before.part == "VCP" and marks.strip() == ".":
        return _ending(morphemes, "라", _STATED, last, last)
    if one.form == "네" and one.tag == "XSN" and any(each.tag == "JKS" for each in morphemes):
        return Ending("네", _OBSERVED, last, last, last, GUESS)
    return None


def _stands_on_what_is_not_there(morphemes: tuple[Morpheme, ...], ending: Ending) -> bool:
    """Whether the ending follows a 이다 or 보다 that is not written.

    먹십시다 is misread as a noun and 이다, 갑니까 as 가 + 어 + 보 + 니까, 맡음세 as 맡음 + 세다.
    """
    if ending.begins < 1:
        return False
    stem, before = morphemes[ending.begins - 1], morphemes[ending.begins - 2]
    if stem.form == "세" and before.tag in {"ETN", "ETM"}:
        return True
    if stem.part == "VCP":
        return stem.start == stem.end
    return stem.form == "보" and before.tag == "EC" and stem.start < before.end


def _ending(
    morphemes: tuple[Morpheme, ...], form: str, sense: EndingSense, begins: int, last: int
) -> Ending:
    confidence = SURE if sense.sure else UNSURE
    if sense.family == "dialect" or (sense.family == "connective" and not sense.style.polite):
        confidence = GUESS
    if form == "오" and begins > 0 and morphemes[begins - 1].form == "달":
        sense = _GIVE_ME
    return Ending(form, sense, _stem(morphemes, begins), begins, last, confidence)


def _stem(morphemes: tuple[Morpheme, ...], ending: int) -> int:
    """Return the index of the predicate's stem before the ending at `ending`."""
    first = ending
    while first > 0 and morphemes[first].part not in STEM_PARTS:
        if morphemes[first - 1].part not in STEM_PARTS | {"EP", "EC", "EF", "ETM"}:
            break
        first -= 1
    while first > 0 and morphemes[first - 1].end > morphemes[first].start:
        first -= 1
    return first
