"""The schema's history, one authority."""
