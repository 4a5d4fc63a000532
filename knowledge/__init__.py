"""What is known, and how to find it: no Telegram, no sentences for readers, no clock and no environment of its own."""
