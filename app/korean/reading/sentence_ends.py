"""Where one sentence of a message ends: at a final ending, punctuation, a line end."""

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.reading.endings import ending_senses
from app.korean.reading.final_endings import STEM_PARTS, is_final, is_polite_particle, joins
from app.korean.reading.quotation import ends_a_reported_clause

_TRAILING = frozenset(
    {"SF", "SP", "SE", "SO", "SW", "SSC", "W_EMOJI", "Z_CODA", "W_HASHTAG", "W_MENTION"}
)
_MOST_WORDS_AFTER = 3
_MOST_ADVERBS = 2
_ENDING_TAGS = frozenset({"EC", "EF", "EP", "ETM", "ETN"})


def cut_after(text: str, morphemes: tuple[Morpheme, ...], index: int) -> int | None:
    """Return the index after the sentence that ends with the morpheme at `index`, or None.

    What trails it (punctuation, laughter, emoji, 요) belongs to the sentence.
    """
    one = morphemes[index]
    closes = (
        one.tag == "SF"
        or _line_ends_after(text, morphemes, index)
        or (one.tag == "EF" and _closes(morphemes, index))
        or (one.tag == "EC" and _ends_although_it_joins(text, morphemes, index))
        or (is_polite_particle(morphemes, index) and _stands_last(morphemes, index))
    )
    if not closes:
        return None
    index += 1
    while index < len(morphemes) and (
        trails(morphemes[index]) or is_polite_particle(morphemes, index)
    ):
        index += 1
    return index


def trails(morpheme: Morpheme) -> bool:
    """Whether a morpheme only trails a sentence: punctuation, laughter, emoji, 그려 (왔네그려)."""
    return morpheme.tag in _TRAILING or (morpheme.form, morpheme.tag) == ("그려", "JX")


def asked_before(morphemes: tuple[Morpheme, ...], last: int) -> int | None:
    """Return the index of the ending of a question that adverbs follow: 뭐 하는데 지금.

    -는데 also joins clauses: a question word before it says that it asks.
    """
    index = last
    while index > 0 and _is_adverbial(morphemes[index]):
        index -= 1
    if index in {last, 0} or morphemes[last].word - morphemes[index].word > _MOST_ADVERBS:
        return None
    one, before = morphemes[index], morphemes[index - 1]
    torn = one.form == "데" and before.tag == "ETM" and before.end == one.start
    sense = ending_senses().get(before.form + one.form if torn else one.form)
    if sense is None or sense.family != "background" or sense.style.polite:
        return None
    return index if any(_asks(one) for one in morphemes[:index]) else None


def _is_adverbial(one: Morpheme) -> bool:
    return one.tag == "MAG" or (one.tag == "NNG" and one.form in words_in("time"))


def _asks(one: Morpheme) -> bool:
    return one.form in words_in("question-word") and one.part in {"NP", "MM", "MAG", "VA"}


def _closes(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    sense = ending_senses().get(morphemes[index].form)
    if sense is None and index + 1 < len(morphemes) and _is_glued(morphemes, index):
        return False
    if sense is not None and joins(sense):
        return _stands_last(morphemes, index) or is_polite_particle(morphemes, index + 1)
    return not ends_a_reported_clause(morphemes, index)


def _is_glued(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether Korean follows without a space: the analyser tore an ending apart (먹으오)."""
    following = morphemes[index + 1]
    return following.start == morphemes[index].end and not following.tag.startswith("S")


def _ends_although_it_joins(text: str, morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether an ending that the analyser calls connective is final: 알죠, 저도 가요."""
    sense = ending_senses().get(morphemes[index].form)
    if sense is None or not is_final(sense) or index + 1 == len(morphemes):
        return False
    if ends_a_reported_clause(morphemes, index):
        return False
    if morphemes[index + 1].tag == "SP":
        return index == 0 or morphemes[index - 1].form != "들"
    return _only_an_afterthought_follows(text, morphemes, index)


def _only_an_afterthought_follows(text: str, morphemes: tuple[Morpheme, ...], index: int) -> bool:
    """Whether a few words without a predicate follow: 가자 빨리, 예쁘다 이 옷."""
    if morphemes[index + 1].start == morphemes[index].end:
        return False
    following: list[Morpheme] = []
    for place in range(index + 1, len(morphemes)):
        if morphemes[place].tag == "SF" or _line_ends_after(text, morphemes, place - 1):
            break
        following.append(morphemes[place])
    if any(one.part in STEM_PARTS or one.part in _ENDING_TAGS for one in following):
        return False
    return len({one.word for one in following}) <= _MOST_WORDS_AFTER


def _line_ends_after(text: str, morphemes: tuple[Morpheme, ...], index: int) -> bool:
    if index + 1 == len(morphemes):
        return False
    return "\n" in text[morphemes[index].end : morphemes[index + 1].start]


def _stands_last(morphemes: tuple[Morpheme, ...], index: int) -> bool:
    return index + 1 == len(morphemes) or trails(morphemes[index + 1])
