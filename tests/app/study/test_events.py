"""What study announces, as it stands on the wire."""

from uuid import UUID

import msgspec

from app.platform.events import encode_event
from app.study.events import ProgressUpdated, WordsTranslated, WordTranslated


def test_a_translation_names_its_language_and_each_word() -> None:
    event = WordsTranslated(
        language="en", words=[WordTranslated(UUID(int=1), "rice", "Let's eat.")], seq=5
    )
    assert msgspec.json.decode(encode_event(event)) == {
        "type": "words.translated",
        "seq": 5,
        "language": "en",
        "words": [{"id": str(UUID(int=1)), "sense": "rice", "example_translation": "Let's eat."}],
    }


def test_progress_says_every_count_also_where_it_is_nought() -> None:
    told = msgspec.json.decode(
        encode_event(
            ProgressUpdated(
                messages=1, perfect=0, suggested=0, corrected=0, unclear=1, streak_days=1
            )
        )
    )
    assert (told["perfect"], told["corrected"], told["unclear"]) == (0, 0, 1)
