"""What is wrong with a dictionary that cannot be imported, in one line."""


class ImportRefusedError(Exception):
    """A file is not a dictionary that can be read; the text says which, where and why."""
