"""`make security`: what is known of our dependencies, and what our own tree gives away."""
