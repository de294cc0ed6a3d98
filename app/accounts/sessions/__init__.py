"""Log-ins on devices: opened, renewed, listed and ended."""
