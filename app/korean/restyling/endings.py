"""The ending of each sentence in the other style, and -(으)시- inside a sentence left out."""

from app.korean.analysis.morpheme import Morpheme
from app.korean.patch import Change
from app.korean.reading.bidding import Bidding, bidding
from app.korean.reading.sentences import Sentence, sentences
from app.korean.reading.subjects import Subject, subject_of
from app.korean.restyling.alternatives import first_of_two
from app.korean.restyling.conjugation import conjugated
from app.korean.restyling.fragments import fragment_change
from app.korean.restyling.honorific_words import plain_words
from app.korean.restyling.honoured import honours_someone_else
from app.korean.restyling.honouring import hangs_on_a_noun
from app.korean.restyling.predicate import STEM_TAGS, CannotConjugateError, pair_of, predicate_of
from app.korean.restyling.refusals import refuse_what_is_unsure
from app.korean.restyling.rewriting import rewrite_ending
from app.korean.restyling.set_phrases import PhraseFound
from app.korean.restyling.words import change, phrases_in
from app.korean.style import Style

_ENDING_TAGS = frozenset({"EP", "EC", "EF", "ETM", "ETN"})
_FORMAL = frozenset({"습니다", "ᆸ니다"})
_INFIXES = frozenset({"시", "으시"})
_WRITTEN_PHRASES = frozenset({Style.HAPSYO, Style.HAEYO, Style.HAE, Style.HAERA})


def ending_changes(text: str, target: Style, *, honorific: bool, strictly: bool) -> list[Change]:
    """Return the changes that give each sentence its ending in `target`.

    Raises CannotConjugateError where an ending has no counterpart.
    """
    found: list[Change] = []
    said = sentences(text)
    aloud = any(one.ending is not None and one.ending.sense.style is Style.HAE for one in said)
    phrases = phrases_in(text) if target in _WRITTEN_PHRASES else ()
    for sentence in said:
        if _phrase_ending(phrases, sentence) is None:
            found += _ending(
                text, sentence, target, honorific=honorific, strictly=strictly, aloud=aloud
            )
        if (first := first_of_two(sentence, target)) is not None:
            found.append(change(first.start, first.end, first.becomes, "restyle-ending"))
        if not target.polite:
            found += _plain_contrasts(text, sentence)
        if not target.polite and not honours_someone_else(sentence):
            found += _inner_honorifics(text, sentence)
    return found


def _phrase_ending(phrases: tuple[PhraseFound, ...], sentence: Sentence) -> PhraseFound | None:
    end = sentence.end - len(sentence.marks)
    return next((one for one in phrases if one.start < end <= one.end), None)


def _ending(
    text: str,
    sentence: Sentence,
    target: Style,
    *,
    honorific: bool,
    strictly: bool,
    aloud: bool,
) -> list[Change]:
    refuse_what_is_unsure(sentence, target, strictly=strictly)
    if sentence.ending is None:
        splice = fragment_change(text, sentence, target)
        if splice is None:
            return []
        return [change(splice.start, splice.end, splice.becomes, "restyle-fragment")]
    wanted: bool | None = None
    humble: bool | None = None
    if not target.polite and not honours_someone_else(sentence):
        wanted = humble = False
    elif target.polite and honorific and _is_the_listeners(sentence):
        wanted = True
    elif target.polite and honorific and sentence.ending.sense.family == "promise":
        humble = True
    splice = rewrite_ending(
        text,
        sentence,
        target,
        honorific=wanted,
        humble=humble,
        strictly=strictly,
        aloud=aloud,
    )
    if splice is None:
        return []
    return [change(splice.start, splice.end, splice.becomes, "restyle-ending")]


def _is_the_listeners(sentence: Sentence) -> bool:
    """Whether the listener does it, or is told to."""
    if subject_of(sentence) is Subject.LISTENER:
        return True
    try:
        return bidding(sentence, predicate_of(sentence)) is Bidding.BIDS
    except CannotConjugateError:
        return False


def _inner_honorifics(text: str, sentence: Sentence) -> list[Change]:
    """Drop -(으)시- and words that honour inside a sentence: 좋아하시는 영화, 드시려면."""
    final = sentence.ending.first if sentence.ending is not None else len(sentence.morphemes)
    found = [_plainly(text, sentence.morphemes, index) for index in range(final)]
    return [one for one in found if one is not None]


def _plain_contrasts(text: str, sentence: Sentence) -> list[Change]:
    """Say -습니다만 inside a sentence as -지만: 읽었습니다만, 읽었지만."""
    found: list[Change] = []
    morphemes = sentence.morphemes
    for index in range(1, len(morphemes) - 1):
        one, particle = morphemes[index : index + 2]
        if one.form not in _FORMAL or (particle.form, particle.tag) != ("만", "JX"):
            continue
        first = index
        while first > 0 and morphemes[first].part not in STEM_TAGS:
            first -= 1
        pairs = [pair_of(each) for each in morphemes[first:index]]
        written = conjugated((*pairs, pair_of(one)))
        start = morphemes[first].start
        if text[start : one.end] == written:
            becomes = conjugated((*pairs, ("지만", "EC")))
            found.append(change(start, particle.end, becomes, "restyle-ending"))
    return found


def _plainly(text: str, morphemes: tuple[Morpheme, ...], index: int) -> Change | None:
    """Return the verb at `index` without what honours, up to its ending; None if nothing does."""
    stem = morphemes[index]
    word = plain_words().get((stem.form, stem.tag))
    last = index
    while last + 1 < len(morphemes) and morphemes[last + 1].tag in _ENDING_TAGS:
        last += 1
        if morphemes[last].tag != "EP":
            break
    group = morphemes[index + 1 : last + 1]
    kept = tuple((one.form, one.tag) for one in group if one.form not in _INFIXES)
    if word is not None and word.honours == "company" and kept[:1] != (("고", "EC"),):
        return None
    if word is not None and word.honours != "noun":
        before = morphemes[index - 1] if index else None
        glued = before is not None and hangs_on_a_noun(before, stem.start)
        pair = ("하", "XSV") if stem.form == "드리" and glued else (word.form, word.tag)
    elif len(kept) < len(group) and stem.part in {"VV", "VA", "VX", "XSV", "XSA", "VCP", "VCN"}:
        pair = (stem.form, stem.tag)
    else:
        return None
    if not kept:
        return None
    start, end = stem.start, max(one.end for one in (stem, *group))
    whole = ((stem.form, stem.tag), *((one.form, one.tag) for one in group))
    if text[start:end] != conjugated(whole):
        return None
    return change(start, end, conjugated((pair, *kept)), "restyle-honorific")
