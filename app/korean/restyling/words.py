"""Words that change with the style: set phrases, answers, pronouns, callings, honorific nouns."""

import re

from app.korean.analysis.analyser import analyse
from app.korean.analysis.morpheme import Morpheme
from app.korean.edit import Degree
from app.korean.particles import with_particle
from app.korean.patch import Change, Reason, without_overlaps
from app.korean.reading.quotation import own_voice
from app.korean.reading.sentences import Sentence, sentences
from app.korean.restyling.callings import calling_changes
from app.korean.restyling.honorific_words import plain_words
from app.korean.restyling.honoured import honours_someone_else
from app.korean.restyling.listener_pronouns import plain_second_person
from app.korean.restyling.pronouns import first_person
from app.korean.restyling.responses import Response, find_responses
from app.korean.restyling.set_phrases import PhraseFound, find_set_phrases
from app.korean.style import Style

_ONLY_ALONE = frozenset({"understood_plain", "it_is_me"})
_PLAYFUL_YO = re.compile(r"(?<=[가-힣])[용욤염여](?![가-힣])")
_PLAYFUL_DA = re.compile(r"(?<=니)당(?![가-힣])")


def word_changes(text: str, target: Style) -> tuple[Change, ...]:
    """Return the changes of words that `target` wants, in order and without overlaps."""
    voice = own_voice(text, analyse(text))
    changes = _phrases(text, target)
    changes += [
        change(one.start, one.end, _answered(text, one, target), "restyle-response")
        for one in find_responses(text, sentences(text))
        if (one.origin in {"polite", "playful"}) != target.polite
    ]
    changes += [
        change(splice.start, splice.end, splice.becomes, "restyle-pronoun")
        for _, splice in first_person(text, voice, humble=target.polite)
    ]
    changes += [
        change(splice.start, splice.end, splice.becomes, rule)
        for splice, rule in calling_changes(text, voice, polite=target.polite)
    ]
    if target in {Style.HAE, Style.HAERA}:
        changes += [
            change(splice.start, splice.end, splice.becomes, "restyle-listener")
            for splice in plain_second_person(voice, text)
        ]
    if not target.polite:
        changes += _honorific_nouns(text)
    return without_overlaps(changes)


def change(start: int, end: int, becomes: str, rule: str) -> Change:
    """Return a change of restyle, which nobody made a mistake to deserve."""
    return Change(start, end, becomes, (Reason(rule, Degree.SUGGESTION),))


def soberly(text: str) -> str:
    """Return a text of the same length whose phrases end without play: 안녕하세용, 감사합니당."""
    return _PLAYFUL_YO.sub("요", _PLAYFUL_DA.sub("다", text))


def _answered(text: str, found: Response, target: Style) -> str:
    """Return what takes an answer's place; ㅇㅋ before more is only 네."""
    becomes = found.in_style(target)
    more = text[found.end : found.end + 1] == " " and "가" <= text[found.end + 1 :][:1] <= "힣"
    return becomes.partition(" ")[0] if more and becomes.startswith("네, ") else becomes


def phrases_in(text: str) -> tuple[PhraseFound, ...]:
    """Return the set phrases, playful ones too, without words that only look like them.

    알았어 acknowledges where it is all that is said, 나야 introduces at the end of a sentence,
    잘 먹었어 thanks unless it asks; 그때 알았어, 나야 뭐 and 잘 먹었어? are other words.
    """
    found = find_set_phrases(soberly(text))
    if not any(one.phrase.name in _ONLY_ALONE or one.phrase.always_right for one in found):
        return found
    said = sentences(text)
    return tuple(one for one in found if _is_meant(one, said))


def _is_meant(found: PhraseFound, said: tuple[Sentence, ...]) -> bool:
    """Whether a phrase asks nothing, and stands with no more than answers, calls and names."""
    sentence = next((one for one in said if one.start <= found.start < one.end), None)
    if found.phrase.always_right and (sentence is None or sentence.asks):
        return False
    if found.phrase.name not in _ONLY_ALONE:
        return True
    if sentence is None or found.end < sentence.end - len(sentence.marks):
        return False
    before = [one for one in sentence.morphemes if one.end <= found.start]
    if found.phrase.name == "it_is_me":
        return True
    at = max((index for index, one in enumerate(before, 1) if one.tag == "SP"), default=0)
    return all(one.tag in {"IC", "SP", "MAJ", "SW"} or one.form == "잘" for one in before[at:])


def _phrases(text: str, target: Style) -> list[Change]:
    changes: list[Change] = []
    for found in phrases_in(text):
        becomes = found.phrase.in_style(target)
        if target in {Style.HAO, Style.HAGE} or found.style is target:
            continue
        if text[found.start : found.end] != becomes:
            changes.append(change(found.start, found.end, becomes, "restyle-phrase"))
    return changes


def _honorific_nouns(text: str) -> list[Change]:
    """말씀 becomes 말, 댁 집, where nobody is spoken of who is honoured in every style."""
    changes: list[Change] = []
    for sentence in sentences(text):
        if honours_someone_else(sentence):
            continue
        for index, one in enumerate(sentence.morphemes):
            word = plain_words().get((one.form, one.tag))
            if word is None or word.honours != "noun" or text[one.start : one.end] != one.form:
                continue
            if one.form != "댁" or _is_a_home(sentence.morphemes, index):
                changes.append(_plain_noun(text, sentence.morphemes, index, word.form))
    return changes


def _is_a_home(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether 댁 is a home (댁이 어디세요?, 댁에), not who one speaks to (댁은 누구세요?)."""
    following = morphemes[index + 1] if index + 1 < len(morphemes) else None
    if following is not None and (following.tag == "JKB" or following.part.startswith("N")):
        return True
    return any(one.form == "어디" for one in morphemes)


def _plain_noun(text: str, morphemes: tuple[Morpheme, ...], index: int, plain: str) -> Change:
    one = morphemes[index]
    following = morphemes[index + 1] if index + 1 < len(morphemes) else None
    if one.form == "댁" and following is not None and following.part.startswith("N"):
        return change(one.start, one.end, "너네", "restyle-listener")
    if following is None or following.start != one.end or not following.tag.startswith("J"):
        return change(one.start, one.end, plain, "restyle-honorific-word")
    particle = text[following.start : following.end]
    return change(
        one.start, following.end, with_particle(plain, particle), "restyle-honorific-word"
    )
