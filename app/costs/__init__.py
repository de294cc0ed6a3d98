"""What the models cost: the usage ledger."""
