"""The one place that holds Kiwi, the morphological analyser: load, then analyse, join, score."""

import re
import unicodedata
from bisect import bisect_right
from functools import lru_cache
from typing import Final

from kiwipiepy import Kiwi

from app.korean.analysis.misreadings import reread
from app.korean.analysis.morpheme import Morpheme


class AnalyserNotLoadedError(RuntimeError):
    """Korean was analysed before `load` had been called in this process."""

    def __init__(self) -> None:
        super().__init__("call app.korean.load() once per process before analysing Korean")


class _Holder:
    """Keeps the loaded analyser; the only state of the Korean engine."""

    kiwi: Kiwi | None = None


_CACHED_TEXTS: Final = 256
_WORD: Final = re.compile(r"\S+")
# Kiwi reads 계세요 and 주무세요 as noun + 이다, 드세요 as 드세다, 아세요 as an outcry.
_MISREAD_WORDS: Final = (
    ("계세요", [("계시", "VV"), ("어요", "EF")]),
    ("드세요", [("드시", "VV"), ("어요", "EF")]),
    ("주무세요", [("주무시", "VV"), ("어요", "EF")]),
    ("마셔요", [("마시", "VV"), ("어요", "EF")]),
    ("아세요", [("알", "VV"), ("세요", "EF")]),
    ("힘드세요", [("힘들", "VA"), ("세요", "EF")]),
    # As people spell them in a chat.
    ("모해", [("뭐", "NP"), ("하", "VV"), ("어", "EF")]),
    ("글쿠나", [("그렇", "VA-I"), ("구나", "EF")]),
    ("글쿤요", [("그렇", "VA-I"), ("군요", "EF")]),
    ("글쿤", [("그렇", "VA-I"), ("군", "EF")]),
    ("해용", [("하", "VV"), ("어요", "EF")]),
    # On doors; Kiwi reads a noun that it does not know.
    ("미시오", [("밀", "VV"), ("시", "EP"), ("오", "EF")]),
)
# Log likelihood on top; 10 would already find 드세요 in 만드세요.
_LIKELIER: Final = 3.0
# 어제 is taken for 어 + 제 (my), 높임말 for 높이다 + 말.
_MISREAD_NOUNS: Final = ("어제", "높임말", "지난달", "대박")
_CHAT_INTERJECTIONS: Final = (
    "넵",
    "넹",
    "넴",
    "옙",
    "웅",
    "엉",
    "오키",
    "앗",
    "헉",
    "엥",
    "아싸",
    "앗싸",
    "글쎄다",
)


def load() -> None:
    """Load the language model, once; a second call returns at once.

    Takes 1.7 s and 330 MB (two cores, `load_multi_dict=False`). The multi-word dictionary would add
    0.8 s and 200 MB and joins names of works and places into one noun, which no rule here wants.
    One worker: lines are analysed one at a time, and Kiwi's own pool hangs after a fork.
    """
    if _Holder.kiwi is None:
        kiwi = Kiwi(num_workers=1, load_multi_dict=False)
        for written, morphemes in _MISREAD_WORDS:
            kiwi.add_pre_analyzed_word(written, morphemes, _LIKELIER)
        for noun in _MISREAD_NOUNS:
            kiwi.add_user_word(noun, "NNG")
        for word in _CHAT_INTERJECTIONS:
            kiwi.add_user_word(word, "IC")
        kiwi.tokenize("준비됐어요.")
        _Holder.kiwi = kiwi


def is_loaded() -> bool:
    """Whether `load` has been called in this process."""
    return _Holder.kiwi is not None


def normalise(text: str) -> str:
    """Return the text in NFC, the form that every position of this engine counts in."""
    return unicodedata.normalize("NFC", text)


def analyse(text: str) -> tuple[Morpheme, ...]:
    """Split one line of text into morphemes; positions count code points of its NFC form.

    Raises AnalyserNotLoadedError before `load`.
    """
    return _analyse(normalise(text))


@lru_cache(maxsize=_CACHED_TEXTS)
def _analyse(text: str) -> tuple[Morpheme, ...]:
    starts = [match.start() for match in _WORD.finditer(text)]
    morphemes = [
        Morpheme(
            form=token.form,
            tag=token.tag,
            start=token.start,
            end=token.start + token.len,
            word=bisect_right(starts, token.start) - 1,
            sentence=token.sent_position,
        )
        for token in _kiwi().tokenize(text, normalize_coda=True)
    ]
    return reread(text, morphemes)


@lru_cache(maxsize=_CACHED_TEXTS)
def noun_in_dictionary(word: str) -> str | None:
    """Return NNG, NNP or NP if the word as a whole is one that the analyser knows, else None."""
    tokens = _kiwi().tokenize(word)
    if len(tokens) != 1 or tokens[0].oov or tokens[0].form != word:
        return None
    return tokens[0].tag if tokens[0].tag in {"NNG", "NNP", "NP"} else None


def score(text: str) -> float:
    """Return the log likelihood of the best analysis; only differences mean anything."""
    return _score(normalise(text))


@lru_cache(maxsize=_CACHED_TEXTS)
def _score(text: str) -> float:
    analyses = _kiwi().analyze(text, top_n=1)
    return float(analyses[0][1])


def join(morphemes: tuple[tuple[str, str], ...]) -> str:
    """Write (form, tag) pairs as Korean: contracts, inflects irregular stems, spaces words.

    Irregular stems need the tag of the analysis (`VV-I`, `VA-I`); a plain tag gives 고워 for 고와.
    """
    return str(_kiwi().join(morphemes))


def _kiwi() -> Kiwi:
    if _Holder.kiwi is None:
        raise AnalyserNotLoadedError
    return _Holder.kiwi
