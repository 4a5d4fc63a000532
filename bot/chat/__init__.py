"""One question in a chat: addressed, asked, answered, posted; the terminal is one more chat."""
