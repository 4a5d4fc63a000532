"""How ipjang talks: Telegram, the terminal, two languages."""
