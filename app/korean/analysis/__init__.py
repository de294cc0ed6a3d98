"""Kiwi and what it says of a text: morphemes, with its regular misreadings mended."""
