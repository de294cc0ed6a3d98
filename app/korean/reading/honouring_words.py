"""Words that honour a referent (계시다, 드리다, 께서, 말씀) and words that humble the speaker."""

from functools import cache

from app.korean.analysis.morpheme import Morpheme
from app.korean.tables import rows_of

_HONORIFIC_ENDINGS = ("세요", "셔요", "시어요", "세여", "십시오", "십쇼", "십시다")
_INFIXES = frozenset({"시", "으시"})
_HUMBLE_PRONOUNS = frozenset({"저", "제", "저희"})


@cache
def _words() -> frozenset[tuple[str, str]]:
    return frozenset((row["word"], row["tag"]) for row in rows_of("honouring_words.tsv"))


def honours(morpheme: Morpheme) -> bool:
    """Whether a morpheme honours the one spoken of: -(으)시-, 께서, 계시다, 드리다, 성함."""
    if morpheme.tag == "EP":
        return morpheme.form in _INFIXES
    if morpheme.tag == "EF":
        return morpheme.form.endswith(_HONORIFIC_ENDINGS)
    return (morpheme.form, morpheme.part) in _words()


def is_humble(morpheme: Morpheme) -> bool:
    """Whether a morpheme is 저, 제 or 저희: the speaker makes himself small."""
    if morpheme.part == "MM":
        return morpheme.form == "제"
    return morpheme.part == "NP" and morpheme.form in _HUMBLE_PRONOUNS
