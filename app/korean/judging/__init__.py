"""The tables of what fits which listener, one family of rules a module."""
