"""Loads everything the engine needs, so that nobody who asks has to wait for it."""

from app.korean.analysis import analyser
from app.korean.judge import judge
from app.korean.relation import Relation
from app.korean.restyle import restyle
from app.korean.romanise import romanise
from app.korean.style import Style
from app.korean.words import words

# Between them every family of rules has to look into its tables.
_FIRST_SENTENCES = (
    "저는 어제 친구랑 같이 영화를 봤어요.",
    "김민수 씨가 PC을 샀대!",
    "자네 왔는가",
    "응",
)


def load() -> None:
    """Load the language model and read every table, once; a second call returns at once.

    Takes about 2 s and 340 MB (two cores). Called before a process listens or forks: loading
    would stall its loop, and after a fork the memory is shared.
    """
    if analyser.is_loaded():
        return
    analyser.load()
    for sentence in _FIRST_SENTENCES:
        restyle(sentence, Style.HAE)
        judge(sentence, Relation(Style.HAE))
        words(sentence)
        romanise(sentence)
