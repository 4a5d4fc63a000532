"""Text: what is known of Korean and English beyond any record: letters, sounds, endings, words, tokens."""
