"""Following the references within a JSON document (RFC 6901)."""

from collections.abc import Iterator
from typing import Any


def references(document: object) -> Iterator[str]:
    """Yield every `$ref` there is."""
    match document:
        case {"$ref": str(reference)}:
            yield reference
        case dict():
            for value in document.values():
                yield from references(value)
        case list():
            for value in document:
                yield from references(value)


def resolve(document: dict[str, Any], reference: str) -> Any:
    """Return what `reference` points at. Raises `KeyError` where it points at nothing."""
    assert reference.startswith("#/"), reference
    found: Any = document
    for step in reference[2:].split("/"):
        found = found[step.replace("~1", "/").replace("~0", "~")]
    return found
