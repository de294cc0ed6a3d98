"""How a message is read: its sentences, the ending that closes each, what it does and to whom."""
