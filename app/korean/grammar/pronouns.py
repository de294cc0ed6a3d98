"""Forms of pronouns and doubled particles: 제가 for 저가, 누가 for 누구가, 나의 for 나에."""

import re
from collections.abc import Iterator
from itertools import pairwise
from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.grammar.clauses import is_noun
from app.korean.particles import with_particle
from app.korean.patch import Change, Reason

_SUBJECTS: Final = {"저": ("제", "jega"), "나": ("내", "naega"), "누구": ("누", "nuga")}
_OWNERS: Final = frozenset({"나", "저", "너", "저희"})
_TOPICS: Final = frozenset({"은", "는"})
_DOUBLED: Final = re.compile(r"(?<=[가-힣])(?:을를|를을|은는|는은)(?=[\s.,!?]|$)")


def pronoun_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find pronouns before 가 and 의 in a form they do not have there."""
    return [
        change
        for index, (noun, particle) in enumerate(pairwise(morphemes))
        if noun.tag == "NP" and noun.end == particle.start
        for change in (*_subject(text, noun, particle), *_owner(morphemes, index))
    ]


def _subject(text: str, noun: Morpheme, particle: Morpheme) -> Iterator[Change]:
    """저가, 나가, 누구가; 너가 is so usual among friends that nobody minds."""
    written = text[noun.start : particle.end]
    if particle.tag == "JKS" and noun.form in _SUBJECTS and written == noun.form + "가":
        becomes, rule = _SUBJECTS[noun.form]
        yield Change(noun.start, noun.end, becomes, (Reason(rule, Degree.WRONG),))


def _owner(morphemes: tuple[Morpheme, ...], index: int) -> Iterator[Change]:
    """나에 꿈: the noun that follows must be owned, not the beginning of a verb (나에 집중해)."""
    noun, particle = morphemes[index : index + 2]
    if noun.form not in _OWNERS or particle.form != "에" or index + 3 > len(morphemes):
        return
    owned = morphemes[index + 2]
    after = morphemes[index + 3 : index + 4]
    begins_a_verb = bool(after) and after[0].part in {"XSV", "XSA", "VV", "VA"}
    if owned.tag == "NNG" and owned.start > particle.end and not begins_a_verb:
        yield Change(particle.start, particle.end, "의", (Reason("possessive-ui", Degree.WRONG),))


def doubled_particle_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find two particles of case or topic on one noun: 밥을를, 친구는가, 제가는."""
    reasons = (Reason("two-case-particles", Degree.WRONG),)
    found: list[Change] = []
    for match in _DOUBLED.finditer(text):
        if any(one.start == match.start() and one.part.startswith("J") for one in morphemes):
            noun = text[: match.start()]
            found.append(
                Change(*match.span(), with_particle(noun, match.group()[1])[len(noun) :], reasons)
            )
    for host, first, second in zip(morphemes, morphemes[1:], morphemes[2:], strict=False):
        if first.end != second.start or not is_noun(host):
            continue
        if first.form in {"이", "가"} and first.tag == "JKS" and second.form in _TOPICS:
            becomes = with_particle(host.form, "는") if host.tag == "NP" else ""
            start = host.start if becomes else first.start
            becomes = becomes or with_particle(host.form, "는")[len(host.form) :]
            found.append(Change(start, second.end, becomes, reasons))
        elif _is_topic_with_subject(text, first, second):
            stem = text[host.start : host.end]
            becomes = with_particle(stem, "가")[len(stem) :]
            found.append(Change(first.start, first.end + 1, becomes, reasons))
    return found


def _is_topic_with_subject(text: str, first: Morpheme, second: Morpheme) -> bool:
    """Whether 가 is glued to a topic (친구는가); the analyser takes it for the verb 가다."""
    return (
        first.tag == "JX"
        and first.form in _TOPICS
        and second.form == "가"
        and text[second.start : second.start + 2] == "가 "
    )
