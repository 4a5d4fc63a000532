"""What a news article states: its sentences, who speaks in them, and which stance of which team each one tells."""
