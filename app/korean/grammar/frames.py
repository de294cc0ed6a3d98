"""Which particle or verb a word asks for, from tables: 의사가 되다, 약을 먹다, 집에서 쉬다."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Final

from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.grammar.clauses import (
    Phrase,
    Predicate,
    closes_its_sentence,
    phrases_before,
    predicates,
    with_new_particle,
    with_new_stem,
)
from app.korean.grammar.nouns import nouns_in, nouns_named
from app.korean.patch import Change, Reason
from app.korean.tables import rows_of

_TABLES: Final = ("frames.tsv", "collocations.tsv")
_ADVERBIAL: Final = frozenset({"게", "도록", "게끔"})
_HONORIFICS: Final = ("시", "세", "십", "으시", "으세")
_DENIALS: Final = (
    "아니에요",
    "아니예요",
    "아니야",
    "아니었",
    "아니라",
    "아니고",
    "아니지만",
    "아닙",
    "아닌",
)
_WATCHED: Final = frozenset(
    {"영화", "드라마", "텔레비전", "티비", "TV", "사진", "책", "노래", "유튜브", "공연", "뮤지컬"}
)


@dataclass(frozen=True, slots=True)
class Frame:
    """A row of the tables: with such a noun in such a particle before such a verb, say it so.

    `particle` `-` is a noun without one. `stem` and `tag` are those of the verb to say instead.
    """

    rule: str
    nouns: frozenset[str]
    unwanted: frozenset[str]
    particles: frozenset[str]
    particle: str
    stem: str
    tag: str
    when: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Place:
    """Where a frame is tried."""

    text: str
    morphemes: tuple[Morpheme, ...]
    predicate: Predicate
    phrase: Phrase


def frame_errors(text: str, morphemes: tuple[Morpheme, ...]) -> list[Change]:
    """Find nouns whose particle, and predicates whose verb, another is said for."""
    found: list[Change] = []
    for predicate in predicates(text, morphemes):
        frames = _frames().get(predicate.stem)
        if frames is None:
            continue
        for nearness, phrase in enumerate(phrases_before(text, morphemes, predicate.head)):
            place = _Place(text, morphemes, predicate, phrase)
            match = next((one for one in frames if _applies(one, place, nearness)), None)
            if match is not None:
                found += _mended(match, place)
                break
    return found


def _applies(frame: Frame, place: _Place, nearness: int) -> bool:
    if nearness > 0 and "far" not in frame.when:
        return False
    if (place.phrase.particle or "-") not in frame.particles:
        return False
    if not _is_noun_of(frame, place):
        return False
    return all(_CONDITIONS[name](place) for name in frame.when)


def _is_noun_of(frame: Frame, place: _Place) -> bool:
    phrase = place.phrase
    names = {phrase.noun, phrase.last_noun}
    if _follows_a_number(place.morphemes, phrase):
        names |= {"#" + phrase.last_noun}
    if names & frame.unwanted:
        return False
    return "*" in frame.nouns or bool(names & frame.nouns)


def _follows_a_number(morphemes: tuple[Morpheme, ...], phrase: Phrase) -> bool:
    index = phrase.end - (2 if phrase.particle else 1)
    return index > 0 and morphemes[index - 1].part in {"SN", "NR", "MM"}


def _mended(frame: Frame, place: _Place) -> Iterator[Change]:
    reasons = (Reason(frame.rule, Degree.WRONG),)
    if frame.particle:
        yield Change(
            *with_new_particle(place.text, place.morphemes, place.phrase, frame.particle), reasons
        )
    if frame.stem:
        stem = frame.stem
        if _first_ending(place).startswith(_HONORIFICS):
            # 주시 is not honoured again: 주셨어요.
            stem = stem.removesuffix("시")
        yield Change(*with_new_stem(place.morphemes, place.predicate, stem, frame.tag), reasons)


def _first_ending(place: _Place) -> str:
    endings = place.morphemes[place.predicate.stem_end : place.predicate.end]
    return endings[0].form if endings else ""


def _is_final(place: _Place) -> bool:
    return closes_its_sentence(place.morphemes, place.predicate.end)


def _is_linked(place: _Place) -> bool:
    """Whether the verb only joins its noun to what follows (위해서, 대한)."""
    following = place.morphemes[place.predicate.end : place.predicate.end + 1]
    auxiliary = bool(following) and following[0].tag == "VX"
    return _first_ending(place) in {"어", "어서", "ᆫ"} and not auxiliary


def _is_done(place: _Place) -> bool:
    """Whether the verb is not one of having with one's self (가지고 가다, 만들어 오다)."""
    return _first_ending(place) not in {"고", "어", "어서"}


