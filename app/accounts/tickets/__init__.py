"""What is good once, for a while, to whoever holds its token."""
