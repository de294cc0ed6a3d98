import app.korean


def test_the_engine_exports_exactly_this() -> None:
    assert app.korean.__all__ == [
        "AnalyserNotLoadedError",
        "Degree",
        "Edit",
        "Entry",
        "Judgement",
        "Kind",
        "Morpheme",
        "OverlappingEditsError",
        "Refused",
        "Relation",
        "Restyled",
        "SentenceReading",
        "Situation",
        "Status",
        "Style",
        "StyleReading",
        "Word",
        "analyse",
        "apply_edits",
        "check",
        "detect",
        "dictionary",
        "judge",
        "load",
        "restyle",
        "utf16_offset",
        "with_particle",
        "words",
    ]
