"""An account from its first mail to its erasure: verified, changed, exported, deleted."""
