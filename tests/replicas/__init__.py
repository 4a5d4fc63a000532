"""Several real bot processes on one real PostgreSQL, with the loopback stand-in for Telegram."""
