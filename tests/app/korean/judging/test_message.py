from app.korean import Degree, Situation
from app.korean.judging.message import Finding
from tests.app.korean.listeners import message_to, relation_to


def test_a_message_knows_its_sentences_and_the_phrase_that_closes_one() -> None:
    message = message_to("friend 2", "안녕하세요! 뭐 해?")
    phrases = [message.phrase_ending(one) for one in message.sentences]
    assert [one.phrase.name if one else None for one in phrases] == ["greeting", None]


def test_laughter_is_heard() -> None:
    assert message_to("friend 2", "감사합니다ㅋㅋ").laughing
    assert not message_to("friend 2", "감사합니다").laughing


def test_a_finding_is_worth_what_the_listener_makes_of_it_unless_it_goes_along() -> None:
    boss, friend = relation_to("boss 1"), relation_to("friend 2")
    alone = Finding(Situation.NEO, "neo", 0, 1)
    along = Finding(Situation.NEO, "neo", 0, 1, degree=Degree.SUGGESTION)
    assert alone.worth(boss) is Degree.WRONG
    assert alone.worth(friend) is None
    assert along.worth(friend) is Degree.SUGGESTION
