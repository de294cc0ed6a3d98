"""The background process: when things run. What they do lives in app/."""
