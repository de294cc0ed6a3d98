"""The broker and presence on Redis: streams, order and fan-out between any number of nodes."""
