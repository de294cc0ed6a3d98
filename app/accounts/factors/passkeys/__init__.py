"""Passkeys (WebAuthn): keys that stay on a device or in its cloud, and open an account alone."""
