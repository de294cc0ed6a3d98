"""What a learner said, message by message: act, question, topic, noun."""

import unicodedata

import pytest

from app.tutor.offline.said import Act, Aspect, Mood, Question, Said
from app.tutor.offline.topic import recognise

# message, act, kind of question, topic
MESSAGES = [
    ("안녕!", Act.GREETING, None, None),
    ("부장님, 안녕하십니까?", Act.GREETING, None, None),
    ("처음 뵙겠습니다.", Act.MEETING, None, None),
    ("진짜?", Act.SURPRISE, None, None),
    ("저기요", Act.ATTENTION, None, None),
    ("안녕히 계세요", Act.FAREWELL, None, None),
    ("내일 봐!", Act.FAREWELL, None, None),
    ("잘 자", Act.GOOD_NIGHT, None, None),
    ("정말 고마워요", Act.THANKS, None, None),
    ("ㄱㅅ", Act.THANKS, None, None),
    ("늦어서 죄송합니다", Act.APOLOGY, None, None),
    ("생일 축하해요!", Act.CONGRATULATION, None, None),
    ("새해 복 많이 받으세요", Act.WISH, None, None),
    ("선배 진짜 멋있어요", Act.PRAISE, None, None),
    ("사랑해", Act.AFFECTION, None, "romance"),
    ("네", Act.AGREEMENT, None, None),
    ("ㅇㅇ", Act.AGREEMENT, None, None),
    ("아니요.", Act.REFUSAL, None, None),
    ("잘 모르겠어요", Act.UNSURE, None, None),
    ("ㅋㅋㅋ", Act.LAUGHTER, None, None),
    ("ㅠㅠ", Act.CRYING, None, None),
    ("뭐라고요?", Act.NOT_UNDERSTOOD, None, None),
    ("천천히 말해 주세요", Act.NOT_UNDERSTOOD, None, None),
    ("'약속'이 무슨 뜻이에요?", Act.MEANING, None, None),
    ("hello, how are you?", Act.NOT_KOREAN, None, None),
    ("ㅁㄴㅇㄹ", Act.UNINTELLIGIBLE, None, None),
    ("!!!", Act.UNINTELLIGIBLE, None, None),
    ("제 이름은 사라예요", Act.INTRODUCTION, None, "self"),
    ("저는 회사원이에요", Act.INTRODUCTION, None, "work"),
    ("이름이 뭐예요?", Act.QUESTION, Question.WHAT, "self"),
    ("몇 살이에요?", Act.QUESTION, Question.HOW_MANY, "self"),
    ("뭐 먹었어?", Act.QUESTION, Question.WHAT, "food"),
    ("밥 먹었냐", Act.QUESTION, Question.YES_NO, "food"),
    ("김치찌개 먹고 싶다", Act.STATEMENT, None, "food"),
    ("커피 한 잔 주세요", Act.REQUEST, None, "coffee"),
    ("오늘 날씨 좋네요", Act.STATEMENT, None, "weather"),
    ("비가 많이 와요", Act.STATEMENT, None, "weather"),
    ("부장님, 회의가 몇 시에 있습니까?", Act.QUESTION, Question.WHEN, "work"),
    ("보고서 다 썼습니다", Act.STATEMENT, None, "work"),
    ("시험에 떨어졌어요", Act.STATEMENT, None, "study"),
    ("주말에 뭐 해요?", Act.QUESTION, Question.WHAT, "weekend"),
    ("제주도에 가 본 적 있어요?", Act.QUESTION, Question.YES_NO, "travel"),
    ("어제 친구하고 영화를 봤어요", Act.STATEMENT, None, "movies"),
    ("같이 영화 볼래?", Act.PROPOSAL, None, "movies"),
    ("무슨 음악 좋아해요?", Act.QUESTION, Question.WHICH, "music"),
    ("동생하고 같이 살아요", Act.STATEMENT, None, "family"),
    ("머리가 아파요", Act.STATEMENT, None, "health"),
    ("새 신발을 샀어요", Act.STATEMENT, None, "shopping"),
    ("취미가 뭐예요?", Act.QUESTION, Question.WHAT, "hobbies"),
    ("테니스 칠 수 있어요?", Act.QUESTION, Question.YES_NO, "sports"),
    ("강아지를 키워요", Act.STATEMENT, None, "pets"),
    ("몇 시에 일어나요?", Act.QUESTION, Question.WHEN, "sleep"),
    ("왜 한국어를 배워요?", Act.QUESTION, Question.WHY, "korean"),
    ("저는 미국에서 왔어요", Act.STATEMENT, None, "hometown"),
    ("어디 살아요?", Act.QUESTION, Question.WHERE, "hometown"),
    ("심심해", Act.STATEMENT, None, "feelings"),
    ("내일 약속이 있어요", Act.STATEMENT, None, "plans"),
    ("집에 어떻게 가요?", Act.QUESTION, Question.HOW, "transport"),
    ("추석에 뭐 해요?", Act.QUESTION, Question.WHAT, "holidays"),
    ("게임 좋아해?", Act.QUESTION, Question.YES_NO, "phone"),
    ("책을 읽고 있어요", Act.STATEMENT, None, "books"),
    ("친구를 만났어요", Act.STATEMENT, None, "friends"),
    ("잘 지냈어?", Act.QUESTION, Question.YES_NO, "wellbeing"),
    ("뭐 해?", Act.QUESTION, Question.WHAT, "doing"),
    ("뭐하냐", Act.QUESTION, Question.WHAT, "doing"),
    ("지금 몇 시예요?", Act.QUESTION, Question.WHEN, "time"),
    ("소주 마실까요?", Act.PROPOSAL, None, "alcohol"),
    ("여자친구 있어요?", Act.QUESTION, Question.YES_NO, "romance"),
    ("어디 가요?", Act.QUESTION, Question.WHERE, None),
    ("누구랑 갔어?", Act.QUESTION, Question.WHO, None),
    ("얼마예요?", Act.QUESTION, Question.HOW_MUCH, None),
    ("우리 산책할까요?", Act.PROPOSAL, None, "sports"),
    ("같이 가요", Act.PROPOSAL, None, None),
    ("추천해 주세요", Act.REQUEST, None, None),
    ("엄마가 사 줘요", Act.STATEMENT, None, "family"),
    ("너는?", Act.QUESTION, Question.WHAT, None),
    ("너 봇이야?", Act.AI_QUESTION, None, None),
    ("혹시 AI예요?", Act.AI_QUESTION, None, None),
    ("진짜 사람이에요?", Act.AI_QUESTION, None, None),
    ("인공지능을 공부하고 있어요", Act.STATEMENT, None, "study"),
    ("저는 미국 사람이에요", Act.INTRODUCTION, None, "hometown"),
]


