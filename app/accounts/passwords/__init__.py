"""Passwords: which are accepted, how they are kept, changed and reset."""
