"""Who is asking: access tokens, what revokes them, and the one middleware that looks."""