def _is_denial(place: _Place) -> bool:
    start = place.morphemes[place.predicate.head].start
    return place.text.startswith(_DENIALS, start)


def _has_watched_object(place: _Place) -> bool:
    head = place.predicate.head
    return any(
        one.last_noun in _WATCHED for one in phrases_before(place.text, place.morphemes, head, 1)
    )


def _sentence(place: _Place) -> Iterator[tuple[Morpheme, Morpheme]]:
    number = place.morphemes[place.predicate.head].sentence
    for before, one in zip(place.morphemes, place.morphemes[1:], strict=False):
        if one.sentence == number:
            yield before, one


def _has_person_for_topic(place: _Place) -> bool:
    subjects = [
        noun.form
        for noun, one in _sentence(place)
        if one.tag == "JKS" or (one.tag == "JX" and one.form in {"은", "는", "ᆫ", "도"})
    ]
    return bool(subjects) and all(one in nouns_in("person") for one in subjects)


def _is_closed(place: _Place) -> bool:
    """Whether the sentence ends with the predicate itself (not 좋아할 줄 알았어)."""
    last = place.morphemes[place.predicate.end - 1]
    return last.tag == "EF" and _is_final(place)


def _is_of_oneself(place: _Place) -> bool:
    topics = _topics(place)
    return bool(topics) and all(one in nouns_in("self") for one in topics)


def _is_own_doing(place: _Place) -> bool:
    """Whether nobody else is said to do it (선생님이 숙제를 만들었어요)."""
    return all(one in nouns_in("self") for one in _topics(place))


def _topics(place: _Place) -> list[str]:
    """Return what stands before 은, 는, 이 and 가 in the sentence, but for the phrase itself."""
    own = place.morphemes[place.phrase.end - 1]
    return [
        noun.form
        for noun, one in _sentence(place)
        if one is not own
        and (one.tag == "JKS" or (one.tag == "JX" and one.form in {"은", "는", "ᆫ", "도"}))
    ]


def _has_honoured_subject(place: _Place) -> bool:
    return any(
        one.form == "께서"
        or (one.tag == "JKS" and (noun.form == "님" or noun.form in nouns_in("honoured")))
        for noun, one in _sentence(place)
    )


def _is_together(place: _Place) -> bool:
    between = place.morphemes[place.phrase.end : place.predicate.head]
    return any(one.form in {"같이", "함께"} for one in between)


def _is_hunger(place: _Place) -> bool:
    """Whether 부르다 is being full (배부르다) or 고프다 being hungry, and not calling a ship."""
    return _is_final(place) and place.morphemes[place.predicate.head].part == "VA"


def _is_state(place: _Place) -> bool:
    return _first_ending(place) not in _ADVERBIAL


def _always(_place: _Place) -> bool:
    return True


_CONDITIONS: Final[dict[str, Callable[[_Place], bool]]] = {
    "any": _is_state,
    "state": _is_state,
    "far": _always,
    "final": _is_final,
    "linked": _is_linked,
    "taken": _is_done,
    "done": _is_done,
    "denial": _is_denial,
    "closed": _is_closed,
    "self-topic": _is_of_oneself,
    "own-doing": _is_own_doing,
    "together": _is_together,
    "hunger": _is_hunger,
    "watched": _has_watched_object,
    "person-topic": _has_person_for_topic,
    "honoured-subject": _has_honoured_subject,
}


@cache
def _frames() -> dict[str, tuple[Frame, ...]]:
    """Return the frames by the stem of their verb."""
    found: dict[str, list[Frame]] = {}
    for name in _TABLES:
        rows = list(rows_of(f"grammar/{name}"))
        for row in rows:
            if row["rule"].startswith("#"):
                continue
            wanted, unwanted = nouns_named(row["noun"])
            stem, _, tag = row["new_verb"].partition("/")
            frame = Frame(
                rule=row["rule"],
                nouns=wanted,
                unwanted=unwanted,
                particles=frozenset(row["particle"].split(" ")),
                particle=row["new_particle"],
                stem=stem,
                tag=tag,
                when=frozenset(row["when"].split(" ")),
            )
            for verb in row["verb"].split(" "):
                found.setdefault(verb, []).append(frame)
    return {verb: tuple(frames) for verb, frames in found.items()}
