"""From an answer to a reply: pure, and the only place that writes HTML for Telegram."""
