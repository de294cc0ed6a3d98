"""I and my in the humble and the plain shape: 저 / 나, 제가 / 내가, 제 / 내."""

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.restyling.predicate import Splice

_PLAIN = frozenset({"나", "내"})
_HUMBLE = frozenset({"저", "저희", "제"})
_TO_HUMBLE = {"내": "제", "나": "저", "난": "전", "날": "절", "낸": "전"}
_AFTER_I = frozenset({"MAG", "NNG", "NNP", "VV", "VA", "XR", "NP", "NR", "NNB", "MM"})
# Nobody points with two words at once: 저 그 책, 저 이 노래 say I.
_OTHER_POINTING = frozenset({"그", "이"})
_TO_PLAIN = {"제": "내", "저": "나", "전": "난", "절": "날", "젠": "난"}


def first_person(
    text: str, morphemes: tuple[Morpheme, ...], *, humble: bool
) -> tuple[tuple[Morpheme, Splice], ...]:
    """Return each I or my that is not humble (not plain, with `humble` False) and its other shape.

    저희 becomes 우리; 우리 is right in every style and stays.
    """
    wanted = _PLAIN if humble else _HUMBLE
    found: list[tuple[Morpheme, Splice]] = []
    for index, one in enumerate(morphemes):
        if one.form not in wanted or (one.form == "제" and one.tag != "MM"):
            continue
        if not _is_a_pronoun(morphemes, index) or only_looks_like_a_pronoun(morphemes, index):
            continue
        if one.form == "저희":
            found.append((one, Splice(one.start, one.end, "우리")))
            continue
        written = text[one.start]
        becomes = (_TO_HUMBLE if humble else _TO_PLAIN).get(written)
        if becomes is not None:
            found.append((one, Splice(one.start, one.start + 1, becomes)))
    return tuple(found)


def _is_a_pronoun(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether I or my stands at `index`; Kiwi takes 저 before an adverb for a hesitation (저 …)."""
    one = morphemes[index]
    if one.part in {"NP", "MM"}:
        return True
    following = morphemes[index + 1 : index + 2]
    if (one.form, one.tag) != ("저", "IC") or not following:
        return False
    return following[0].part in _AFTER_I or following[0].form in _OTHER_POINTING


def only_looks_like_a_pronoun(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether the analyser took a name to pieces (제니 is no 제 + 니), or 저 is "that"."""
    one = morphemes[index]
    same_word = [each for each in morphemes if each.word == one.word]
    nouns = [each for each in same_word if each.part.startswith("N")]
    return len(nouns) > 1 or same_word[0] != one or _points(morphemes, index)


def _points(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 저 may just as well be "that" (저 사람): before something one points at."""
    following = morphemes[index + 1 : index + 2]
    if [one.form for one in morphemes[index + 1 : index + 4]] == ["의", "시간", "에"]:
        return True  # 제시간에, in time
    if _wishes(morphemes, index):
        return False  # 저 집에 가고 싶어요: only I know what I wish
    return (
        morphemes[index].form == "저"
        and bool(following)
        and following[0].start > morphemes[index].end
        and following[0].form in words_in("pointed-at")
    )


def _wishes(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether the sentence tells a wish (-고 싶다) and names no one else who has it."""
    rest = [one for one in morphemes[index + 1 :] if one.sentence == morphemes[index].sentence]
    asked = any(one.form == "?" for one in rest)
    named = any(one.tag == "JKS" or (one.tag == "JX" and one.form in {"은", "는"}) for one in rest)
    return not asked and not named and any((one.form, one.part) == ("싶", "VX") for one in rest)
