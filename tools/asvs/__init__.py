"""OWASP ASVS 5.0.0 at level 2: what is asked, how the project answers, and which tests show it."""
