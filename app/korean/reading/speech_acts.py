"""What a sentence does: ask, order, propose, promise, wonder, as far as that is sure."""

from itertools import pairwise

from app.korean.analysis.morpheme import Morpheme
from app.korean.analysis.word_classes import words_in
from app.korean.reading.clauses import last_clause, last_clause_has_subject
from app.korean.reading.sentences import Sentence
from app.korean.restyling.counterpart_forms import acts_now
from app.korean.restyling.honorific_words import plain_verbs
from app.korean.restyling.predicate import HONORIFIC_INFIX, Predicate

_QUESTION_ENDINGS = frozenset(
    {"습니까", "ᆸ니까", "나요", "ᆫ가요", "은가요", "니", "냐", "느냐", "으냐"}
)
# 같이 해 봐요 proposes.
_TOGETHER = frozenset({"같이", "함께", "우리"})
_REQUESTING_STEMS = frozenset({"주", "말", "보"})


def asks(sentence: Sentence) -> bool:
    """Whether a sentence is a question: by its mark, its ending, or a question word in it."""
    ending = sentence.ending
    if sentence.asks or (ending is not None and ending.form in _QUESTION_ENDINGS):
        return True
    return "." not in sentence.marks and any(
        one.form in words_in("question-word") and one.part in {"NP", "MM", "MAG", "VA", "NNG"}
        for one in sentence.morphemes
    )


