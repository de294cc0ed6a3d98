"""The Centrifuge client protocol in JSON, without I/O: bytes to commands, replies to bytes."""
