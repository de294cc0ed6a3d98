"""Whose act a sentence tells: the listener's, the speaker's, someone else's, or not to be told."""

from enum import Enum, auto
from itertools import pairwise

from app.korean.analyser import Morpheme
from app.korean.counterparts import asks, commands
from app.korean.predicate import CannotConjugateError, Predicate, predicate_of
from app.korean.sentences import Sentence
from app.korean.word_classes import words_in


class Subject(Enum):
    """Who does what the predicate says."""

    LISTENER = auto()
    SPEAKER = auto()
    OTHER = auto()
    UNKNOWN = auto()


_SPEAKERS_FAMILIES = frozenset({"promise", "purpose"})
_OTHERS_FAMILIES = frozenset({"wonder", "hearsay", "recollection", "doubt"})
_SUBJECT_PARTICLES = frozenset({"이", "가", "께서", "은", "는", "ᆫ"})
_NOUNS_OF_TENSE = frozenset({"거", "것", "수", "적"})


def subject_of(sentence: Sentence, address: str = "") -> Subject:
    """Tell whose act a sentence tells, UNKNOWN unless it is sure.

    `address` is the listener's title: to the boss, 부장님 as a subject is the listener.
    A question without a subject about eating, sleeping, meeting … asks the listener.
    """
    try:
        predicate = predicate_of(sentence)
    except CannotConjugateError:
        return Subject.UNKNOWN
    if _clauses(sentence) > 1:
        return Subject.UNKNOWN
    marked = _marked_subject(sentence, address)
    if marked is not None:
        return marked
    ending = sentence.ending
    if ending is not None and ending.sense.family in _SPEAKERS_FAMILIES:
        return Subject.SPEAKER
    if any(one.part == "NP" and one.form in words_in("speaker") for one in sentence.morphemes):
        return Subject.UNKNOWN
    if commands(sentence, predicate):
        return Subject.LISTENER
    if asks(sentence) and ending is not None and ending.sense.family not in _OTHERS_FAMILIES:
        asked = _asks_a_person(sentence, predicate, address)
        return Subject.LISTENER if asked else Subject.UNKNOWN
    return Subject.UNKNOWN


def names_an_honoured_person(sentence: Sentence) -> bool:
    """Whether someone is spoken of who takes -(으)시- in every speech style: 할머니, 선생님."""
    return any(one.form in words_in("honoured-person") for one in sentence.morphemes)


def _clauses(sentence: Sentence) -> int:
    """Count the predicates of a sentence; 갈 거예요 is one, 뭐라고 none."""
    morphemes = sentence.morphemes
    future = sum(
        noun.form in _NOUNS_OF_TENSE and copula.part in {"VCP", "VA", "VV"}
        for noun, copula in pairwise(morphemes)
    )
    naming = sum(
        copula.part == "VCP" and quoting.form == "라고" for copula, quoting in pairwise(morphemes)
    )
    predicates = sum(one.part in {"VV", "VA", "XSV", "XSA", "VCP", "VCN"} for one in morphemes)
    return predicates - future - naming


def _marked_subject(sentence: Sentence, address: str) -> Subject | None:
    """Return whose act it is by the noun marked as subject; None where no noun is.

    선배님은 전공이 뭐예요? has two: of whom it is said, and what. That is not sure.
    """
    found: list[Subject] = []
    for noun, particle in pairwise(sentence.morphemes):
        if particle.tag not in {"JKS", "JX"} or particle.form not in _SUBJECT_PARTICLES:
            continue
        if not noun.part.startswith("N") and noun.tag != "XSN":
            continue
        who = _who(noun, sentence.morphemes, address)
        if who is not None:
            found.append(who)
        elif particle.tag == "JKS" or noun.form not in words_in("object", "event", "time"):
            found.append(Subject.OTHER)
    if not found:
        return None
    return found[0] if len(set(found)) == 1 else Subject.UNKNOWN


def _who(noun: Morpheme, morphemes: tuple[Morpheme, ...], address: str) -> Subject | None:
    if noun.part == "NP" and noun.form in words_in("speaker"):
        return Subject.SPEAKER
    if noun.form in words_in("listener") and noun.part in {"NP", "NNG"}:
        return Subject.LISTENER
    word = "".join(
        one.form for one in morphemes if one.word == noun.word and one.start <= noun.start
    )
    if address and word in {address, address.removesuffix("님")}:
        return Subject.LISTENER
    return None


def _asks_a_person(sentence: Sentence, predicate: Predicate, address: str) -> bool:
    """Whether what is asked can only be about the listener: no one else is named in it."""
    content = [
        one
        for one in sentence.morphemes[_after_the_vocative(sentence) :]
        if one.start < predicate.start
        and one.form not in {address, address.removesuffix("님"), "님"}
        and one.form not in words_in("title")
    ]
    if any(one.part == "NNP" or one.form in words_in("other-person") for one in content):
        return False
    main = _main_verb(sentence, predicate)
    nouns = [one for one in content if one.part == "NNG" and one.form not in words_in("time")]
    if main[1] in {"XSV", "XSA"}:
        event = next((one.form for one in reversed(content) if one.part in {"NNG", "XR"}), "")
        others = [one for one in nouns if one.form != event]
        return event in words_in("event", "human-state") and not _unmarked(others, content)
    if main[0] in words_in("human-state") or (main[0] in words_in("human-verb")):
        return not _unmarked(nouns, content)
    if main[0] in words_in("transitive-verb"):
        return len(_unmarked(nouns, content)) <= 1
    if main[0] == "하" and main[1] == "VV":
        done = words_in("object", "event")
        named = any(one.form in done for one in content)
        return named and all(one.form in done for one in _unmarked(nouns, content))
    if main[0] in {"가", "있"} and main[1] in {"VV", "VA"}:
        places = [one for one in content if one.form in words_in("place")]
        return bool(places) and all(one.form in words_in("place") for one in nouns)
    return False


def _after_the_vocative(sentence: Sentence) -> int:
    """Return the index after 민수 씨, / 지우야, at the head of a sentence; 0 without one."""
    for index, one in enumerate(sentence.morphemes[:4]):
        if one.tag == "SP":
            return index + 1
    return 0


def _unmarked(nouns: list[Morpheme], content: list[Morpheme]) -> list[Morpheme]:
    """Nouns without a particle that says what they do: object, place, company."""
    marked = {
        one.start
        for one, following in pairwise(content)
        if following.tag in {"JKO", "JKB", "JC", "JKG"} or one.tag == "XR"
    }
    return [one for one in nouns if one.start not in marked and one.form not in words_in("place")]


def _main_verb(sentence: Sentence, predicate: Predicate) -> tuple[str, str]:
    """Return the verb that carries the meaning: 먹 in 먹고 싶어요."""
    if predicate.stem[1] != "VX":
        return predicate.stem
    for one in reversed(sentence.morphemes):
        if one.start < predicate.start and one.part in {"VV", "VA", "XSV", "XSA"}:
            return (one.form, one.part)
    return predicate.stem
