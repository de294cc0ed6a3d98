"""Sure learner errors, one family of rules a module."""
