"""How many questions the bot answers, how soon, and at what cost, beside the echoes of two libraries."""
