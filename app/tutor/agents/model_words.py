"""The Vocabulary agent: a model's words where the engine finds them, else the engine's own."""

from app.korean import detect
from app.tutor.agents.asking import Asking
from app.tutor.agents.drafts import WordsDraft
from app.tutor.agents.engine_answers import corrected_text, normalised, words_of_engine
from app.tutor.agents.lemmas import find_word
from app.tutor.agents.observing import WORDS
from app.tutor.agents.words_check import check_words
from app.tutor.answers import Conversation, Origin, WordsAnswer
from app.tutor.ports import RoomMessage
from app.tutor.prompts import words_messages


async def model_words(
    asking: Asking, conversation: Conversation, message: RoomMessage
) -> WordsAnswer:
    """Return at most two words of the message as the engine corrects it."""
    text = corrected_text(conversation.facts, normalised(message))
    chosen = words_of_engine(conversation, text)
    if not detect(text).korean:
        return WordsAnswer(chosen, Origin("engine", "verified"))
    known = conversation.known_words
    answer = await asking.ask(
        WORDS,
        conversation,
        words_messages(
            level=conversation.facts.level,
            chosen=chosen,
            known=sorted(lemma for lemma in known if find_word(lemma, text)),
            text=text,
        ),
        WordsDraft,
        lambda draft: check_words(draft, text, known, chosen),
    )
    if answer is None:
        return WordsAnswer(chosen, asking.origin(WORDS, "engine", "replaced"))
    return WordsAnswer(*answer)
