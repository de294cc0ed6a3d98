"""What is no mistake in a chat in plain speech: dropped spaces, and 조아, 마니, 모해, 니가."""

import re
from collections.abc import Sequence
from functools import cache

from app.korean.analysis.word_classes import words_in
from app.korean.edit import Degree, Kind
from app.korean.patch import Change
from app.korean.relation import Relation
from app.korean.rules import rule_named


def without_chat_spellings(
    text: str, changes: Sequence[Change], relation: Relation
) -> tuple[Change, ...]:
    """Return the spelling changes that count to this listener.

    Where plain speech is the target, friends chat: a suggested space and a spelling that natives
    use in chats are no edit.
    """
    if relation.target.polite:
        return tuple(changes)
    meant = [match.span() for match in _chat_spellings().finditer(text)]
    return tuple(
        one
        for one in changes
        if not _is_a_suggested_space(one)
        and not any(start < one.end and one.start < end for start, end in meant)
    )


def _is_a_suggested_space(change: Change) -> bool:
    return all(
        reason.degree is Degree.SUGGESTION and rule_named(reason.rule).kind is Kind.SPACING
        for reason in change.reasons
    )


@cache
def _chat_spellings() -> re.Pattern[str]:
    longest_first = sorted(words_in("chat-spelling"), key=len, reverse=True)
    return re.compile("|".join(re.escape(one) for one in longest_first))
