"""The HTTP edge: health, documents, errors, static files."""
