"""Whether a text is casual chat, in which natives play with spelling and drop spaces."""

import re
from functools import lru_cache

_PLAY = re.compile(r"[ㄱ-ㅎㅏ-ㅣ]{2,}|(?<![가-힣])[ㄱ-ㅎㅏ-ㅣ](?![가-힣])|[ㅋㅎㅠㅜ]|[~!?^]{2,}")
_POLITE = re.compile(r"(?:요|니다|니까|시오)(?=$|[\s.,!?~…\"')])")
_PLAIN_WRITING = re.compile(r"(?<=[가-힣])다\.")


@lru_cache(maxsize=256)
def is_casual(text: str) -> bool:
    """Whether the text is chat among friends: played with, or with no polite or written ending.

    What natives write for fun there (조아, 마니, 햇어) is no mistake; elsewhere it is one.
    """
    if _PLAY.search(text) is not None:
        return True
    return _POLITE.search(text) is None and _PLAIN_WRITING.search(text) is None
