"""What the Intimacy agent's model is told: the listener, the engine's reading, the message."""

from collections.abc import Sequence
from typing import Final

import msgspec

from app.korean import Judgement, StyleReading
from app.llm import Message
from app.tutor.answers import Exchange
from app.tutor.prompts.character import listener
from app.tutor.prompts.delimiters import delimited
from app.tutor.prompts.grounded import grounded_messages
from app.tutor.prompts.texts import prompt_text

# Enough to see what a message answers; the rest costs more than it tells.
_EXCHANGES_BEFORE: Final = 3


def feedback_messages(
    *,
    persona: str,
    closeness: int,
    reading: StyleReading,
    judgement: Judgement,
    exchanges: Sequence[Exchange],
    text: str,
) -> list[Message]:
    """Return the prompt of the feedback on `text`, with what the engine says of it as facts."""
    system = f"{prompt_text('feedback')}\n\nLISTENER\n{listener(persona, closeness)}"
    facts = delimited("engine", _facts(reading, judgement))
    before = delimited("before", _lines(exchanges[-_EXCHANGES_BEFORE:]))
    return grounded_messages(system, f"{facts}\n{before}", text)


def _facts(reading: StyleReading, judgement: Judgement) -> str:
    edits = [
        {
            "was": edit.was,
            "becomes": edit.becomes,
            "degree": edit.degree,
            "kind": edit.kind,
            "rule": edit.rule,
            "why_en": edit.why_en,
        }
        for edit in judgement.edits
    ]
    facts = {
        "detected_style": reading.style.name_ko,
        "styles_mixed": reading.mixed,
        "verdict": judgement.status,
        "corrected": judgement.corrected,
        "edits": edits,
    }
    return msgspec.json.encode(facts).decode()


def _lines(exchanges: Sequence[Exchange]) -> str:
    lines = [
        f"{speaker}: {text}"
        for exchange in exchanges
        for speaker, text in (("learner", exchange.learner), ("listener", exchange.persona))
        if text
    ]
    return "\n".join(lines) or "(nothing)"