@pytest.mark.parametrize(("message", "act", "question", "topic"), MESSAGES)
def test_a_message_is_recognised(
    message: str, act: Act, question: Question | None, topic: str | None
) -> None:
    said = recognise(message)
    assert (said.act, said.question, said.topic) == (act, question, topic)


@pytest.mark.parametrize(
    ("message", "noun"),
    [
        ("어제 비빔밥을 먹었어요", "비빔밥"),
        ("회의 자료를 보냈습니다", "회의 자료"),
        ("너무 피곤해", None),
        ("오늘 날씨가 좋아요", "날씨"),
        ("저는 미국 사람이에요", "미국 사람"),
        ("제 이름은 톰이에요", "톰"),
        ("지난주에 양자역학 수업을 들었어요", "양자역학 수업"),
    ],
)
def test_the_key_noun_is_found(message: str, noun: str | None) -> None:
    assert recognise(message).noun == noun


@pytest.mark.parametrize(
    ("message", "aspect"),
    [
        ("밥 먹었어", Aspect.PAST),
        ("밥 먹을 거야", Aspect.FUTURE),
        ("밥 먹으려고 해", Aspect.FUTURE),
        ("밥 먹고 싶어", Aspect.WANT),
        ("김치를 좋아해", Aspect.LIKE),
        ("매운 거 먹을 수 있어", Aspect.CAN),
        ("제주도에 가 본 적이 없어", Aspect.EVER),
        ("밥 먹어", Aspect.NOW),
    ],
)
def test_the_aspect_is_found(message: str, aspect: Aspect) -> None:
    assert recognise(message).aspect is aspect


@pytest.mark.parametrize(
    ("message", "mood"),
    [
        ("정말 재미있었어요", Mood.GOOD),
        ("재미있지 않았어요", Mood.BAD),
        ("기분이 안 좋아", Mood.BAD),
        ("시험에 떨어졌어", Mood.BAD),
        ("안 힘들어", Mood.NEUTRAL),
        ("학교에 가요", Mood.NEUTRAL),
    ],
)
def test_good_news_is_told_from_bad(message: str, mood: Mood) -> None:
    assert recognise(message).mood is mood


def test_a_greeting_before_the_main_thing_is_its_opening() -> None:
    said = recognise("안녕하세요! 저는 톰이에요.")
    assert (said.act, said.noun, said.opening) == (Act.INTRODUCTION, "톰", Act.GREETING)


def test_of_several_sentences_the_question_counts() -> None:
    said = recognise("저는 고양이를 좋아해요. 고양이 좋아하세요? 진짜 귀여워요.")
    assert (said.act, said.topic) == (Act.QUESTION, "pets")


def test_several_lines_are_one_message() -> None:
    assert recognise("안녕\n나 방금 밥 먹었어").topic == "food"


def test_a_yes_before_the_answer_is_kept() -> None:
    assert recognise("네, 좋아해요.").answer is True
    assert recognise("아니, 아직 안 먹었어").answer is False
    assert recognise("잘 못 먹어").negated


def test_the_topics_of_a_scene_are_known_only_in_it() -> None:
    assert recognise("화장실이 어디예요?").topic is None
    assert recognise("화장실이 어디예요?", scene=2).topic == "directions"
    assert recognise("지하철역이 어디예요?", scene=2).topic == "directions"
    assert recognise("사과 두 개 주세요", scene=1).topic == "shop"
    assert recognise("예약하고 싶어요", scene=3).topic == "office"


def test_decomposed_letters_are_read_like_composed_ones() -> None:
    decomposed = unicodedata.normalize("NFD", "뭐 먹었어?")
    assert recognise(decomposed) == recognise("뭐 먹었어?")


def test_a_foreign_word_after_a_phrase_changes_nothing() -> None:
    assert recognise("고마워 bro").act is Act.THANKS


def test_an_empty_message_is_not_understood() -> None:
    assert recognise("   ") == Said(Act.UNINTELLIGIBLE)
