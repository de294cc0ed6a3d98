"""The broker and presence of one process, and the reference for what they do."""
