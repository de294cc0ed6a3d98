"""이다 and 있다 taken for each other: 저는 학생 있어요, 책이 책상 위에 이에요."""

import re
from collections.abc import Iterator
from typing import Final

from app.korean.analysis.analyser import join
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.grammar.clauses import endings_after, is_noun
from app.korean.grammar.nouns import nouns_in
from app.korean.particles import final_consonant
from app.korean.patch import Change, Reason

_BEING: Final = re.compile(r"(?<=에) ?(?:이에요|예요|입니다|입니까)(?=[\s.,!?~ㅋㅎㅠㅜ]|$)")
_PRESENT: Final = {"어요": "있어요", "습니다": "있습니다", "습니까": "있습니까"}
_STATEMENTS: Final = frozenset({"어요", "습니다", "어"})


def identity_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find 있다 that says what somebody is, and 이다 that says where something is."""
    return [*_being_for_existing(text, morphemes), *_existing_for_being(text, morphemes)]


def _being_for_existing(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """Find 이다 after a place with 에."""
    for match in _BEING.finditer(text):
        place = next((one for one in morphemes if one.end == match.start()), None)
        if place is None or (place.form, place.part) not in {("에", "JKB"), ("에", "JKG")}:
            continue
        formal = "입니" in match.group()
        becomes = _PRESENT["습니다"] if formal else _PRESENT["어요"]
        if match.group().endswith("입니까"):
            becomes = _PRESENT["습니까"]
        reason = Reason("place-itda", Degree.WRONG)
        yield Change(match.start(), match.end(), " " + becomes, (reason,))


def _existing_for_being(text: str, morphemes: tuple[Morpheme, ...]) -> Iterator[Change]:
    """Find somebody's own word, or a name, with 있다 after a bare noun that says what they are."""
    for index in range(3, len(morphemes)):
        one = morphemes[index]
        end = endings_after(morphemes, index)
        if one.form != "있" or one.tag != "VA" or end != index + 2:
            continue
        ending = morphemes[index + 1]
        noun = morphemes[index - 1]
        if ending.form not in _STATEMENTS or noun.end >= one.start:
            continue
        topic = _topic_before(morphemes, index - 1)
        written = _noun_ending_at(text, morphemes, index - 1)
        if topic is None or not _names_what_it_is(topic, noun, written):
            continue
        reason = Reason("identity-ida", Degree.WRONG)
        copula = _copula(written, ending.form)
        yield Change(noun.end, max(one.end, ending.end), copula, (reason,))


def _noun_ending_at(text: str, morphemes: tuple[Morpheme, ...], index: int) -> str:
    end = morphemes[index].end
    while index > 0 and is_noun(morphemes[index - 1]):
        if morphemes[index - 1].end < morphemes[index].start:
            break
        index -= 1
    return text[morphemes[index].start : end]


def _topic_before(morphemes: tuple[Morpheme, ...], noun: int) -> Morpheme | None:
    """Return the topic whose particle stands before the nouns that end at `noun`."""
    index = noun
    while index > 0 and morphemes[index].part in {"NNG", "NNP", "XSN"}:
        index -= 1
    particle = morphemes[index]
    named = particle.tag == "JKS" and index > 0 and morphemes[index - 1].form == "이름"
    topic = particle.tag == "JX" and particle.form in {"은", "는"} and index > 0
    return morphemes[index - 1] if topic or named else None


def _names_what_it_is(topic: Morpheme, noun: Morpheme, written: str) -> bool:
    if topic.form == "이름":
        return noun.tag == "NNP"
    return topic.form in nouns_in("self") and topic.tag == "NP" and written in nouns_in("role")


def _copula(noun: str, ending: str) -> str:
    closed = bool(final_consonant(noun))
    if ending == "어요":
        return "이에요" if closed else "예요"
    if ending == "어":
        return "이야" if closed else "야"
    return join((("이", "VCP"), ("ᆸ니다", "EF")))
