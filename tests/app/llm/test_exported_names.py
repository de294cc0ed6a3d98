"""The room's public surface is short, and pinned."""

import app.llm


def test_the_room_exports_these_names() -> None:
    assert sorted(app.llm.__all__) == [
        "BadAnswer",
        "Call",
        "DeadlinePassed",
        "Message",
        "ModelError",
        "Models",
        "Outcome",
        "Refused",
        "Reply",
        "Route",
        "TokenCounts",
        "Unreachable",
        "Usage",
        "UsageSink",
    ]
    assert all(hasattr(app.llm, name) for name in app.llm.__all__)
