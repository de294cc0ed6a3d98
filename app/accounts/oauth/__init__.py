"""Coming in by another house: OAuth 2 and OpenID Connect."""
