"""Questions: the rooms behind `reading`, from what a text says to what it asks."""
