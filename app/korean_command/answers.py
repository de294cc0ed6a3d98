"""What the commands answer with `--json`: the engine's values with the names others build on.

`start` and `end` count code points of `text`, which is in NFC.
"""

import msgspec

from app.korean import (
    Edit,
    Refused,
    Relation,
    Style,
    Word,
    apply_edits,
    check,
    detect,
    dictionary,
    from_keys,
    from_roman,
    judge,
    restyle,
    romanise,
    words,
)
from app.korean.analysis.analyser import normalise


class ShownMorpheme(msgspec.Struct, frozen=True):
    """A morpheme that decided something, and where it stands."""

    form: str
    tag: str
    start: int
    end: int


class ShownSentence(msgspec.Struct, frozen=True):
    """One sentence's style, whether it honours someone or humbles the speaker, and why."""

    text: str
    start: int
    end: int
    style: Style
    honorific: bool
    humble: bool
    because: list[ShownMorpheme]


class Detected(msgspec.Struct, frozen=True):
    """The speech style of a text."""

    text: str
    style: Style
    mixed: bool
    confidence: float
    sentences: list[ShownSentence]


class ShownEdit(msgspec.Struct, frozen=True):
    """A change, the rule that asks for it, and why."""

    start: int
    end: int
    was: str
    becomes: str
    rule: str
    why_en: str
    why_ko: str


class JudgedEdit(ShownEdit, frozen=True):
    """A change, and how much it matters to this listener."""

    degree: str
    kind: str


class RestyledText(msgspec.Struct, frozen=True):
    """The text in another style; `restyled` is null and `reason` says why where it was refused."""

    text: str
    target: Style
    restyled: str | None
    reason: str | None
    edits: list[ShownEdit]


class Checked(msgspec.Struct, frozen=True):
    """The mistakes in a text."""

    text: str
    corrected: str
    edits: list[ShownEdit]


class Judged(msgspec.Struct, frozen=True):
    """How a text is to one listener."""

    text: str
    status: str
    corrected: str
    edits: list[JudgedEdit]


class WordsFound(msgspec.Struct, frozen=True):
    """The content words of a text, in order."""

    text: str
    words: tuple[Word, ...]


class RomanisedText(msgspec.Struct, frozen=True):
    """A text in Latin letters, how it is said, and the rules of pronunciation that were applied."""

    text: str
    romanised: str
    pronunciation: str
    rules: tuple[str, ...]


class ShownEntry(msgspec.Struct, frozen=True):
    """One entry of a dictionary, and whose it is."""

    lemma: str
    pos: str
    level: int | None
    senses: tuple[str, ...]
    sense_ko: str
    example: str
    example_en: str
    source: str
    licence: str


class LookedUp(msgspec.Struct, frozen=True):
    """The entries of a word, the project's own first; none where no dictionary has it."""

    lemma: str
    entries: list[ShownEntry]


class ReadAsHangul(msgspec.Struct, frozen=True):
    """What Latin letters say in Hangul; `best` is null where they are not Korean.

    `typed` is `keys` (with the Korean keyboard off), `roman` (romanised), or null.
    """

    text: str
    best: str | None
    alternatives: tuple[str, ...]
    typed: str | None


def detected(text: str) -> Detected:
    """Answer `detect`."""
    text = normalise(text)
    reading = detect(text)
    return Detected(
        text=text,
        style=reading.style,
        mixed=reading.mixed,
        confidence=reading.confidence,
        sentences=[
            ShownSentence(
                text=text[one.start : one.end],
                start=one.start,
                end=one.end,
                style=one.style,
                honorific=one.honorific,
                humble=one.humble,
                because=[
                    ShownMorpheme(each.form, each.tag, each.start, each.end)
                    for each in one.deciding
                ],
            )
            for one in reading.sentences
        ],
    )


def restyled(text: str, target: Style, *, honorific: bool) -> RestyledText:
    """Answer `restyle`."""
    text = normalise(text)
    outcome = restyle(text, target, honorific=honorific)
    if isinstance(outcome, Refused):
        return RestyledText(text, target, None, outcome.reason_en, [])
    return RestyledText(text, target, outcome.text, None, [_edit(one) for one in outcome.edits])


def checked(text: str) -> Checked:
    """Answer `check`."""
    text = normalise(text)
    edits = check(text)
    return Checked(text, apply_edits(text, edits), [_edit(one) for one in edits])


def judged(text: str, relation: Relation) -> Judged:
    """Answer `judge`."""
    text = normalise(text)
    judgement = judge(text, relation)
    return Judged(
        text,
        judgement.status,
        judgement.corrected,
        [
            JudgedEdit(
                one.start,
                one.end,
                one.was,
                one.becomes,
                one.rule,
                one.why_en,
                one.why_ko,
                one.degree,
                one.kind,
            )
            for one in judgement.edits
        ],
    )


def words_found(text: str) -> WordsFound:
    """Answer `words`."""
    text = normalise(text)
    return WordsFound(text, words(text))


def romanised(text: str) -> RomanisedText:
    """Answer `romanise`."""
    text = normalise(text)
    found = romanise(text)
    return RomanisedText(text, found.romanised, found.pronunciation, found.rules)


def looked_up(lemma: str) -> LookedUp:
    """Answer `dictionary`."""
    lemma = normalise(lemma).strip()
    return LookedUp(
        lemma,
        [
            ShownEntry(
                one.lemma,
                one.pos,
                one.level,
                one.senses,
                one.sense_ko,
                one.example,
                one.example_en,
                one.source,
                one.licence,
            )
            for one in dictionary(lemma)
        ],
    )


def read_as_hangul(text: str) -> ReadAsHangul:
    """Answer `hangul`: keys first, which can hardly be anything else, then romanised Korean."""
    text = normalise(text)
    for typed, read in (("keys", from_keys), ("roman", from_roman)):
        guess = read(text)
        if guess.best is not None:
            return ReadAsHangul(text, guess.best, guess.alternatives, typed)
    return ReadAsHangul(text, None, (), None)


def _edit(edit: Edit) -> ShownEdit:
    return ShownEdit(
        edit.start, edit.end, edit.was, edit.becomes, edit.rule, edit.why_en, edit.why_ko
    )
