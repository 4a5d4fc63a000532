"""What the bot says, in Korean and in English."""
