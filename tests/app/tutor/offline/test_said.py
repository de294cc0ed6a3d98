"""The names of acts are the names of their lines in the data."""

from app.tutor.offline.book import book
from app.tutor.offline.said import Act

NOT_ACTS = {"background", "self_description", "avoid", "back", "meaning_unknown"}
NOT_ACTS |= {"care", "about_learner", "why_asked"}


def test_every_list_of_lines_belongs_to_an_act_or_a_known_turn() -> None:
    assert set(book().acts) <= {*Act, *NOT_ACTS}
