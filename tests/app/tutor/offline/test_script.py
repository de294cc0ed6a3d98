"""The offline tutor's replies, as a learner reads them."""

import re
from collections.abc import Callable
from itertools import product
from random import Random

import pytest

from app.korean import Style, detect
from app.tutor.address import address_of
from app.tutor.closeness import CLOSENESSES, PERSONAS, closeness_of
from app.tutor.offline import Exchange, Level, ScriptContext, disclose, reply
from app.tutor.personas import persona_of

Talk = Callable[..., list[str]]

ROOMS = list(product(PERSONAS, CLOSENESSES))
PLAIN = {Style.HAE, Style.HAERA, Style.NONE}
POLITE = {Style.HAEYO, Style.HAPSYO, Style.NONE}
A_DAY = [
    "안녕하세요!",
    "저는 비빔밥을 먹었어요.",
    "네, 좋아해요.",
    "오늘 날씨가 정말 좋네요.",
    "뭐 먹었어요?",
    "어제 친구하고 영화를 봤어요.",
    "재미있었어요.",
    "요즘 회사 일이 너무 많아서 힘들어요.",
    "주말에 뭐 해요?",
    "네.",
    "한국어가 어려워요.",
    "내일 약속이 있어요.",
]
ONE_TOPIC = [
    "저는 음악을 좋아해요.",
    "어제 노래를 들었어요.",
    "발라드를 좋아해요.",
    "피아노를 배웠어요.",
    "콘서트에 갔어요.",
    "노래방에 자주 가요.",
    "아이유 노래를 들었어요.",
    "기타도 좋아해요.",
    "매일 음악을 들어요.",
    "재즈도 들어요.",
]


def sentences(text: str) -> list[str]:
    return [part for part in re.split(r"(?<=[.!?])\s+", text) if part]


@pytest.mark.parametrize(("persona", "closeness"), ROOMS)
@pytest.mark.parametrize("messages", [A_DAY, ONE_TOPIC, ["네."] * 10], ids=["day", "topic", "yes"])
def test_nothing_is_said_twice_in_ten_exchanges(
    persona: str, closeness: int, messages: list[str], talk: Talk
) -> None:
    for level, seed in product(Level, (1, 2)):
        replies = talk(persona, closeness, messages, level=level, seed=seed)
        said = [sentence for text in replies for sentence in sentences(text)]
        # A laugh or a lead-in does not make a sentence another one.
        bare = [re.sub(r"^그런데 |[ .!?ㅋㅎ]+$", "", sentence) for sentence in said]
        twice = {sentence for sentence in bare if bare.count(sentence) > 1}
        # An echo (비빔밥?) and a bare yes (네!) are no lines of their own.
        assert not {sentence for sentence in twice if " " in sentence}, replies
        assert len(set(replies)) == len(replies)


@pytest.mark.parametrize(("persona", "closeness"), ROOMS)
def test_every_reply_is_in_the_style_of_the_persona(
    persona: str, closeness: int, talk: Talk
) -> None:
    fitting = PLAIN if closeness_of(persona, closeness).tutor_style is Style.HAE else POLITE
    for level in Level:
        for text in talk(persona, closeness, A_DAY, level=level, seed=3):
            assert {sentence.style for sentence in detect(text).sentences} <= fitting, text


@pytest.mark.parametrize(("persona", "closeness"), ROOMS)
def test_a_beginner_reads_two_short_sentences_and_one_question_at_most(
    persona: str, closeness: int, talk: Talk
) -> None:
    for text in talk(persona, closeness, A_DAY + ONE_TOPIC, seed=4):
        assert len(sentences(text)) <= 2, text
        assert all(len(sentence.split()) <= 9 for sentence in sentences(text)), text
        assert text.count("?") <= 1, text


@pytest.mark.parametrize("persona", PERSONAS)
def test_not_every_reply_ends_in_a_question_and_not_none(persona: str, talk: Talk) -> None:
    replies = [text for seed in range(4) for text in talk(persona, 2, A_DAY, seed=seed)]
    asking = sum(text.rstrip(" ㅋㅎ").endswith("?") for text in replies)
    assert 0.2 <= asking / len(replies) <= 0.75


