"""Finding: the rooms behind `matching`, from a message to the names in it."""
