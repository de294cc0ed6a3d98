"""What stops without an ending: 왜?, 저도, 피곤해서; politely it takes 요."""

from app.korean.analysis.word_classes import words_in
from app.korean.reading.sentences import Sentence
from app.korean.restyling.predicate import Splice
from app.korean.style import Style

_TRAILING = frozenset({"SF", "SP", "SE", "SO", "SW", "W_EMOJI", "Z_CODA", "SSC"})
_ASKED = frozenset({"NNG", "NNP", "NP", "NNB", "NR", "MAG", "XSN", "SL", "SN"})
_PARTICLES = frozenset({"JX", "JKB", "JKS", "JKO", "JC"})
_CONNECTING = frozenset(
    {
        "어서",
        "아서",
        "서",
        "니까",
        "으니까",
        "는데",
        "ᆫ데",
        "은데",
        "던데",
        "거든",
        "고",
        "려고",
        "으려고",
        "느라고",
        "지만",
        "면",
        "으면",
        "다가",
        "도록",
        "게",
        "라서",
    }
)


def fragment_change(text: str, sentence: Sentence, target: Style) -> Splice | None:
    """Return the 요 that a sentence without an ending takes politely, None where it takes none.

    Questions (왜?, 저녁은?), answers that end in a particle (저도), connective endings that close
    the message (피곤해서) and 그래. A bare noun, a name, a call and what is cut off stay.
    """
    content = [one for one in sentence.morphemes if one.tag not in _TRAILING]
    if not target.polite or not content or "," in sentence.marks:
        return None
    last = content[-1]
    closed = (
        any(one in sentence.marks for one in ".!?~…ㅋㅎㅠㅜ") or not text[sentence.end :].strip()
    )
    if not closed or not "가" <= text[last.end - 1 : last.end] <= "힣":
        return None
    if last.tag in {"EC", "EF"}:
        takes = last.form in _CONNECTING
    elif last.form == "그래" and last.tag == "IC":
        takes = len(content) > 1
    elif len(content) == 1 and last.form in words_in("answering-word"):
        takes = True
    elif sentence.asks:
        # 저? alone is what asks "me?", whatever the analyser takes it for
        takes = last.part in _ASKED | _PARTICLES or (len(content) == 1 and last.form == "저")
    else:
        takes = last.tag in {"JX", "JKB"}
    return Splice(last.end, last.end, "요") if takes else None
