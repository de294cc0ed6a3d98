"""The state machine of one connection: frames and answers in, effects out, no I/O."""
