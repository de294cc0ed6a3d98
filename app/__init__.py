"""The product: what DoranDoran knows and does."""
