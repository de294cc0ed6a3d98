"""Passkeys, second factors, recovery codes, and fresh proofs."""
