"""Codes as a second factor: one-time passwords of an app, and recovery codes on paper."""
