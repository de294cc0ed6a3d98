"""The jobs, each a thin call into app/."""