def commands(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether the sentence tells the listener to do something, as far as that is sure."""
    ending = sentence.ending
    if ending is None or asks(sentence) or predicate.is_copula:
        return False
    if predicate.stem == ("말", "VX") and (
        ending.sense.family == "command" or ending.form in {"어", "어요"}
    ):
        return not predicate.infixes or predicate.infixes == (HONORIFIC_INFIX,)
    subject = last_clause_has_subject(sentence)
    if ending.sense.family == "command":
        return not (subject and ending.form.endswith("요"))
    if ending.form == "어요" and predicate.stem[0] in plain_verbs() and not predicate.infixes:
        return not subject  # 드세요, 주무세요 contain the -시- of -세요
    if ending.form not in {"어", "어요"} or any(
        one != HONORIFIC_INFIX for one in predicate.infixes
    ):
        return False
    if any(one.form in _TOGETHER for one in sentence.morphemes):
        return False
    clause = last_clause(sentence)
    if predicate.stem == ("주", "VV") and not subject:
        return not _gives_to_another(clause)
    if subject or _tells_of_oneself(clause):
        return predicate.stem == ("도와주", "VV")
    if predicate.stem[1] == "VX":
        return predicate.stem[0] in _REQUESTING_STEMS and not _guesses(predicate, sentence)
    if predicate.stem == ("도와주", "VV"):
        return True
    if predicate.stem[1].partition("-")[0] not in {"VV", "XSV"}:
        return False
    return _urges(clause) or wishes_well(sentence, predicate)


def _tells_of_oneself(clause: tuple[Morpheme, ...]) -> bool:
    """Whether a habit or the speaker is named; 내 말 좀 들어 names only what is mine."""
    mine = {one.start for one, following in pairwise(clause) if following.tag == "JKG"}
    return any(
        one.form in words_in("habit")
        or (one.part == "NP" and one.form in words_in("speaker") and one.start not in mine)
        for one in clause
    )


def wishes_well(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether a sentence is what one says at parting: 잘 자, 푹 쉬어요, 조심히 가요."""
    words = words_in("well-wish")
    return any(f"{one.form} {predicate.stem[0]}" in words for one in sentence.morphemes)


def _urges(clause: tuple[Morpheme, ...]) -> bool:
    """Whether an adverb says that the listener is to act: 빨리, 어서, 잠깐만 (기다려요)."""
    return any(
        one.form in words_in("urging")
        and one.tag in {"MAG", "NNG", "NNB"}
        and (one.form, following.form) != ("그만", "두")  # 그만두다 is one verb
        for one, following in pairwise(clause)
    ) or any(
        one.form in words_in("moment") and following.form == "만"
        for one, following in pairwise(clause)
    )


def _gives_to_another(clause: tuple[Morpheme, ...]) -> bool:
    """Whether something is given to someone who is not the speaker: 꽃에 물을 줘."""
    return any(
        particle.tag == "JKB" and noun.form not in words_in("speaker")
        for noun, particle in pairwise(clause)
    ) or any(one.form in words_in("habit") for one in clause)


def _guesses(predicate: Predicate, sentence: Sentence) -> bool:
    """Whether 보다 guesses (비가 오나 봐), which nobody is asked to do."""
    before = [one for one in sentence.morphemes if one.end <= predicate.start]
    return predicate.stem[0] == "보" and bool(before) and before[-1].form not in {"어", "아"}


def proposes(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether -어요 or -시죠 proposes to do it together: 우리 같이 가요, as far as that is sure.

    친구랑 같이 살아요 tells what is; who does it, or a habit, must not be named.
    """
    ending = sentence.ending
    if (
        ending is None
        or asks(sentence)
        or predicate.stem[1].partition("-")[0]
        not in {
            "VV",
            "XSV",
            "VX",
        }
    ):
        return False
    invited = invites(sentence)
    if not invited and (ending.form not in {"어요", "어", "ᆸ시다"} or predicate.infixes):
        return False
    together = any(
        (one.form in {"같이", "함께"} and one.tag == "MAG") or one.form == "우리"
        for one in sentence.morphemes
    )
    told = any(
        one.tag in {"JC", "JKS"}
        or (one.tag == "JKB" and one.form in {"랑", "이랑", "하고", "과", "와"})
        or (one.tag == "JX" and one.form in {"은", "는", "ᆫ", "도"})
        or one.form in words_in("habit")
        for one in sentence.morphemes
    )
    return together and not told and predicate.stem[0] not in words_in("lasting-verb")


def invites(sentence: Sentence) -> bool:
    """Whether -시죠 asks the listener to do something: 먼저 드시죠, 같이 가시죠."""
    ending = sentence.ending
    if ending is None or ending.form not in {"죠", "지요"} or asks(sentence):
        return False
    before = sentence.morphemes[ending.begins - 1]
    honours = before.form in {"시", "으시"} or before.form in plain_verbs()
    verb = sentence.morphemes[ending.begins - 2] if before.tag == "EP" else before
    return (
        honours
        and verb.part in {"VV", "VX", "XSV"}
        and verb.form not in words_in("unwilled-verb", "lasting-verb")
        and not last_clause_has_subject(sentence)
    )


def promises(predicate: Predicate, sentence: Sentence) -> bool:
    """Whether -겠습니다 says what the speaker will do: 처리하겠습니다, 처리할게요."""
    ending = sentence.ending
    if ending is None or ending.form != "습니다" or predicate.infixes != (("겠", "EP"),):
        return False
    if predicate.stem[1].partition("-")[0] not in {"VV", "XSV", "VX"} or asks(sentence):
        return False
    if predicate.stem[0] in words_in("unwilled-verb"):
        return False
    serves = any(one.form == "드리" for one in sentence.morphemes[ending.first : ending.begins])
    if serves and not any(one.tag == "JKS" for one in sentence.morphemes):
        return True
    subjects = [
        noun.form
        for noun, particle in pairwise(sentence.morphemes)
        if particle.tag == "JKS" or (particle.tag == "JX" and particle.form in {"은", "는", "ᆫ"})
    ]
    return all(one in words_in("speaker", "time") for one in subjects)


def wonders(predicate: Predicate, sentence: Sentence, *, aloud: bool) -> bool:
    """Whether -다 is an exclamation over what one sees now: 멋있다!, 좋겠다, 다행이다."""
    ending = sentence.ending
    if ending is None or ending.form != "다" or asks(sentence):
        return False
    if acts_now(predicate, sentence) or predicate.stem[0] in {"같", "싶", "맞"}:
        return False
    if predicate.context and predicate.context[-1][0] in {"거", "것"}:
        return False  # 좋을 거다 foretells
    if predicate.infixes and predicate.infixes[-1][0] != "겠":
        return False
    if any(one.part == "NP" and one.form in {"나", "내", "저", "제"} for one in sentence.morphemes):
        return False
    moved = any(one.form in words_in("wonder") for one in sentence.morphemes)
    return aloud or "!" in sentence.marks or moved or predicate.infixes == (("겠", "EP"),)


def agrees_to_meet(sentence: Sentence, predicate: Predicate) -> bool:
    """Whether 봐 says where or when one will meet: 거기서 봐, 내일 역 앞에서 봐, not TV에서 봐."""
    ending = sentence.ending
    if ending is None or ending.form not in {"어", "어요"} or asks(sentence):
        return False
    if predicate.stem != ("보", "VV") or predicate.infixes or last_clause_has_subject(sentence):
        return False
    clause = [one for one in last_clause(sentence) if one.end <= predicate.start]
    if any(one.tag in {"JKO", "JX"} or one.form in words_in("habit", "speaker") for one in clause):
        return False
    places = [
        noun.form in words_in("meeting-place") or noun.tag == "NNP"
        for noun, particle in pairwise(clause)
        if particle.tag == "JKB" and particle.form in {"에서", "서"}
    ]
    if places:
        return all(places) and clause[-1].tag == "JKB"
    return bool(clause) and clause[-1].form in words_in("time-to-come") and clause[-1].form != "또"
