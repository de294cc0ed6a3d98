"""Reads what was typed on the Korean two-set layout (두벌식) while the Latin one was on."""

import re
from typing import Final

from app.korean.analysis.analyser import normalise
from app.korean.from_latin.english import is_english
from app.korean.from_latin.guess import NOT_KOREAN, Guess
from app.korean.from_latin.syllable_statistics import likelihood
from app.korean.pronunciation.syllable import CODAS, ONSETS, VOWELS, compose, is_syllable

_KEYS: Final = {
    **dict(zip("qwertyuiop", "ㅂㅈㄷㄱㅅㅛㅕㅑㅐㅔ", strict=True)),
    **dict(zip("asdfghjkl", "ㅁㄴㅇㄹㅎㅗㅓㅏㅣ", strict=True)),
    **dict(zip("zxcvbnm", "ㅋㅌㅊㅍㅠㅜㅡ", strict=True)),
    **dict(zip("QWERTOP", "ㅃㅉㄸㄲㅆㅒㅖ", strict=True)),
}
_VOWEL_PAIRS: Final = {
    "ㅗㅏ": "ㅘ",
    "ㅗㅐ": "ㅙ",
    "ㅗㅣ": "ㅚ",
    "ㅜㅓ": "ㅝ",
    "ㅜㅔ": "ㅞ",
    "ㅜㅣ": "ㅟ",
    "ㅡㅣ": "ㅢ",
}
_CODA_PAIRS: Final = {
    "ㄱㅅ": "ㄳ",
    "ㄴㅈ": "ㄵ",
    "ㄴㅎ": "ㄶ",
    "ㄹㄱ": "ㄺ",
    "ㄹㅁ": "ㄻ",
    "ㄹㅂ": "ㄼ",
    "ㄹㅅ": "ㄽ",
    "ㄹㅌ": "ㄾ",
    "ㄹㅍ": "ㄿ",
    "ㄹㅎ": "ㅀ",
    "ㅂㅅ": "ㅄ",
}
_WORD: Final = re.compile(r"[A-Za-z]+")
_SYLLABLE: Final = re.compile(
    f"([{ONSETS}])([{VOWELS}])((?:[{''.join(CODAS)}](?![{VOWELS}]))?)", re.DOTALL
)
# Laughing and weeping, the letters alone.
_CHAT_LETTERS: Final = re.compile("([ㅋㅎㅠㅜㅇㄷㄱㄴ])\\1+")
_LAUGHING: Final = re.compile("(z{2,}|g{2,})$")
_LONGEST_SHIFTED: Final = 2
_LEAST_LIKELIHOOD: Final = -7.0


def from_keys(text: str) -> Guess:
    """Return what a text says if its Latin letters are keys of the two-set layout.

    dkssudgktpdy: 안녕하세요. Every word of Latin letters must come out as whole syllables (or as
    ㅋㅋ, ㅠㅠ), likely ones, or be an English word, which stays; and not all may be English.
    Otherwise nothing is guessed. Where an English word could be Korean too, the alternative is the
    text that keeps it.
    """
    text = normalise(text)
    words = dict.fromkeys(_WORD.findall(text))
    typed = {word: type_keys(word) for word in words}
    korean = {word for word, hangul in typed.items() if _is_whole(hangul)}
    certain = [typed[word] for word in korean if not is_english(word)]
    if any(not is_english(word) for word in words if word not in korean):
        return NOT_KOREAN
    syllables = [hangul for hangul in certain if _has_syllable(hangul)]
    if not syllables or min(map(likelihood, syllables)) < _LEAST_LIKELIHOOD:
        return NOT_KOREAN
    best = _WORD.sub(lambda match: typed[match[0]] if match[0] in korean else match[0], text)
    kept = _WORD.sub(lambda match: match[0] if is_english(match[0]) else typed[match[0]], text)
    return Guess(best, (kept,) if kept != best else ())


def type_keys(keys: str) -> str:
    """Return what the keys write on the two-set layout.

    Capitals throughout are taken for a caps lock, not for ㅃ ㅉ ㄸ ㄲ ㅆ.
    """
    if keys.isupper() and len(keys) > _LONGEST_SHIFTED:
        keys = keys.lower()
    laughing = _LAUGHING.search(keys)
    if laughing is not None and laughing.start():
        return type_keys(keys[: laughing.start()]) + type_keys(laughing[0])
    letters = "".join(_KEYS.get(key, _KEYS.get(key.lower(), key)) for key in keys)
    for pair, vowel in _VOWEL_PAIRS.items():
        letters = letters.replace(pair, vowel)
    for pair, coda in _CODA_PAIRS.items():
        letters = re.sub(f"(?<=[{VOWELS}]){pair}(?![{VOWELS}])", coda, letters)
    return _SYLLABLE.sub(lambda match: compose(match[1], match[2], match[3]), letters)


def _has_syllable(word: str) -> bool:
    return any(map(is_syllable, word))


def _is_whole(word: str) -> bool:
    """Whether only syllables came out, or letters that people type alone (ㅋㅋ) at the end."""
    rest = "".join(letter for letter in word if not is_syllable(letter))
    return not rest or (word.endswith(rest) and bool(_CHAT_LETTERS.fullmatch(rest)))
