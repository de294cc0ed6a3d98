from app.korean.edit import Degree
from app.korean.judging.chat_spelling import without_chat_spellings
from app.korean.patch import Change, Reason
from tests.app.korean.listeners import relation_to

_BY_EAR = Change(0, 2, "좋아", (Reason("lkke", Degree.WRONG),))
_MISTAKE = Change(4, 5, "돼", (Reason("lkke", Degree.WRONG),))


def test_a_chat_spelling_counts_only_where_one_speaks_politely() -> None:
    changes = (_BY_EAR, _MISTAKE)
    assert without_chat_spellings("조아 안되", changes, relation_to("friend 2")) == (_MISTAKE,)
    assert without_chat_spellings("조아 안되", changes, relation_to("boss 1")) == changes
