"""Address: what the speaker calls the listener and themselves."""

from itertools import pairwise

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.edit import Degree
from app.korean.judging.message import Finding, Message
from app.korean.particles import with_particle
from app.korean.reading.quotation import reported_until
from app.korean.reading.sentences import Sentence
from app.korean.relation import Situation
from app.korean.restyling.predicate import CannotConjugateError, predicate_of
from app.korean.restyling.pronouns import first_person, only_looks_like_a_pronoun
from app.korean.style import Style

_LEFT_OUT = frozenset(
    {"", "은", "는", "ᆫ", "이", "가", "의", "도", "과", "와", "이랑", "랑", "하고"}
)
_AND_YOU = frozenset({"은", "는", "ᆫ", "은요", "는요"})


def address_findings(message: Message, level: list[Finding]) -> list[Finding]:
    """Find words of address that do not fit; `level` are the findings on speech level."""
    found: list[Finding] = []
    retold = reported_until(message.text)
    for index, sentence in enumerate(message.sentences):
        if sentence.start < retold:
            continue
        changed = next(
            (one for one in level if one.wish is not None and one.wish.sentence == index), None
        )
        degree = changed.worth(message.relation) if changed is not None else None
        found += _first_person(message, sentence, degree)
        found += _second_person(message, sentence)
        found += _title(message, sentence)
        found += _country(message, sentence)
    return found


def _first_person(message: Message, sentence: Sentence, along: Degree | None) -> list[Finding]:
    """Find 나 in polite speech, 저 in plain; where the ending changes, the pronoun goes along."""
    polite_target = message.relation.target.polite
    style = sentence.ending.sense.style if sentence.ending is not None else Style.NONE
    if polite_target:
        situation, rule = Situation.PLAIN_I_WITH_POLITE, "plain-i"
    else:
        laughing = message.laughing
        situation = Situation.HUMBLE_I_LAUGHING if laughing else Situation.HUMBLE_I_WITH_PLAIN
        rule = "humble-i"
    fits = style.polite == polite_target or (style is Style.NONE and polite_target)
    own = message.relation.degree(situation)
    degree = along if own is not None or not polite_target else None
    if fits and own is not None and degree is not Degree.WRONG:
        degree = own
    proposes = sentence.ending is not None and sentence.ending.sense.family == "proposal"
    if degree is None or (proposes and along is None):
        return []  # 전 먹으러 가자: nobody proposes with 저는
    return [
        Finding(situation, rule, splice.start, splice.end, splice.becomes, degree=degree)
        for _, splice in first_person(message.text, sentence.morphemes, humble=polite_target)
    ]


def _second_person(message: Message, sentence: Sentence) -> list[Finding]:
    found: list[Finding] = []
    for index, one in enumerate(sentence.morphemes):
        if (
            one.part != "NP"
            or _is_mentioned(sentence, index)
            or only_looks_like_a_pronoun(sentence.morphemes, index)
        ):
            continue
        if one.form == "당신":
            situation, rule = Situation.DANGSIN, "dangsin"
        elif one.form in {"너", "니", "너희"}:
            situation, rule = Situation.NEO, "neo"
        else:
            continue
        start, end, becomes = _without_you(message, sentence, index)
        found.append(Finding(situation, rule, start, end, becomes))
    return found


def _is_mentioned(sentence: Sentence, index: int) -> bool:
    """당신이라는 말: the word is spoken about, nobody is called by it."""
    following = sentence.morphemes[index + 1 : index + 3]
    return (
        len(following) > 1
        and following[0].part == "VCP"
        and following[1].form in {"라는", "란", "라고", "라며", "라면"}
    )


def _without_you(message: Message, sentence: Sentence, index: int) -> tuple[int, int, str | None]:
    """Return the place of "you" with its particle and what takes it; None where nothing fits.

    A subject, an owner or a companion is left out, as Korean does; an object cannot be.
    """
    one = sentence.morphemes[index]
    word = [one, *_particles_after(sentence, index)]
    end = max(each.end for each in word)
    particles = "".join(each.form for each in word[1:])
    title = message.relation.address
    plain = not message.relation.target.polite
    if plain and not message.relation.elder:
        first = word[1].form if len(word) > 1 else ""
        becomes = "네가" if first == "이" else with_particle("너", first)
        return one.start, word[min(len(word), 2) - 1].end, becomes
    if particles == "들" or particles.startswith("들"):
        return one.start, word[1].end, "여러분"
    if end >= sentence.end - len(sentence.marks):
        return one.start, end, ("어때" if plain else "어떠세요") if particles in _AND_YOU else None
    owned = sentence.morphemes[index + len(word) : index + len(word) + 1]
    owns = bool(owned) and owned[0].form in words_in("belonging")
    if title and owns and particles in {"", "의"}:
        return one.start, end, title
    if particles in _LEFT_OUT:
        while end < len(message.text) and message.text[end] in " ,":
            end += 1
        return one.start, end, ""
    return one.start, one.end, title or None


def _particles_after(sentence: Sentence, index: int) -> list[Morpheme]:
    word = sentence.morphemes[index].word
    found: list[Morpheme] = []
    for one in sentence.morphemes[index + 1 :]:
        is_particle = one.tag.startswith("J") or one.tag == "XSN" or one.form == "요"
        if one.word != word or not is_particle:
            break
        found.append(one)
    return found


def _title(message: Message, sentence: Sentence) -> list[Finding]:
    """Name + 씨 for a superior; the title takes its place."""
    if not message.relation.address:
        return []
    found: list[Finding] = []
    morphemes = sentence.morphemes
    for index in range(len(morphemes) - 1):
        name, suffix = morphemes[index : index + 2]
        if name.tag != "NNP" or suffix.form != "씨" or suffix.tag not in {"NNB", "XSN"}:
            continue
        following = morphemes[index + 2 : index + 3]
        particle = following[0] if following and following[0].tag.startswith("J") else None
        if particle is not None and not _asks_about(sentence, particle):
            continue
        end, becomes = suffix.end, message.relation.address
        if particle is not None:
            end = particle.end
            becomes = with_particle(becomes, message.text[suffix.end : end])
        found.append(Finding(Situation.NAME_SSI, "name-ssi", name.start, end, becomes))
    return found


def _asks_about(sentence: Sentence, particle: Morpheme) -> bool:
    """Whether the one named is asked, with honour (지우 씨는 어디 사세요?), and so listens."""
    try:
        honours = predicate_of(sentence).honours
    except CannotConjugateError:
        return False
    return honours and sentence.asks and particle.form in {"은", "는", "ᆫ", "도"}


def _country(message: Message, sentence: Sentence) -> list[Finding]:
    def our(pair: tuple[Morpheme, Morpheme]) -> bool:
        return pair[0].form == "저희" and pair[1].form == "나라"

    pairs = pairwise(sentence.morphemes)
    return [
        Finding(Situation.HUMBLE_COUNTRY, "humble-country", pair[0].start, pair[1].end, "우리나라")
        for pair in pairs
        if our(pair)
    ]
