"""Says the same in another speech style: endings, pronouns, answers and set phrases change."""

from dataclasses import dataclass

from app.korean.analyser import Morpheme, analyse, join, normalise
from app.korean.edit import Degree, Edit
from app.korean.patch import Change, Reason, as_edits, changed, composed, without_overlaps
from app.korean.predicate import CannotConjugateError, plain_verbs
from app.korean.pronouns import first_person
from app.korean.quotation import own_voice
from app.korean.responses import find_responses
from app.korean.rewriting import rewrite_ending
from app.korean.sentences import Sentence, sentences
from app.korean.set_phrases import PhraseFound, find_set_phrases
from app.korean.style import Style
from app.korean.subjects import Subject, names_an_honoured_person, subject_of

_WRITTEN_STYLES = frozenset({Style.HAPSYO, Style.HAEYO, Style.HAE})
_ENDING_TAGS = frozenset({"EP", "EC", "EF", "ETM", "ETN"})


@dataclass(frozen=True, slots=True)
class Restyled:
    """The text in the other style, and each edit that made it."""

    text: str
    edits: tuple[Edit, ...]


@dataclass(frozen=True, slots=True)
class Refused:
    """Why the text was not rewritten."""

    reason_ko: str
    reason_en: str


def restyle(text: str, target: Style, *, honorific: bool = False) -> Restyled | Refused:
    """Rewrite `text` in 합쇼체, 해요체 or 해체; quotations and all else are kept to the letter.

    `honorific`: what the listener does takes -(으)시- (toward a polite target). Toward 해체 the
    listener's -(으)시- is dropped, an honoured third person's is kept. Refuses rather than guesses:
    other targets, endings without a counterpart, spellings that conjugation does not give.
    """
    text = normalise(text)
    if target not in _WRITTEN_STYLES:
        return Refused(
            f"{target.name_ko}로는 바꾸지 않아요.",
            f"The engine does not write the {target.name_en}.",
        )
    words = _words(text, target)
    reworded = changed(text, words)
    phrases = find_set_phrases(reworded)
    second: list[Change] = []
    try:
        for sentence in sentences(reworded):
            if _phrase_ending(phrases, sentence) is None:
                second += _ending(reworded, sentence, target, honorific=honorific)
    except CannotConjugateError as refusal:
        return Refused(
            "이 문장의 끝은 확실하게 바꿀 수 없어요.",
            f"An ending cannot be rewritten with certainty ({refusal}).",
        )
    if target is Style.HAE:
        second += _inner_honorifics(reworded)
    whole = composed(text, words, without_overlaps(second))
    return Restyled(changed(text, whole), as_edits(text, whole))


def _words(text: str, target: Style) -> tuple[Change, ...]:
    changes: list[Change] = []
    for found in find_set_phrases(text):
        becomes = found.phrase.in_style(target)
        if found.style is not target and text[found.start : found.end] != becomes:
            changes.append(_change(found.start, found.end, becomes, "restyle-phrase"))
    changes += [
        _change(one.start, one.end, one.becomes, "restyle-response")
        for one in find_responses(text, sentences(text))
        if (one.origin in {"polite", "playful"}) != target.polite
    ]
    voice = own_voice(text, analyse(text))
    changes += [
        _change(splice.start, splice.end, splice.becomes, "restyle-pronoun")
        for _, splice in first_person(text, voice, humble=target.polite)
    ]
    return without_overlaps(changes)


def _phrase_ending(phrases: tuple[PhraseFound, ...], sentence: Sentence) -> PhraseFound | None:
    end = sentence.end - len(sentence.marks)
    return next((one for one in phrases if one.start < end <= one.end), None)


def _ending(text: str, sentence: Sentence, target: Style, *, honorific: bool) -> list[Change]:
    if sentence.ending is None:
        return []
    wanted: bool | None = None
    if target is Style.HAE and not names_an_honoured_person(sentence):
        wanted = False
    elif target.polite and honorific and subject_of(sentence) is Subject.LISTENER:
        wanted = True
    splice = rewrite_ending(text, sentence, target, honorific=wanted)
    if splice is None:
        return []
    return [_change(splice.start, splice.end, splice.becomes, "restyle-ending")]


def _inner_honorifics(text: str) -> list[Change]:
    """Drop -(으)시- inside a sentence: 좋아하시는 영화, 좋아하는 영화."""
    changes: list[Change] = []
    for sentence in sentences(text):
        if names_an_honoured_person(sentence):
            continue
        final = sentence.ending.first if sentence.ending is not None else len(sentence.morphemes)
        for index in range(1, final):
            change = _without_infix(text, sentence.morphemes, index)
            if change is not None:
                changes.append(change)
    return changes


def _without_infix(text: str, morphemes: tuple[Morpheme, ...], index: int) -> Change | None:
    one = morphemes[index]
    if one.tag != "EP" or one.form not in {"시", "으시"}:
        return None
    last = index
    while last + 1 < len(morphemes) and morphemes[last + 1].tag in _ENDING_TAGS:
        last += 1
        if morphemes[last].tag != "EP":
            break
    stem = morphemes[index - 1]
    if stem.form in plain_verbs() or last == index:
        return None
    rest = tuple((each.form, each.tag) for each in morphemes[index + 1 : last + 1])
    start, end = stem.start, max(each.end for each in morphemes[index - 1 : last + 1])
    old = join(((stem.form, stem.tag), (one.form, one.tag), *rest))
    if text[start:end] != old:
        return None
    return _change(start, end, join(((stem.form, stem.tag), *rest)), "restyle-honorific")


def _change(start: int, end: int, becomes: str, rule: str) -> Change:
    return Change(start, end, becomes, (Reason(rule, Degree.SUGGESTION),))
