"""What editors, the page and refusals say."""
