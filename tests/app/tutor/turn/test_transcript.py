"""A transcript fails where a machine says something else, too much or too little."""

import pytest

from app.tutor.turn import AskFeedback, AskWords, ClaimReply, ReplyMayStart
from tests.app.tutor.turn.transcript import FIRST, SECOND, Transcript, begun, waiting


def test_it_holds_where_everything_came_out_as_written() -> None:
    assert Transcript(waiting()) << AskFeedback(FIRST) << AskWords(FIRST) << ClaimReply()


def test_it_fails_where_something_else_came_out() -> None:
    with pytest.raises(AssertionError, match=r"must come out << AskFeedback.*0002"):
        _ = Transcript(waiting(FIRST)) << AskFeedback(SECOND)


def test_it_fails_where_nothing_came_out() -> None:
    with pytest.raises(AssertionError, match="came out      nothing"):
        _ = begun() << ClaimReply()


def test_it_fails_where_more_came_out_before_the_next_input() -> None:
    with pytest.raises(AssertionError, match="must come out nothing"):
        _ = Transcript(waiting()) << AskFeedback(FIRST) >> ReplyMayStart()


def test_it_fails_where_more_came_out_at_its_end() -> None:
    with pytest.raises(AssertionError, match=r"came out      << AskWords"):
        assert Transcript(waiting()) << AskFeedback(FIRST)
