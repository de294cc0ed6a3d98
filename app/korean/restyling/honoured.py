"""Whether a sentence speaks of someone who is honoured in every style: 할머니께서 주무셔."""

from app.korean.listener_pronouns import means_the_listener
from app.korean.sentences import Sentence
from app.korean.word_classes import words_in


def honours_someone_else(sentence: Sentence) -> bool:
    """Whether a person is named who takes -(으)시- among friends too; 님 for you is none."""
    return any(
        one.form in words_in("honoured-person")
        and not means_the_listener(sentence.morphemes, index)
        for index, one in enumerate(sentence.morphemes)
    )
