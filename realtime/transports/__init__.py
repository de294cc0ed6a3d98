"""Ways a client reaches the engine."""
