"""Answers as people read them on a terminal."""

from collections.abc import Sequence

from app.korean import Style
from app.korean_command.answers import (
    Checked,
    Detected,
    Judged,
    JudgedEdit,
    LookedUp,
    ReadAsHangul,
    RestyledText,
    RomanisedText,
    ShownEdit,
    WordsFound,
)


def plain_detected(answer: Detected) -> str:
    """One line for the text; with several sentences, one for each of them too."""
    mixed = ", mixed" if answer.mixed else ""
    sure = f", {answer.confidence:.0%} sure" if answer.style is not Style.NONE else ""
    lines = [f"{_named(answer.style)}{mixed}{sure}: {answer.text}"]
    for one in answer.sentences:
        notes = [
            *(["honours someone"] if one.honorific else []),
            *(["humble"] if one.humble else []),
            *([f"by {', '.join(each.form for each in one.because)}"] if one.because else []),
        ]
        lines.append(f"  {_named(one.style)}: {one.text}" + _in_brackets(notes))
    return "\n".join(lines)


def plain_restyled(answer: RestyledText) -> str:
    """Return the text in the other style, or why there is none, and each change."""
    if answer.restyled is None:
        return f"{answer.text}\n  not rewritten: {answer.reason}"
    return "\n".join([answer.restyled, *_edits(answer.edits)])


def plain_checked(answer: Checked) -> str:
    """Return the corrected text and each change; without any, that nothing was found."""
    if not answer.edits:
        return f"{answer.text}\n  no mistake found"
    return "\n".join([answer.corrected, *_edits(answer.edits)])


def plain_judged(answer: Judged) -> str:
    """Return the status, the corrected text and each change."""
    return "\n".join([f"{answer.status}: {answer.corrected}", *_edits(answer.edits)])


def plain_words(answer: WordsFound) -> str:
    """Return a line for each word: dictionary form, part of speech, level, senses."""
    lines = [answer.text]
    for one in answer.words:
        level = f", level {one.level}" if one.level is not None else ""
        senses = "; ".join(one.senses) or "not in the dictionary"
        lines.append(f"  {one.surface}: {one.lemma} ({one.pos}{level}) {senses}")
    return "\n".join(lines)


def plain_romanised(answer: RomanisedText) -> str:
    """Return the text in Latin letters, how it is said, and by which rules."""
    return f"{answer.romanised}  [{answer.pronunciation}]" + _in_brackets(answer.rules)


def plain_read_as_hangul(answer: ReadAsHangul) -> str:
    """Return the likeliest reading and the others."""
    if answer.best is None:
        return f"{answer.text}: not Korean in Latin letters"
    others = f"  or {', '.join(answer.alternatives)}" if answer.alternatives else ""
    return answer.best + others


def plain_looked_up(answer: LookedUp) -> str:
    """Return a line for each entry of a word, and its example."""
    if not answer.entries:
        return f"{answer.lemma}: not in the dictionary (look words up as 먹다, 학교)"
    lines: list[str] = []
    for one in answer.entries:
        level = [f"level {one.level}"] if one.level is not None else []
        notes = [one.pos, *level, f"{one.source}, {one.licence}"]
        said = "; ".join(one.senses) or one.sense_ko
        lines.append(f"{one.lemma}: {said}" + _in_brackets(notes))
        if one.example:
            lines.append(f"  {one.example}  {one.example_en}")
    return "\n".join(lines)


def _edits(edits: Sequence[ShownEdit]) -> list[str]:
    return [
        f"  {one.was or '(nothing)'} → {one.becomes or '(nothing)'}  {one.why_en}"
        + _in_brackets([one.degree, one.rule] if isinstance(one, JudgedEdit) else [one.rule])
        for one in edits
    ]


def _named(style: Style) -> str:
    return style.name_en if style is Style.NONE else f"{style.name_ko} {style.value}"


def _in_brackets(notes: Sequence[str]) -> str:
    return f"  ({', '.join(notes)})" if notes else ""
