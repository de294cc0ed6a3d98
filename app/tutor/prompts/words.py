"""What the Vocabulary agent's model is told: the level, the engine's choice, the message."""

from collections.abc import Sequence

import msgspec

from app.korean import PickedWord
from app.llm import Message
from app.tutor.prompts.delimiters import delimited
from app.tutor.prompts.grounded import grounded_messages
from app.tutor.prompts.texts import prompt_text


def words_messages(
    *, level: str, chosen: Sequence[PickedWord], known: Sequence[str], text: str
) -> list[Message]:
    """Return the prompt that asks for words of `text`, the message as it was corrected.

    `chosen` are the engine's words, `known` those of the text that the learner knows.
    """
    words = [
        {"surface": word.surface, "lemma": word.lemma, "level": word.level, "sense": word.sense_en}
        for word in chosen
    ]
    facts = msgspec.json.encode({"level": level, "words": words, "known": list(known)}).decode()
    return grounded_messages(prompt_text("words"), delimited("engine", facts), text)
