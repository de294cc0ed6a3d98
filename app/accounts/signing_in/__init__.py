"""Coming in with a password, and what slows down one who guesses."""
