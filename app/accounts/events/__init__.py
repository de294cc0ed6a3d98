"""Changes of accounts that every process must learn of, and how they reach it."""