@pytest.mark.parametrize("persona", PERSONAS)
def test_never_more_than_two_questions_run(persona: str, talk: Talk) -> None:
    replies = talk(persona, 2, A_DAY + ONE_TOPIC, seed=6)
    marks = "".join("?" if text.rstrip(" ㅋㅎ").endswith("?") else "." for text in replies)
    assert "???" not in marks


@pytest.mark.parametrize(("persona", "closeness"), ROOMS)
@pytest.mark.parametrize("question", ["AI예요?", "너 봇이야?", "혹시 진짜 사람이에요?"])
def test_asked_whether_it_is_an_ai_it_tells_the_truth(
    persona: str, closeness: int, question: str, talk: Talk
) -> None:
    for level in Level:
        [text] = talk(persona, closeness, [question], level=level)
        assert "AI" in text
        assert "오프라인 튜터" in text


def test_it_can_say_so_unasked() -> None:
    context = ScriptContext("boss", "박정우", 1, "", address_of("boss", 1, "톰"))
    assert "AI" in disclose(context, Random(1))


@pytest.mark.parametrize(
    ("persona", "closeness", "message", "words"),
    [
        ("friend", 2, "뭐 먹었어?", {"돈가스"}),
        ("honey", 1, "뭐 먹었어요?", {"파스타"}),
        ("coworker", 1, "뭐 드셨어요?", {"순두부찌개를 먹었습니다"}),
        ("boss", 1, "어디 가세요?", {"회의실"}),
        ("friend", 1, "어디 가?", {"도서관"}),
        ("sibling", 2, "몇 살이야?", {"스물아홉"}),
        ("senior", 2, "이름이 뭐예요?", {"도현"}),
        ("friend", 2, "나 김치찌개 먹었어", {"김치찌개"}),
        ("boss", 2, "내일 회의가 있습니다", {"회의"}),
        ("stranger", 1, "이거 얼마예요?", {"원"}),
        ("stranger", 1, "사과 두 개 주세요", {"사과"}),
        ("stranger", 2, "실례합니다, 약국이 어디예요?", {"약국"}),
        ("stranger", 3, "여보세요? 예약하고 싶어요", {"예약"}),
        ("senior", 1, "'약속'이 무슨 뜻이에요?", {"약속은", "appointment"}),
    ],
)
def test_it_reacts_to_what_was_said(
    persona: str, closeness: int, message: str, words: set[str], talk: Talk
) -> None:
    [text] = talk(persona, closeness, [message])
    assert all(word in text for word in words), text


def test_an_advanced_learner_gets_the_meaning_in_korean(talk: Talk) -> None:
    [text] = talk("friend", 2, ["김치가 무슨 뜻이야?"], level=Level.ADVANCED)
    assert "배추" in text


def test_a_word_it_does_not_know_is_admitted(talk: Talk) -> None:
    [text] = talk("friend", 2, ["'뷁뷁'이 무슨 뜻이야?"])
    assert "사전에 없는" in text


def test_an_answer_to_its_question_is_taken_up(talk: Talk) -> None:
    yes = talk("friend", 1, ["응"], greeting="반가워! 한국 드라마도 봐?")
    no = talk("friend", 1, ["아니, 안 봐"], greeting="반가워! 한국 드라마도 봐?")
    assert "그래서 한국어를 잘하는구나" in yes[0]
    assert "하나 보면 한국어에 도움이 될 거야" in no[0]


def test_an_answer_without_a_topic_has_that_of_the_question(talk: Talk) -> None:
    [text] = talk("friend", 1, ["마라샹궈"], greeting="무슨 음식을 제일 좋아해?")
    assert "마라샹궈" in text


def test_bad_news_is_not_passed_over_with_a_cheerful_line(talk: Talk) -> None:
    [text] = talk("friend", 1, ["너무 힘들었어"], greeting="오늘 하루는 어땠어?")
    assert any(word in text for word in ("힘들", "괜찮아", "참지", "고생", "마음")), text


def test_what_was_not_understood_is_said_again(talk: Talk) -> None:
    [text] = talk("honey", 1, ["무슨 뜻이에요?"], greeting="안녕하세요. 오늘 뭐 했어요?")
    assert text.endswith("오늘 뭐 했어요?")


