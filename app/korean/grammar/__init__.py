"""Grammar that learners get wrong: particles, predicates, negation, numbers, word choice."""
