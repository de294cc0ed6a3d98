"""Accounts on the command line: `dorandoran accounts role | suspend | reactivate | …`."""