def test_a_greeting_is_answered_before_the_question(talk: Talk) -> None:
    [text] = talk("friend", 1, ["안녕! 뭐 먹었어?"])
    assert re.match(r"안녕|왔구나|어, 왔어|반가워", text)
    assert "먹" in text


@pytest.mark.parametrize("persona", ["senior", "boss"])
@pytest.mark.parametrize("message", ["소주 좋아하세요?", "여자친구 있으세요?", "저 살 쪘어요"])
def test_senior_and_boss_do_not_talk_of_drink_dating_or_looks(
    persona: str, message: str, talk: Talk
) -> None:
    for closeness in CLOSENESSES:
        [text] = talk(persona, closeness, [message])
        assert any(word in text for word in ("다른 얘기", "그러네", "그렇다", "개인적인")), text


@pytest.mark.parametrize(
    "message", ["번호 알려 줘", "우리 만나자", "사진 보내 줘", "비밀로 하자", "같이 자자"]
)
def test_a_partner_neither_meets_nor_sends_anything(message: str, talk: Talk) -> None:
    for closeness in CLOSENESSES:
        [text] = talk("honey", closeness, [message])
        expected = r"여기에서만|채팅만|여기서 많이|다른 얘기|그런 얘기"
        assert re.search(expected, text), text


@pytest.mark.parametrize(("persona", "closeness"), ROOMS)
def test_signs_of_self_harm_end_the_play(persona: str, closeness: int, talk: Talk) -> None:
    first, second = talk(persona, closeness, ["요즘 너무 힘들고 죽고 싶어요", "네"])
    for text in (first, second):
        assert "109" in text
        assert "1388" in text
        assert "Korea" in text
    assert first != second


def test_a_learner_without_a_name_is_not_called_by_an_empty_one(talk: Talk) -> None:
    for persona, closeness in ROOMS:
        for text in talk(persona, closeness, A_DAY, name=""):
            assert "{" not in text
            assert not re.search(r"(^|\s)(씨|,)", text), text


def test_a_foreign_name_is_not_given_a_guessed_particle(talk: Talk) -> None:
    for text in talk("friend", 2, A_DAY, name="Michael"):
        assert "Michael아" not in text
        assert "Michael야" not in text


def test_the_same_talk_gives_the_same_replies(talk: Talk) -> None:
    assert talk("friend", 2, A_DAY, seed=9) == talk("friend", 2, A_DAY, seed=9)
    assert talk("friend", 2, A_DAY, seed=9) != talk("friend", 2, A_DAY, seed=10)


def test_twenty_topics_are_answered_on_the_topic_by_every_persona() -> None:
    messages = {
        "food": "김치찌개 먹었어요",
        "coffee": "커피를 마셨어요",
        "weather": "비가 와요",
        "work": "회의가 있어요",
        "study": "시험이 있어요",
        "weekend": "주말에 쉬었어요",
        "travel": "제주도에 갔어요",
        "movies": "영화를 봤어요",
        "music": "음악을 들었어요",
        "family": "엄마하고 전화했어요",
        "health": "감기에 걸렸어요",
        "shopping": "신발을 샀어요",
        "hobbies": "사진을 찍어요",
        "sports": "축구를 했어요",
        "pets": "강아지를 키워요",
        "sleep": "늦잠을 잤어요",
        "korean": "한국어를 공부해요",
        "hometown": "미국에서 왔어요",
        "feelings": "기분이 좋아요",
        "plans": "내일 약속이 있어요",
        "transport": "버스를 탔어요",
        "holidays": "추석에 송편을 먹었어요",
        "phone": "게임을 해요",
        "books": "소설을 읽었어요",
        "friends": "친구를 만났어요",
    }
    for persona, closeness in ROOMS:
        replies = set()
        for message in messages.values():
            context = ScriptContext(
                persona,
                persona_of(persona).name,
                closeness,
                message,
                address_of(persona, closeness, "톰"),
                Level.BEGINNER,
                (Exchange("", "안녕하세요."),),
            )
            replies.add(reply(context, Random(5)))
        assert len(replies) >= 24, (persona, closeness)
