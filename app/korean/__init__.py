"""The Korean engine: text in, values out. Call `load` once per process before anything else."""

from app.korean.analysis.analyser import AnalyserNotLoadedError, analyse
from app.korean.analysis.morpheme import Morpheme
from app.korean.check import check
from app.korean.detect import SentenceReading, StyleReading, detect
from app.korean.dictionary import Entry, dictionary, use_imported
from app.korean.edit import Degree, Edit, Kind, OverlappingEditsError, apply_edits
from app.korean.from_latin.from_keys import from_keys
from app.korean.from_latin.from_roman import from_roman
from app.korean.from_latin.guess import Guess
from app.korean.importing import (
    Imported,
    ImportRefusedError,
    import_dictionary,
    imported_entries,
)
from app.korean.judge import Judgement, judge
from app.korean.judging.feedback import Status
from app.korean.loading import load
from app.korean.particles import with_particle
from app.korean.positions import utf16_offset
from app.korean.relation import Relation, Situation
from app.korean.restyle import Refused, Restyled, restyle
from app.korean.romanise import Romanised, romanise
from app.korean.style import Style
from app.korean.vocabulary.picking import PickedWord, pick_words
from app.korean.words import Word, words

__all__ = [
    "AnalyserNotLoadedError",
    "Degree",
    "Edit",
    "Entry",
    "Guess",
    "ImportRefusedError",
    "Imported",
    "Judgement",
    "Kind",
    "Morpheme",
    "OverlappingEditsError",
    "PickedWord",
    "Refused",
    "Relation",
    "Restyled",
    "Romanised",
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
    "from_keys",
    "from_roman",
    "import_dictionary",
    "imported_entries",
    "judge",
    "load",
    "pick_words",
    "restyle",
    "romanise",
    "use_imported",
    "utf16_offset",
    "with_particle",
    "words",
]
