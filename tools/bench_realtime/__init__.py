"""The channel engine beside its peers: memory, commands, fan-out (`make bench-realtime`)."""
