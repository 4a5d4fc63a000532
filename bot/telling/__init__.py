"""Telling: who follows which team, and what they are told when it changes."""
