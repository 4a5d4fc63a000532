"""Understanding: tokens and names in, the question that they ask out."""
