"""What restyle changes: words that belong to a style, then the endings of each sentence."""
