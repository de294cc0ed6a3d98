"""Measures the Korean engine on a folder of material that is no part of the project."""
