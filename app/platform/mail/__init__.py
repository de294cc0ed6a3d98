"""E-mails: written as rows, sent by a worker, or kept for development."""
