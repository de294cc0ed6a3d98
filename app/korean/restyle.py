"""Says the same in another speech style: endings, pronouns, answers and set phrases change."""

from dataclasses import dataclass

from app.korean.analysis.analyser import normalise
from app.korean.detect import StyleReading, detect
from app.korean.edit import Edit
from app.korean.patch import as_edits, changed, composed, without_overlaps
from app.korean.restyling.endings import ending_changes
from app.korean.restyling.listener_pronouns import names_the_listener_plainly
from app.korean.restyling.predicate import CannotConjugateError
from app.korean.restyling.words import word_changes
from app.korean.style import Style


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
    """Rewrite `text` in another speech style; quotations and all else are kept to the letter.

    `honorific`: what the listener does takes -(으)시- (toward a polite target). Toward 해체 and the
    other low styles the listener's -(으)시- is dropped, an honoured third person's is kept. What
    already is in that style stays as it is. Refuses rather than guesses: endings without a
    counterpart, spellings that conjugation does not give, and whatever would not read as the style
    that was asked for.
    """
    text = normalise(text)
    if target is Style.NONE:
        return Refused("바꿀 말투를 골라 주세요.", "Choose a speech style to rewrite it in.")
    reading = detect(text)
    if _is_in(reading, target) and not honorific:
        return Restyled(text, ())
    outcome = _rewritten(text, reading, target, honorific=honorific, strictly=False)
    if isinstance(outcome, Refused) and target in {Style.HAPSYO, Style.HAE}:
        return _rewritten(text, reading, target, honorific=honorific, strictly=True)
    return outcome


def _rewritten(
    text: str, reading: StyleReading, target: Style, *, honorific: bool, strictly: bool
) -> Restyled | Refused:
    words = word_changes(text, target)
    reworded = changed(text, words)
    try:
        endings = without_overlaps(
            ending_changes(reworded, target, honorific=honorific, strictly=strictly)
        )
    except CannotConjugateError as refusal:
        return Refused(
            "이 문장의 끝은 확실하게 바꿀 수 없어요.",
            f"An ending cannot be rewritten with certainty ({refusal}).",
        )
    if honorific and target.polite and names_the_listener_plainly(changed(reworded, endings)):
        return Refused(
            "'너'를 무엇으로 부를지 알 수 없어요.",
            "Who is honoured is not called 너, and the title to use is not known.",
        )
    whole = composed(text, words, endings)
    restyled = changed(text, whole)
    if not _reads_as(restyled, reading, target):
        return Refused(
            f"확실한 {target.name_ko}로 바꿀 수 없어요.",
            f"It cannot be said in the {target.name_en} beyond doubt.",
        )
    return Restyled(restyled, as_edits(text, whole))


def _is_in(reading: StyleReading, target: Style) -> bool:
    """Whether every sentence with an ending already is in that style."""
    styles = {one.style for one in reading.sentences} - {Style.NONE}
    return styles == {target}


def _reads_as(text: str, before: StyleReading, target: Style) -> bool:
    """Whether a rewritten text reads as the target; a fragment may stay without a style."""
    after = detect(text)
    if after.style is Style.NONE and (before.style is Style.NONE or not target.polite):
        return True
    return after.style is target and not after.mixed
