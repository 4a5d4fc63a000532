"""The wire to Telegram: updates in, confirmed only after they were handled; calls out, within the limits."""
