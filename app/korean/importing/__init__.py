"""Brings open dictionaries, for those who have them, beside the project's own."""

from app.korean.importing.importer import Imported, import_dictionary
from app.korean.importing.normalised import imported_entries
from app.korean.importing.refusal import ImportRefusedError

__all__ = ["ImportRefusedError", "Imported", "import_dictionary", "imported_entries"]
