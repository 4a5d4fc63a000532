"""The record: the rules behind `editing`, by which it changes, and by which it is checked."""
