"""The public surface of the offline tutor."""

from app.tutor import offline


def test_the_offline_tutor_exports_this_and_nothing_else() -> None:
    assert sorted(offline.__all__) == [
        "Exchange",
        "Level",
        "ScriptContext",
        "concern",
        "deltas",
        "disclose",
        "reply",
    ]
