"""The servers under test, each a program of its own that prints `listening PORT`."""
