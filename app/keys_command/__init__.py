"""`dorandoran keys`: wrapping keys, data keys and signing keys on the command line."""
