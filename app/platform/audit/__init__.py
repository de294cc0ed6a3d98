"""What administrators and the security machinery did, append-only and hash-chained."""
