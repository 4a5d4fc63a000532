"""A Bot API on loopback, of our own: strict about what bots send, honest about what was confirmed, faulty on demand."""
